"""Bring everybody of a segment or of a search in: batch by batch, each in one transaction with the next one's place.

A worker that is killed leaves nothing of its batch; the job comes back to another one, which begins at that place.
"""

from __future__ import annotations

from collections.abc import Sequence as Many
from datetime import datetime
from typing import Final, cast

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.models import Contact, Tag
from dhara.audience.contacts.queries import Filters
from dhara.audience.segments.models import Segment
from dhara.audience.sequences import queries, rules
from dhara.audience.sequences.actions.drafts import locked
from dhara.audience.sequences.actions.entering import end, tell
from dhara.audience.sequences.actions.waking import wake
from dhara.audience.sequences.facts import SegmentEnrolled
from dhara.audience.sequences.models import Intake, Sequence
from dhara.audience.sequences.queries import Standing
from dhara.kit import rows
from dhara.kit.actor import SYSTEM, Actor, person
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Conflict, NotFoundHere

BATCH: Final = 2_000
JOB: Final = "audience.sequences.tasks.take_in"


@transaction.atomic
def enrol_many(sequence: Sequence, of: Segment | Filters, *, by: Actor, at: datetime) -> Intake:
    """Begin to bring in who is meant now: by the segment's rules as they are, or whom the filters find; a job does it.

    Filters without any mean the whole audience. Raises NotAllowed, NotFoundHere for somebody else's segment and a tag
    that is not there, Conflict where the sequence does not run or others are on their way in.
    """
    found = locked(sequence, by, "send_letters")
    if found.status != rules.ACTIVE:
        raise Conflict("not_running", _("This sequence is not running."))
    if found.intakes.filter(status=rules.RUNNING).exists():
        raise Conflict("intake_running", _("Others are on their way in. Wait until they are, or stop them."))
    _require(of, found)
    intake = queries.planned(found, of, at=at)
    intake.made_by_id = by.id if by.kind == "person" else None
    intake.status, intake.status_at = rules.RUNNING, at
    meant = queries.meant(intake)
    intake.last = meant.order_by().aggregate(last=Max("pk"))["last"] or 0
    intake.meant = meant.count()
    intake.save(force_insert=True)
    defer_named(JOB, queue="sequences", intake_id=intake.pk)
    return intake


def _require(of: Segment | Filters, sequence: Sequence) -> None:
    """Raises NotFoundHere for what is not the studio's."""
    if isinstance(of, Segment):
        if of.studio_id != sequence.studio_id:
            raise NotFoundHere()
    elif of.tag_id and not Tag.objects.filter(studio=sequence.studio, pk=of.tag_id).exists():
        raise NotFoundHere("tag_gone", _("This tag is not there any more."))


@transaction.atomic
def stop_intake(sequence: Sequence, intake_id: int, *, by: Actor, at: datetime) -> Intake:
    """Nobody more comes in; who is in stays. Raises NotAllowed, NotFoundHere, Conflict when it has ended."""
    found = locked(sequence, by, "send_letters")
    intake = Intake.objects.select_for_update(of=("self",)).filter(sequence=found, pk=intake_id).first()
    if intake is None:
        raise NotFoundHere()
    return intake.become(rules.CANCELLED, by=by, at=at, studio_id=found.studio_id)


def go_on(sequence: Sequence) -> None:
    """After a pause: those that were on their way in come in."""
    for pk in Intake.objects.filter(sequence=sequence, status=rules.RUNNING).values_list("pk", flat=True):
        defer_named(JOB, queue="sequences", intake_id=pk)


def stop_all(sequence: Sequence, *, by: Actor, at: datetime) -> None:
    """The sequence, which is locked, is put away."""
    for intake in Intake.objects.select_for_update(of=("self",)).filter(sequence=sequence, status=rules.RUNNING):
        intake.become(rules.CANCELLED, by=by, at=at, studio_id=sequence.studio_id)


@transaction.atomic
def take_in(intake_id: int, *, at: datetime, size: int = BATCH) -> bool:
    """The next batch. Whether there are more, and then a job for them is there; a paused sequence waits."""
    # In the order in which steering locks them. As it is until this is committed: a pause waits, and finds them too.
    sequence_id = Intake.objects.values_list("sequence", flat=True).get(pk=intake_id)
    sequence = rows.first(Sequence, "t.id = %s", [sequence_id], along=("studio",), tail="FOR SHARE OF t")
    intake = Intake.objects.select_for_update(of=("self",)).get(pk=intake_id)
    if intake.status != rules.RUNNING or sequence is None or sequence.status != rules.ACTIVE:
        return False
    ids = _next(intake, size)
    # Who leaves the audience at this moment waits, and then is found inside and let out.
    list(Contact.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    found = queries.standings(sequence, Contact.objects.filter(pk__in=ids), at=at)
    _begin(intake, sequence, [each for each in found if each.standing in (queries.NEW, queries.AGAIN)], at)
    intake.already += sum(each.standing == queries.ALREADY for each in found)
    intake.kept_out += sum(each.standing == queries.OUT for each in found)
    intake.position = ids[-1] if ids else intake.last
    intake.save(update_fields=["position", "entered", "already", "kept_out"])
    if len(ids) < size:
        fact = SegmentEnrolled(intake.pk, sequence.pk, intake.entered)
        intake.become(rules.DONE, fact=fact, by=SYSTEM, at=at, studio_id=intake.studio_id)
        return False
    defer_named(JOB, queue="sequences", intake_id=intake.pk)
    return True


def _next(intake: Intake, size: int) -> list[int]:
    ahead = queries.meant(intake).filter(pk__gt=intake.position, pk__lte=intake.last).order_by("pk")
    return list(ahead.values_list("pk", flat=True)[:size])


def _begin(intake: Intake, sequence: Sequence, newcomers: Many[Standing], at: datetime) -> None:
    """Those who begin again leave first. Whoever came in at this very moment by another way is in by that."""
    by = person(intake.made_by_id) if intake.made_by_id else SYSTEM
    end([each.last for each in newcomers if each.inside and each.last], rules.LEFT, str(_("began again")), by, at)
    version_id = cast(int, sequence.current_id)
    graph = queries.graph_of(version_id)
    zones = {each.time_zone for each in newcomers}
    moments = {
        name: rules.arrival(graph, graph["start"], at, rules.zone(name, sequence.studio.time_zone)) for name in zones
    }
    people = [(each.contact_id, -1 if each.rotation is None else each.rotation) for each in newcomers]
    values = [intake.studio_id, sequence.pk, version_id, graph["start"], at, [one for one, _last in people]]
    values += [[last + 1 for _one, last in people], [moments[each.time_zone] for each in newcomers]]
    with rows.cursor() as cursor:
        cursor.execute(_ENROL, values)
        made = [pk for (pk,) in cursor.fetchall()]
    intake.entered += len(made)
    intake.already += len(newcomers) - len(made)
    tell(made, "entered", by, at)
    if made:
        wake(min(moments.values()), at=at)


_ENROL = """
INSERT INTO audience_enrolment (studio_id, sequence_id, contact_id, version_id, rotation, state, node, visit,
                                next_run_at, resting, entered_at, exit_reason)
SELECT %s, %s, contact, %s, rotation, 'active', %s, 0, moment, false, %s, ''
  FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[]) AS g(contact, rotation, moment)
ON CONFLICT DO NOTHING RETURNING id
"""
