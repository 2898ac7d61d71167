"""Reads of broadcasts: who is meant, when each gets it, how far it is, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    Exists,
    Func,
    OuterRef,
    QuerySet,
    SmallIntegerField,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, Greatest, NullIf
from django.db.models.lookups import LessThan

from dhara.audience.broadcasts import rules
from dhara.audience.broadcasts.models import Broadcast
from dhara.audience.contacts.models import Contact
from dhara.audience.contacts.rules import SUBSCRIBED
from dhara.audience.messages import queries as messages
from dhara.audience.messages.rules import Finding
from dhara.audience.segments.queries import members
from dhara.audience.sending import queries as sending
from dhara.audience.sending.rules import ATTEMPTING, OPEN
from dhara.audience.sequences.models import Enrolment
from dhara.kit.statistics import Comparison, Way, compare
from dhara.people.models import Studio


def of_studio(studio: Studio) -> QuerySet[Broadcast]:
    """The latest first, with what lists show."""
    return Broadcast.objects.filter(studio=studio).select_related("segment", "message").order_by("-id")


def audience(broadcast: Broadcast) -> QuerySet[Contact]:
    """Who would get it now: subscribed, in the segment, not in the one left out, nor in a sequence if that is asked."""
    meant = broadcast.segment.rules if broadcast.segment else {}
    found = members(broadcast.studio_id, meant).filter(status=SUBSCRIBED)
    if broadcast.excluded:
        found = found.exclude(pk__in=members(broadcast.studio_id, broadcast.excluded.rules).values("pk"))
    if broadcast.spare_sequences:
        inside = Enrolment.objects.filter(contact=OuterRef("pk"), state__in=["active", "held"])
        found = found.filter(~Exists(inside))
    return found


def _lot(message_id: int) -> Combinable:
    """A number from 0 to 2³¹−1 that a contact keeps for one message, and that says nothing for another."""
    words = Concat(Cast("pk", TextField()), Value(f":{message_id}"))
    return Func(words, Value(0), function="hashtextextended", output_field=BigIntegerField()).bitand(2**31 - 1)


def due(broadcast: Broadcast, at: datetime) -> Combinable:
    """When each contact's letter is due; `rules.HELD_UNTIL` for whom the end of a test decides."""
    now = Value(at, DateTimeField())
    if broadcast.test:
        sample = LessThan(_lot(broadcast.message_id) % Value(10_000), Value(broadcast.test["share_bp"]))
        return Case(When(sample, then=now), default=Value(rules.HELD_UNTIL, DateTimeField()))
    if broadcast.by_zone and broadcast.send_at:
        zone = Value(broadcast.studio.time_zone)
        wall = Func(zone, Value(broadcast.send_at), function="timezone", output_field=DateTimeField())
        theirs = Coalesce(NullIf("time_zone", Value("")), zone)
        return Greatest(now, Func(theirs, wall, function="timezone", output_field=DateTimeField()))
    return now


def variant(broadcast: Broadcast, ways: int) -> Combinable:
    """Which subject each gets, by lot: fixed for contact and message."""
    if ways == 1:
        return Value(0, SmallIntegerField())
    return Cast(_lot(broadcast.message_id) / Value(10_000) % Value(ways), SmallIntegerField())


# --- how far it is -------------------------------------------------------------------------------------------------


def counts(broadcast: Broadcast) -> dict[str, int]:
    """How many deliveries are in each state; they add up to the frozen audience."""
    return sending.counts(rules.source_of(broadcast.pk))


def is_open(broadcast: Broadcast) -> bool:
    """Whether something is left to send or in the air."""
    now = counts(broadcast)
    return any(now.get(state) for state in (*OPEN, ATTEMPTING))


def checks(broadcast: Broadcast) -> Sequence[Finding]:
    return messages.checks(broadcast.message)


# --- a test of subjects ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tried:
    """One subject: to how many it was sent in the sample, how many people followed a link, how many bought."""

    sent: int
    clicked: int
    bought: int


_TRIED: Final = """
SELECT d.variant, count(*), count(*) FILTER (WHERE c.at IS NOT NULL), count(*) FILTER (WHERE EXISTS (
    SELECT FROM audience_event e WHERE e.contact_id = d.contact_id AND e.kind = 'bought'
      AND e.at BETWEEN c.at AND c.at + %s))
FROM audience_delivery d LEFT JOIN LATERAL (
    SELECT min(t.at) AS at FROM audience_touch t
    WHERE t.delivery_id = d.id AND t.link IS NOT NULL AND t.verdict = 'human') c ON true
WHERE d.message_id = %s AND d.state = 'sent' AND (%s::timestamptz IS NULL OR d.due_at < %s) GROUP BY d.variant
"""


def tried(broadcast: Broadcast) -> list[Tried]:
    """What came of each subject in the sample (all of it that was due before the test ended)."""
    ended = broadcast.test.get("ended")
    until = datetime.fromisoformat(ended) if ended else None
    with connection.cursor() as cursor:
        cursor.execute(_TRIED, [rules.ATTRIBUTED, broadcast.message_id, until, until])
        found = {variant: Tried(*numbers) for variant, *numbers in cursor.fetchall()}
    return [found.get(number, Tried(0, 0, 0)) for number in range(rules.variants_of(broadcast.message.content))]


def comparison(broadcast: Broadcast) -> Comparison:
    """What can be said of the subjects by now."""
    by_sales = broadcast.test.get("by") == rules.SALES
    return compare([Way(each.sent, each.bought if by_sales else each.clicked) for each in tried(broadcast)])
