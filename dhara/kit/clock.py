"""The one place that reads the clock. Doors call `now()` once and pass the moment down as `at=`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)

PERIODS = ("today", "7", "30", "90", "365")


def now() -> datetime:
    """The present moment in UTC, or the one that `fixed` holds."""
    return _fixed.get() or datetime.now(UTC)


@contextmanager
def fixed(at: datetime) -> Iterator[datetime]:
    """Hold the clock still at an aware moment, for this thread: tests, the demo world, jobs run ahead of time."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _fixed.set(at)
    try:
        yield at
    finally:
        _fixed.reset(token)


def day_bounds(day: date, tz: tzinfo) -> tuple[datetime, datetime]:
    """The first moment of a local day and the first of the next one (half-open), both aware, in `tz`.

    A day with a change of daylight saving time is 23 or 25 hours long.
    """
    return datetime.combine(day, time.min, tz), datetime.combine(day + timedelta(days=1), time.min, tz)


def period(name: str, at: datetime, tz: tzinfo) -> tuple[datetime, datetime]:
    """`today`, or the last 7, 30, 90, 365 local days with today the last of them: [start, end).

    Raises KeyError for any other name.
    """
    if name not in PERIODS:
        raise KeyError(name)
    today = at.astimezone(tz).date()
    days = 1 if name == "today" else int(name)
    return day_bounds(today - timedelta(days=days - 1), tz)[0], day_bounds(today, tz)[1]
