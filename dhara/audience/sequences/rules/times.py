"""When somebody goes on: waits and send windows in a contact's own zone. Pure, and never earlier than now.

A local time that the clocks jump over (summer time begins) counts as so much later; one that comes twice is the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from dhara.kit.refusal import Invalid

DAY = timedelta(days=1)


@lru_cache(maxsize=1000)
def zone(*names: str) -> tzinfo:
    """The first of the names that is a time zone, else UTC."""
    for name in names:
        try:
            if name:
                return ZoneInfo(name)
        except (KeyError, ValueError, OSError):  # unknown, or no name at all: the next may do
            continue
    return UTC


def time_of(given: Any) -> time:
    """ "09:30" as a time of day. Raises Invalid."""
    try:
        hour, minute = str(given).split(":")
        return time(int(hour), int(minute))
    except ValueError:
        raise Invalid("time", _("Write a time of day such as 09:30.")) from None


def written(moment: time) -> str:
    return f"{moment:%H:%M}"


def at_local(day: date, moment: time, where: tzinfo) -> datetime:
    """A local time as a moment in UTC."""
    return datetime.combine(day, moment, where).astimezone(UTC)


def after_wait(node: Mapping[str, Any], now: datetime, where: tzinfo) -> datetime:
    """When a wait that begins now is over; later than now.

    `for` counts in passing hours, so a day over a change of the clocks is still 24 of them; then follows `until`.
    """
    span = node.get("for")
    moment = now + timedelta(**span) if span else now
    if node.get("until"):
        return _next_local(time_of(node["until"]), node.get("weekday"), moment, where)
    return moment


def _next_local(wanted: time, weekday: int | None, after: datetime, where: tzinfo) -> datetime:
    day = after.astimezone(where).date() - DAY
    while True:
        moment = at_local(day, wanted, where)
        if moment > after and (weekday is None or day.weekday() == weekday):
            return moment
        day += DAY


def clean_window(given: Any) -> dict[str, Any]:
    """{} or {"from": "09:00", "until": "21:00", "days": [0, 1, …]}; it may run over midnight. Raises Invalid."""
    if not given:
        return {}
    if not isinstance(given, dict):
        raise Invalid("window", _("Say from when until when letters may be sent."))
    days = given.get("days", list(range(7)))
    if not isinstance(days, list) or not days or any(day not in range(7) or isinstance(day, bool) for day in days):
        raise Invalid("window", _("Choose at least one day of the week."))
    return {
        "from": written(time_of(given.get("from"))),
        "until": written(time_of(given.get("until"))),
        "days": sorted(set(days)),
    }


def next_open(window: Mapping[str, Any], now: datetime, where: tzinfo) -> datetime:
    """`now` where the window is open, else when it opens next. A window that ends as it begins is open all day.

    `days` are those on which it begins: Friday from 21:00 until 02:00 is open on Saturday at one.
    """
    if not window:
        return now
    start, end = time_of(window["from"]), time_of(window["until"])
    day = now.astimezone(where).date() - DAY
    while True:
        if day.weekday() in window["days"]:
            opens = at_local(day, start, where)
            closes = at_local(day if end > start else day + DAY, end, where)
            if max(opens, now) < closes:
                return max(opens, now)
        day += DAY
