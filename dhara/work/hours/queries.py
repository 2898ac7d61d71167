"""Reads: the time of a week, what it comes to, the week itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dhara.work.engagements.models import Unit
from dhara.work.engagements.modes.common import ACTIVE
from dhara.work.engagements.modes.hourly import HOURLY, WEEK
from dhara.work.hours import rules
from dhara.work.hours.models import TimeEntry
from dhara.work.hours.rules import Week


def week_of(unit: Unit) -> Week | None:
    """None as long as it is not paid; the unit has its engagement. Nothing counts that was before the agreement."""
    if unit.due_at is None:
        return None
    agreed = unit.engagement.agreed_at.replace(second=0, microsecond=0)
    return Week(max(unit.due_at - WEEK, agreed), unit.due_at, limit_of(unit))


def is_last_paid(unit: Unit) -> bool:
    """Whether a further week could be paid, and nobody has done it."""
    later = Unit.objects.filter(engagement=unit.engagement_id, position__gt=unit.position)
    states = set(later.values_list("status", flat=True))
    return HOURLY.initial in states and ACTIVE not in states


def limit_of(unit: Unit) -> int:
    """The most minutes in the week."""
    return int(unit.terms["minutes"])


def rate_of(unit: Unit) -> int:
    """Minor units for an hour."""
    return int(unit.terms["rate"])


def entries_of(unit: Unit) -> Sequence[TimeEntry]:
    """In the order of the clock, with their authors."""
    return list(TimeEntry.objects.filter(unit=unit).select_related("author").order_by("begins_at"))


def minutes_of(units: Iterable[Unit]) -> dict[int, int]:
    """Minutes by the id of the unit, by one query; 0 for a week without any."""
    ids = [unit.pk for unit in units]
    found = dict.fromkeys(ids, 0)
    for entry in TimeEntry.objects.filter(unit__in=ids):
        found[entry.unit_id] += entry.minutes
    return found


def billed(unit: Unit) -> int:
    """What the time that stands there comes to, minor units."""
    return rules.bill(rate_of(unit), minutes_of([unit])[unit.pk])
