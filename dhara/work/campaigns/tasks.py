"""The jobs of campaigns."""

from __future__ import annotations

from dhara.kit import clock
from dhara.kit.queue import periodic
from dhara.work.campaigns import actions


@periodic("* * * * *", queue="timers")
def lapse() -> None:
    at = clock.now()
    while actions.lapse_due(at=at):
        pass


@periodic("* * * * *")
def count() -> None:
    actions.count(at=clock.now())
