"""Who is meant: the contacts of rules, asked by one statement; a studio's saved segments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower, Now

from dhara.audience.contacts.models import Contact
from dhara.audience.contacts.rules import SUBSCRIBED
from dhara.audience.segments import sets, things
from dhara.audience.segments.models import Segment
from dhara.audience.segments.rules import Rule, in_words, leaves, things_of
from dhara.people.access.queries import Viewer
from dhara.people.models import Studio


def members(studio_id: int, rules: Rule, *, at: datetime | None = None) -> QuerySet[Contact]:
    """The studio's contacts that clean rules mean at a moment (None: the database's now), in no order."""
    days = any("since" in leaf or "before" in leaf for leaf in leaves(rules))
    zone = Studio.objects.values_list("time_zone", flat=True).get(pk=studio_id) if days else "UTC"
    return sets.of(sets.Asked(studio_id, at or Now(), ZoneInfo(zone)), rules)


def matches(contact: Contact, rules: Rule, *, at: datetime | None = None) -> bool:
    return members(contact.studio_id, rules, at=at).filter(pk=contact.pk).exists()


def count(studio_id: int, rules: Rule, *, at: datetime | None = None) -> int:
    return members(studio_id, rules, at=at).count()


def sizes(studio_id: int, rules: Rule, *, at: datetime | None = None) -> tuple[int, int]:
    """How many are meant, and how many of these get letters."""
    getting = Count("pk", filter=Q(status=SUBSCRIBED))
    found = members(studio_id, rules, at=at).aggregate(meant=Count("pk"), getting=getting)
    return found["meant"], found["getting"]


def visible_to(viewer: Viewer, studio: Studio) -> QuerySet[Segment]:
    """The studio's segments by name, for members who may see its audience."""
    found = Segment.objects.filter(studio=studio).order_by(Lower("name"))
    return found if viewer.may(studio, "see_audience") else found.none()


def sentence(rules: Rule, studio_id: int) -> str:
    """Clean rules in the reader's words, with the names that things have now."""
    return in_words(rules, things.names(studio_id, things_of(rules)))


def sentences(segments: Iterable[Segment], studio_id: int) -> dict[int, str]:
    """The same for many, with one read for each kind of thing."""
    wanted: dict[str, set[Any]] = {}
    segments = list(segments)
    for segment in segments:
        for kind, ids in things_of(segment.rules).items():
            wanted.setdefault(kind, set()).update(ids)
    names = things.names(studio_id, wanted)
    return {segment.pk: in_words(segment.rules, names) for segment in segments}
