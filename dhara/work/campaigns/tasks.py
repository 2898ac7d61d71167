"""The jobs of campaigns."""

from __future__ import annotations

from datetime import timedelta

from dhara.kit import clock
from dhara.kit.queue import periodic
from dhara.work.campaigns import actions


@periodic("* * * * *", queue="timers")
def lapse() -> None:
    at = clock.now()
    while actions.lapse_due(at=at):
        pass


@periodic("* * * * *", queue="timers")
def remind() -> None:
    at = clock.now()
    while actions.remind_due(at=at):
        pass


@periodic("10 1 * * *")
def sum_up() -> None:
    """The day before is over: who worked is told what it earned, in the morning of Bangladesh."""
    at = clock.now()
    actions.sum_up(at.date() - timedelta(days=1), at=at)


@periodic("* * * * *")
def count() -> None:
    actions.count(at=clock.now())
