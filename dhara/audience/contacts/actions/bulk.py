"""A tag for all that a search finds, or off all of them: at once where they are few, else by a job, step by step.

Each contact gets it as one by one, with event and fact, so that rules and sequences that wait for the tag see it.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import queries, rules
from dhara.audience.contacts.actions.tags import tag_all, untag_all
from dhara.audience.contacts.models import Tag, Tagging
from dhara.audience.contacts.queries import Filters
from dhara.kit.actor import SYSTEM, Actor, person
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio

JOB: Final = "audience.contacts.tasks.go_on_tagging"
STEP: Final = 200
MOST_AT_ONCE: Final = 5


@transaction.atomic
def tag_found(studio: Studio, filters: Filters, tag_id: int, *, off: bool = False, by: Actor, at: datetime) -> Tagging:
    """Done by the time this returns where at most STEP contacts are found, else running.

    Raises NotFoundHere for a tag that is not the studio's, Conflict while too many run.
    """
    require_actor(by, studio, "edit_contacts")
    Studio.objects.select_for_update(no_key=True).get(pk=studio.pk)
    if not Tag.objects.filter(studio=studio, pk=tag_id).exists():
        raise NotFoundHere("tag_gone", _("This tag is not there any more."))
    if Tagging.objects.filter(studio=studio, status=rules.RUNNING).count() >= MOST_AT_ONCE:
        raise Conflict("tagging_runs", _("Many contacts are being tagged just now. Please wait until that is done."))
    found = queries.found(studio, filters).order_by()
    made = Tagging.objects.create(
        studio=studio,
        tag_id=tag_id,
        off=off,
        filters=asdict(filters),
        made_by_id=by.id if by.kind == "person" else None,
        last=found.aggregate(last=Max("pk"))["last"] or 0,
        meant=found.count(),
        status=rules.RUNNING,
        status_at=at,
        created_at=at,
    )
    if made.meant > STEP:
        defer_named(JOB, queue="upkeep", tagging_id=made.pk)
    else:
        _step(made, at, STEP)
    return made


@transaction.atomic
def go_on(tagging_id: int, *, at: datetime, step: int = STEP) -> bool:
    """The next contacts. Whether there are more, and then a job for them is there."""
    found = Tagging.objects.select_for_update(of=("self",)).select_related("studio").filter(pk=tagging_id).first()
    if found is None or found.status != rules.RUNNING:  # stopped, or the tag was removed
        return False
    more = _step(found, at, step)
    if more:
        defer_named(JOB, queue="upkeep", tagging_id=found.pk)
    return more


@transaction.atomic
def stop_tagging(studio: Studio, tagging_id: int, *, by: Actor, at: datetime) -> Tagging:
    """What was done stays."""
    require_actor(by, studio, "edit_contacts")
    found = Tagging.objects.select_for_update(of=("self",)).filter(studio=studio, pk=tagging_id).first()
    if found is None:
        raise NotFoundHere
    return found.become(rules.CANCELLED, by=by, at=at, studio_id=studio.pk)


def _step(found: Tagging, at: datetime, step: int) -> bool:
    there = queries.found(found.studio, Filters(**found.filters)).filter(pk__gt=found.position, pk__lte=found.last)
    ids = list(there.order_by("pk").values_list("pk", flat=True)[:step])
    act, by = untag_all if found.off else tag_all, person(found.made_by_id) if found.made_by_id else SYSTEM
    found.changed += act(found.studio_id, ids, found.tag_id, by=by, at=at)
    found.seen += len(ids)
    found.position = ids[-1] if ids else found.last
    found.save(update_fields=["changed", "seen", "position"])
    if len(ids) < step or found.position >= found.last:
        found.become(rules.DONE, by=SYSTEM, at=at, studio_id=found.studio_id)
        return False
    return True
