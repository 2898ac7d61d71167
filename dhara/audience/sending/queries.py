"""Reads: how far the letters of a source are, and how a moment falls in a contact's own time zone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, tzinfo
from functools import cache
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, Func, Value, When
from django.db.models.expressions import Combinable

from dhara.audience.sending import rules
from dhara.audience.sending.models import Delivery, Lane
from dhara.kit import rows


def counts(source: str) -> dict[str, int]:
    """How many letters of a source are in each state, every state named; together they are its audience."""
    lane = Lane.objects.filter(source=source).values_list("message_id", flat=True).first() if source else None
    own = Delivery.objects.filter(message=lane) if lane else Delivery.objects.filter(source=source)
    return _filled(own.values_list("state").annotate(Count("id")).order_by())


def counts_of(messages: Collection[int]) -> dict[int, dict[str, int]]:
    """The same for messages, by id: what a sequence shows at its nodes."""
    found: dict[int, dict[str, int]] = {message_id: _filled(()) for message_id in messages}
    rows_ = Delivery.objects.filter(message__in=messages).values_list("message_id", "state").annotate(n=Count("id"))
    for message_id, state, number in rows_.order_by():
        found[message_id][state] = number
    return found


def _filled(found: Any) -> dict[str, int]:
    return dict.fromkeys(rules.STATES, 0) | dict(found)


def not_reached(found: dict[str, int]) -> int:
    """Out of `counts`: those to whom the letters can be sent again."""
    return sum(found[state] for state in rules.NOT_REACHED)


def is_open(found: dict[str, int]) -> int:
    """Out of `counts`: letters that still leave, or are leaving now."""
    return sum(found[state] for state in rules.OPEN) + found[rules.ATTEMPTING]


def in_own_zone(moment: datetime, home: tzinfo) -> Combinable:
    """An expression over contacts: when it is as late by each one's clock as `moment` is by the studio's.

    Who has no time zone, or one that PostgreSQL does not know, gets it at the moment itself.
    """
    local = Value(f"{moment.astimezone(home):%Y-%m-%d %H:%M:%S}")
    there = Func(F("time_zone"), local, function="timezone", arg_joiner=", timestamp ", output_field=DateTimeField())
    return Case(When(time_zone__in=_zones(), then=there), default=Value(moment), output_field=DateTimeField())


@cache
def _zones() -> list[str]:
    with rows.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_timezone_names")
        return [name for (name,) in cursor.fetchall()]
