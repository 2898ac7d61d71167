"""A studio saves its segments."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.segments import queries, rules
from dhara.audience.segments.models import Segment
from dhara.kit.actor import Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio

MOST_SEGMENTS = 200


@transaction.atomic
def make(studio: Studio, *, name: str, given: object, by: Actor, at: datetime) -> Segment:
    """A segment with its rules made clean, counted. Raises NotAllowed, Invalid with the field, Conflict."""
    require_actor(by, studio, "edit_letters")
    Studio.objects.select_for_update(no_key=True).get(pk=studio.pk)
    if Segment.objects.filter(studio=studio).count() >= MOST_SEGMENTS:
        raise Conflict("too_many_segments", _("A studio can have 200 segments. Please remove one that is not used."))
    made = Segment(studio=studio, name=_name(name), rules=rules.clean(given, studio), created_at=at, changed_at=at)
    return _saved(made, at)


@transaction.atomic
def change(
    segment: Segment, *, by: Actor, at: datetime, name: str | None = None, given: object | None = None
) -> Segment:
    """Its name, its rules or both; what uses it means the new ones from now on. Raises as `make` does."""
    require_actor(by, segment.studio, "edit_letters")
    segment.name = segment.name if name is None else _name(name)
    segment.rules = segment.rules if given is None else rules.clean(given, segment.studio)
    segment.changed_at = at
    return _saved(segment, at)


@transaction.atomic
def remove(segment: Segment, *, by: Actor) -> None:
    """For good; contacts stay. What was sent to it was frozen then."""
    require_actor(by, segment.studio, "edit_letters")
    segment.delete()


def counted(segment: Segment, *, at: datetime) -> Segment:
    """With the number of its contacts now, kept for lists."""
    segment.count, segment.counted_at = queries.count(segment.studio_id, segment.rules, at=at), at
    Segment.objects.filter(pk=segment.pk).update(count=segment.count, counted_at=at)
    return segment


def _saved(segment: Segment, at: datetime) -> Segment:
    segment.count, segment.counted_at = queries.count(segment.studio_id, segment.rules, at=at), at
    try:
        with transaction.atomic():
            segment.save()
    except IntegrityError as error:
        raise Invalid("name_taken", _("There is a segment of this name."), "name") from error
    return segment


def _name(name: str) -> str:
    name = clean_text(name)
    if not name or len(name) > 80:
        raise Invalid("name_needed", _("Please give it a name of at most 80 characters."), "name")
    return name
