"""By night, while few people buy."""

from __future__ import annotations

from dhara.checkout.together import actions
from dhara.kit import clock
from dhara.kit.queue import periodic


@periodic("10 21 * * *")
def count_together() -> None:
    actions.count_anew(at=clock.now())
