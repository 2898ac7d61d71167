"""Jobs: what nobody confirmed within a week."""

from __future__ import annotations

from dhara.audience.forms import actions
from dhara.kit import clock
from dhara.kit.queue import periodic


@periodic("23 * * * *")
def expire() -> None:
    actions.expire_due(at=clock.now())
