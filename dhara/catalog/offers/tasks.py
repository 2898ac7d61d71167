"""The job that keeps the schedules."""

from __future__ import annotations

from dhara.catalog.offers import actions
from dhara.kit import clock
from dhara.kit.queue import periodic


@periodic("* * * * *")
def keep_schedules() -> None:
    actions.run_schedule(at=clock.now())
