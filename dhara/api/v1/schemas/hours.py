"""Time of weeks that are paid by the hour."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import In, Moment, MoneyOut, Out, money
from dhara.api.v1.schemas.work import Eye
from dhara.api.v1.schemas.working import Text
from dhara.work.engagements.models import Unit
from dhara.work.engagements.modes.common import ACTIVE
from dhara.work.engagements.modes.hourly import edit_until
from dhara.work.hours import queries, rules
from dhara.work.hours.models import TimeEntry


class TimeIn(In):
    begins_at: Moment
    ends_at: Moment = Field(description="A day later at most, and not in the future.")
    text: str = Field(min_length=1, max_length=rules.MOST_TEXT, pattern=Text, description="What was worked at.")

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "begins_at": "2026-03-02T02:00:00Z",
                "ends_at": "2026-03-02T02:45:00Z",
                "text": "Answered letters.",
            }
        }
    )


class TimeOut(Out):
    id: int
    begins_at: datetime
    ends_at: datetime
    minutes: int
    text: str
    author: str = Field(description="Who worked.")


class WeekOut(Out):
    """The time of one week."""

    unit: int
    begins_at: datetime | None = Field(description="null as long as the week is not paid.")
    ends_at: datetime | None = Field(description="null as long as the week is not paid.")
    open_until: datetime | None = Field(description="Until when time can be written; null where it can not be.")
    limit: int = Field(description="The most minutes that are set aside for.")
    minutes: int = Field(description="All that stands there.")
    bill: MoneyOut | None = Field(description="What that comes to; null where your role may not see money.")
    entries: list[TimeOut] = Field(description="In the order of the clock.")


def week_out(unit: Unit, eye: Eye) -> WeekOut:
    """With its engagement loaded."""
    week, entries = queries.week_of(unit), queries.entries_of(unit)
    minutes = sum(each.minutes for each in entries)
    bill = money(rules.bill(queries.rate_of(unit), minutes), unit.engagement.currency)
    return WeekOut(
        unit=unit.pk,
        begins_at=week.begins_at if week else None,
        ends_at=week.ends_at if week else None,
        open_until=edit_until(unit) if unit.status == ACTIVE else None,
        limit=queries.limit_of(unit),
        minutes=minutes,
        bill=bill if eye.money else None,
        entries=[time_out(each) for each in entries],
    )


def time_out(entry: TimeEntry) -> TimeOut:
    """With its author loaded."""
    fields = ("begins_at", "ends_at", "minutes", "text")
    author = entry.author.get_short_name()
    return TimeOut(id=entry.pk, author=author, **{name: getattr(entry, name) for name in fields})
