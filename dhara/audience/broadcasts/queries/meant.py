"""Who is meant, when each gets it, and with which subject."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

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
from django.db.models.functions import Cast, Concat
from django.db.models.lookups import LessThan

from dhara.audience.broadcasts import rules
from dhara.audience.broadcasts.models import Broadcast
from dhara.audience.contacts.models import Contact
from dhara.audience.contacts.rules import SUBSCRIBED
from dhara.audience.segments.queries import members
from dhara.audience.sending.queries import in_own_zone
from dhara.audience.sequences.models import Enrolment
from dhara.people.models import Studio


def of_studio(studio: Studio) -> QuerySet[Broadcast]:
    """The latest first, with what lists show."""
    return Broadcast.objects.filter(studio=studio).select_related("segment", "message").order_by("-id")


def audience(broadcast: Broadcast) -> QuerySet[Contact]:
    """Who would get it now: subscribed, in the segment, not in the one left out, nor in a sequence if that is asked."""
    meant = broadcast.segment.rules if broadcast.segment else {"all": []}
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
        return in_own_zone(broadcast.send_at, ZoneInfo(broadcast.studio.time_zone))
    return now


def variant(broadcast: Broadcast, ways: int) -> Combinable:
    """Which subject each gets, by lot: fixed for contact and message."""
    if ways == 1:
        return Value(0, SmallIntegerField())
    return Cast(_lot(broadcast.message_id) / Value(10_000) % Value(ways), SmallIntegerField())
