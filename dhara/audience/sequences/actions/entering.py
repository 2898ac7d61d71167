"""Bring contacts in, let them out, and tell what events mean for sequences."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.models import Contact
from dhara.audience.contacts.rules import GONE
from dhara.audience.sequences import queries, rules
from dhara.audience.sequences.actions.waking import wake
from dhara.audience.sequences.models import Enrolment, Sequence, Trigger
from dhara.audience.sequences.rules import times
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.people.access.queries import require_actor


@transaction.atomic
def enter(sequence: Sequence, contact: Contact, *, by: Actor, at: datetime) -> Enrolment | None:
    """Begin a passage; None where the sequence or its rule of coming again does not let them in.

    Whoever comes again each time leaves the passage they are in. However many try at once, one passage begins.
    """
    # Held as it is until this is committed: a pause or a new version waits, and then finds the newcomer too.
    found = rows.first(Sequence, "t.id = %s", [sequence.pk], along=("studio",), tail="FOR SHARE OF t")
    if found is None or found.status != rules.ACTIVE or found.current_id is None or contact.status in GONE:
        return None
    last = _last(found, contact)
    if last is not None and not _may_again(found, last, at):
        return None
    if last is not None and last.state in (rules.ACTIVE_IN, rules.HELD):
        end([last.pk], rules.LEFT, str(_("began again")), by, at)
    made = _begin(found, contact, 0 if last is None else last.rotation + 1, by, at)
    if made is not None:
        wake(made.next_run_at, at=at)
    return made


def enrol(sequence: Sequence, contact: Contact, *, by: Actor, at: datetime) -> Enrolment:
    """The same by a member's hand. Raises NotAllowed, NotFoundHere, and Conflict with the reason."""
    require_actor(by, sequence.studio, "send_letters")
    if contact.studio_id != sequence.studio_id:
        raise NotFoundHere()
    made = enter(sequence, contact, by=by, at=at)
    if made is None:
        sequence.refresh_from_db(fields=["status"])
        if sequence.status != rules.ACTIVE:
            raise Conflict("not_running", _("This sequence is not running."))
        if contact.status in GONE:
            raise Conflict("contact_gone", _("This contact wants no letters any more."))
        raise Conflict("not_again", _("This contact is in the sequence, or has been and does not come in again yet."))
    return made


@transaction.atomic
def leave(
    sequence: Sequence | None, contact: Contact, *, reason: str, by: Actor, at: datetime, state: str = rules.LEFT
) -> int:
    """End the contact's passage in one sequence, or (None) in all of them; returns how many ended."""
    inside = Enrolment.objects.filter(contact_id=contact.pk, state__in=[rules.ACTIVE_IN, rules.HELD])
    if sequence is not None:
        inside = inside.filter(sequence_id=sequence.pk)
    held = inside.select_for_update(no_key=True).order_by("id").values_list("pk", flat=True)
    return end(list(held), state, reason, by, at)


def unenrol(sequence: Sequence, contact: Contact, *, by: Actor, at: datetime) -> int:
    """The same by a member's hand. Raises NotAllowed."""
    require_actor(by, sequence.studio, "send_letters")
    return leave(sequence, contact, reason=str(_("taken out by hand")), by=by, at=at)


@transaction.atomic
def on_event(contact: Contact, kind: str, subject: str, *, by: Actor, at: datetime) -> None:
    """What an event means: who reaches a goal leaves or jumps to it, and sequences that wait for it begin.

    One indexed read finds all that it is about. The event has been kept before.
    """
    asked = Trigger.objects.filter(studio_id=contact.studio_id, kind=kind, ref__in={"", subject})
    found = list(asked.select_related("sequence").order_by("id"))
    reached = {each.sequence_id: each.sequence for each in found if each.role == rules.GOAL_OF}
    for sequence in reached.values():
        _reach(sequence, contact, kind, subject, by, at)
    waiting = {each.sequence_id: each.sequence for each in found if each.role == rules.ENTERS}
    for sequence_id, sequence in waiting.items():
        if sequence_id not in reached and sequence.status == rules.ACTIVE:
            enter(sequence, contact, by=by, at=at)


def _reach(sequence: Sequence, contact: Contact, kind: str, subject: str, by: Actor, at: datetime) -> None:
    if _is(sequence.goal.get("kind"), sequence.goal.get("ref"), kind, subject):
        leave(sequence, contact, reason=str(_("reached the goal")), by=by, at=at, state=rules.REACHED)
        return
    inside = Enrolment.objects.select_for_update(no_key=True).filter(
        sequence=sequence, contact_id=contact.pk, state=rules.ACTIVE_IN
    )
    for each in inside:
        graph = queries.graph_of(each.version_id)
        ahead = rules.walk(graph, each.node)[1:]
        for name in ahead:
            node = graph["nodes"][name]
            if node["kind"] == rules.GOAL and _is(node["event"], node["ref"], kind, subject):
                Enrolment.objects.filter(pk=each.pk).update(node=name, next_run_at=at)
                wake(at, at=at)
                break


def _is(wanted: str | None, ref: str | None, kind: str, subject: str) -> bool:
    return wanted == kind and ref in ("", None, subject)


def _last(sequence: Sequence, contact: Contact) -> Enrolment | None:
    found = Enrolment.objects.select_for_update(no_key=True).filter(sequence=sequence, contact_id=contact.pk)
    return found.order_by("-rotation").first()


def _may_again(sequence: Sequence, last: Enrolment, at: datetime) -> bool:
    inside = last.state in (rules.ACTIVE_IN, rules.HELD)
    return rules.may_again(
        sequence.reentry, sequence.cooldown_days, inside=inside, began=last.entered_at, ended=last.ended_at, now=at
    )


def _begin(sequence: Sequence, contact: Contact, rotation: int, by: Actor, at: datetime) -> Enrolment | None:
    version_id = cast(int, sequence.current_id)
    graph = queries.graph_of(version_id)
    start = graph["start"]
    where = times.zone(contact.time_zone, sequence.studio.time_zone)
    made = Enrolment(
        studio_id=sequence.studio_id,
        sequence=sequence,
        contact=contact,
        version_id=version_id,
        rotation=rotation,
        node=start,
        next_run_at=rules.arrival(graph, start, at, where),
        entered_at=at,
    )
    keys = rows.insert_new([made])
    if not keys:
        return None
    made.pk = keys[0]
    tell([made.pk], "entered", by, at)
    return made


def end(enrolment_ids: Iterable[int], state: str, reason: str, by: Actor, at: datetime) -> int:
    """End passages that are locked; how many it were."""
    ids = list(enrolment_ids)
    if not ids:
        return 0
    with rows.cursor() as cursor:
        cursor.execute(END, [state, at, reason[:120], ids])
        ended = cursor.rowcount
    tell(ids, "goal" if state == rules.REACHED else "left", by, at)
    return int(ended)


END = """
UPDATE audience_enrolment SET state = %s, ended_at = %s, next_run_at = NULL, exit_reason = %s, resting = false
 WHERE id = ANY(%s)
"""


def tell(enrolment_ids: list[int], kind: str, by: Actor, at: datetime) -> None:
    """Write down in the contacts' timelines that they came in or left."""
    data = json.dumps({"by": by.id} if by.kind == "person" else {})
    with rows.cursor() as cursor:
        cursor.execute(TELL, [kind, data, at, kind, enrolment_ids])


# For the contact's timeline; an erased contact keeps none.
TELL = """
INSERT INTO audience_event (studio_id, contact_id, kind, subject, amount, currency, data, at, key)
SELECT e.studio_id, e.contact_id, %s, 'sequence:' || e.sequence_id, 0, '', %s::jsonb, %s, %s || ':enrolment:' || e.id
  FROM audience_enrolment e JOIN audience_contact c ON c.id = e.contact_id AND c.status <> 'erased'
 WHERE e.id = ANY(%s) ORDER BY e.id
ON CONFLICT (key) DO NOTHING
"""
