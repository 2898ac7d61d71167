"""Weeks that are paid by the hour, and time in them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dhara.kit.actor import SYSTEM
from dhara.money.ledger import rules as accounts
from dhara.people.models import Account, Studio
from dhara.work.engagements import actions as work
from dhara.work.hours.queries import week_of
from dhara.work.hours.rules import Worked
from dhara.work.models import Engagement, TimeEntry, Unit
from tests.make import money
from tests.make.work import Parties

RATE, HOURS = 10_000, 10


def project(sides: Parties, at: datetime, subject: str = "proposal:1") -> Engagement:
    return between(sides.studio, sides.karim, at, subject)


def between(studio: Studio, buyer: Account, at: datetime, subject: str) -> Engagement:
    """৳100 an hour, ten hours a week at most; the first week is not paid."""
    return work.agree(
        "hourly",
        subject=subject,
        title="Answer letters",
        worker=studio,
        buyer_id=buyer.pk,
        buyer_email=buyer.email,
        currency="BDT",
        language="en",
        units=[work.Planned(RATE * HOURS, terms={"rate": RATE, "minutes": HOURS * 60})],
        by=SYSTEM,
        at=at,
    )


def paid(sides: Parties, at: datetime, made: Engagement | None = None) -> Unit:
    """The next week of the project, without a gateway."""
    made = made or project(sides, at)
    unit = made.units.get(status="draft")
    return work.act(unit.pk, "fund", by=SYSTEM, at=at, source=sides.source)


def time(begins_at: datetime, minutes: int = 60, text: str = "Answered letters.") -> Worked:
    return Worked(begins_at, begins_at + timedelta(minutes=minutes), text)


def worked(unit: Unit, author: Account, length: timedelta) -> TimeEntry:
    """From the first moment of the week that counts, whatever time it is now."""
    unit = Unit.objects.select_related("engagement").get(pk=unit.pk)
    week = week_of(unit)
    assert week is not None
    begin = week.begins_at
    return TimeEntry.objects.create(
        unit=unit, author=author, begins_at=begin, ends_at=begin + length, text="Work", created_at=begin
    )


def behind_doors(studio: Studio, owner: Account, buyer: Account, at: datetime) -> dict[str, Any]:
    """For the permission matrix: a paid week in which somebody has written time down."""
    unit = running(studio, buyer, studio, at, "proposal:0")
    entry = worked(unit, owner, timedelta(hours=1))
    pages = {"project_id": unit.engagement_id, "week": unit.position, "entry_id": entry.pk}
    return {**pages, "hour_work": unit.engagement_id, "hour_unit": unit.pk, "entry": entry.pk}


def running(studio: Studio, buyer: Account, payer: Studio, at: datetime, subject: str) -> Unit:
    """A paid week between them, with money of `payer`'s balance."""
    made = between(studio, buyer, at, subject)
    source = money.earned(payer, RATE * HOURS, at, purpose=accounts.SELLER_AVAILABLE)
    return work.act(made.units.get().pk, "fund", by=SYSTEM, at=at, source=source)
