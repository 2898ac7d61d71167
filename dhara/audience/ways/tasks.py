"""Jobs: look how each way to send does."""

from __future__ import annotations

from dhara.audience.ways import actions
from dhara.kit import clock
from dhara.kit.queue import periodic


@periodic("*/5 * * * *")
def guard_ways() -> None:
    actions.guard(at=clock.now())
