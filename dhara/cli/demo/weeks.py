"""Work by the hour: weeks that were worked, billed and paid, and the present one with its time so far."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from dhara.cli.demo import own_jobs, paying
from dhara.cli.demo.hired import Hired
from dhara.kit.actor import Actor
from dhara.work.engagements import actions as work
from dhara.work.engagements.modes.hourly import WEEK, edit_until, week_end
from dhara.work.hours import actions as hours
from dhara.work.hours.rules import Worked
from dhara.work.models import Unit

NOTED, LOOKED = timedelta(minutes=5), timedelta(hours=30)
HOUR = timedelta(hours=1)


def play(hired: Hired) -> None:
    """The plan's weeks one after another; the last one is the present one, however little of it is over.

    An entry is (day of the week, hour in UTC, minutes, words). The bill is accepted a day after the week was closed.
    """
    weeks = hired.plan["weeks"]
    now = week_end(hired.anchor) - WEEK
    for ago, entries in zip(range(len(weeks) - 1, -1, -1), weeks, strict=True):
        monday = now - ago * WEEK
        unit = hired.engagement.units.get(status="draft")
        paid_at = max(monday + min(HOUR, (hired.anchor - monday) / 2), hired.agreed_at + HOUR)
        paying.pay_units([unit], by=hired.buyer, at=paid_at)
        own_jobs.run(paid_at + NOTED, hired.others)
        for entry in _until(hired.anchor, monday, entries):
            hours.write(unit.pk, entry, by=hired.seller, at=min(entry.ends_at + NOTED, hired.anchor))
        if ago:
            _bill(unit.pk, hired.buyer, hired)


def _until(anchor: datetime, monday: datetime, entries: list[list[object]]) -> Iterator[Worked]:
    """Those that are over; on a Monday at dawn the first minutes of the day."""
    found = []
    for day, hour, minutes, words in entries:
        begins = monday + timedelta(days=int(str(day)), hours=int(str(hour)))
        found.append(Worked(begins, begins + timedelta(minutes=int(str(minutes))), str(words)))
    over = [each for each in found if each.ends_at <= anchor]
    begun = min(anchor - monday, HOUR)
    if not over and begun > NOTED:
        over = [Worked(monday, monday + begun, found[0].text)]
    yield from over


def _bill(unit_id: int, buyer: Actor, hired: Hired) -> None:
    """The week is closed by itself; where there was time to look at it, its bill was accepted."""
    unit = Unit.objects.select_related("engagement").get(pk=unit_id)
    closed = edit_until(unit) + NOTED
    if closed < hired.anchor:
        own_jobs.run(closed, hired.others)
    if closed + LOOKED < hired.anchor:
        work.act(unit_id, "approve", by=buyer, at=closed + LOOKED)
        own_jobs.run(closed + LOOKED, hired.others)
