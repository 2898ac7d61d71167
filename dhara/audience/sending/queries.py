"""Reads: how far the letters of a source are, and how a moment falls in a contact's own time zone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, tzinfo
from functools import cache
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, Func, Max, Q, Value, When
from django.db.models.expressions import Combinable

from dhara.audience.contacts.models import Contact
from dhara.audience.sending import rules
from dhara.audience.sending.models import Delivery, Lane, Returned
from dhara.kit import rows
from dhara.money.policies import queries as policies


def counts(source: str) -> dict[str, int]:
    """How many letters of a source are in each state, every state named; together they are its audience."""
    lane = Lane.objects.filter(source=source).values_list("message_id", flat=True).first() if source else None
    if lane:
        return counts_of([lane])[lane]
    own = Delivery.objects.filter(source=source)
    found = _filled(own.values_list("state").annotate(Count("id")).order_by())
    return _in_the_air(found, own.filter(flight__isnull=False).values_list("state").annotate(Count("id")).order_by())


def counts_of(messages: Collection[int]) -> dict[int, dict[str, int]]:
    """The same for messages, by id: what a sequence shows at its nodes."""
    found: dict[int, dict[str, int]] = {message_id: _filled(()) for message_id in messages}
    rows_ = Delivery.objects.filter(message__in=messages).values_list("message_id", "state").annotate(n=Count("id"))
    for message_id, state, number in rows_.order_by():
        found[message_id][state] = number
    flying: dict[int, list[tuple[str, int]]] = {}
    with rows.cursor() as cursor:
        cursor.execute(_FLYING, [list(messages)])
        for message_id, state, number in cursor.fetchall():
            flying.setdefault(message_id, []).append((state, number))
    for message_id, each in flying.items():
        _in_the_air(found[message_id], each)
    return found


# From the flights, of which there are few: what is in the air stands in no index of the letters.
_FLYING = """
SELECT d.message_id, d.state, count(*) FROM audience_flight f, unnest(f.letters) AS letter(id)
JOIN audience_delivery d ON d.id = letter.id
WHERE d.flight = f.id AND d.message_id = ANY(%s) GROUP BY d.message_id, d.state
"""


def _in_the_air(found: dict[str, int], flying: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Counts in which those in the air do not wait any more, but are attempted."""
    for state, number in flying:
        number = min(number, found[state])  # two statements: some may have landed in between
        found[state] -= number
        found[rules.ATTEMPTING] += number
    return found


def _filled(found: Any) -> dict[str, int]:
    return dict.fromkeys(rules.COUNTED, 0) | dict(found)


def not_reached(found: dict[str, int]) -> int:
    """Out of `counts`: those to whom the letters can be sent again."""
    return sum(found[state] for state in rules.NOT_REACHED)


def is_open(found: dict[str, int]) -> int:
    """Out of `counts`: letters that still leave, or are leaving now."""
    return sum(found[state] for state in rules.OPEN) + found[rules.ATTEMPTING]


def is_given_up(contact: Contact, *, at: datetime) -> bool:
    """Whether so many letters came back softly that the address gets no more.

    Distinct ones of late, at the door or by letter, since one last arrived for certain or was read.
    """
    mine = Returned.objects.filter(delivery__contact=contact)
    arrived = mine.filter(kind=rules.ARRIVED).aggregate(last=Max("at"))["last"]
    read = contact.events.filter(kind__in=("opened", "clicked")).aggregate(last=Max("at"))["last"]
    last = max([at - rules.SOFT_WINDOW, *(moment for moment in (arrived, read) if moment is not None)])
    came_back = mine.filter(Q(at__gt=last), kind=rules.SOFT).values("delivery").distinct().count()
    return came_back >= policies.value("letters.soft_bounces", contact.studio_id, at=at)


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
