"""Write a broadcast: its plan; what it says is its message's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from dhara.audience.broadcasts import rules
from dhara.audience.broadcasts.actions.loading import locked
from dhara.audience.broadcasts.models import Broadcast
from dhara.audience.broadcasts.rules import Plan
from dhara.audience.messages import actions as messages
from dhara.audience.segments.models import Segment
from dhara.kit.actor import Actor
from dhara.kit.refusal import NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio


@transaction.atomic
def make(studio: Studio, plan: Plan, *, by: Actor, at: datetime) -> Broadcast:
    """A draft with an empty message. Raises Invalid, NotAllowed, NotFoundHere for a segment of others."""
    require_actor(by, studio, "edit_letters")
    columns = _clean(studio, plan)
    message = messages.write(studio, "broadcast", {}, by=by, at=at)
    return _put(studio, message.pk, columns, at)


@transaction.atomic
def edit(studio: Studio, broadcast_id: int, plan: Plan, *, by: Actor) -> Broadcast:
    """Change the plan of a draft. What is scheduled must be taken back first."""
    broadcast = locked(studio, broadcast_id, "edit_letters", by, among=(rules.DRAFT,))
    for column, value in _clean(studio, plan).items():
        setattr(broadcast, column, value)
    broadcast.save(update_fields=["name", "segment", "excluded", "spare_sequences", "test"])
    return broadcast


@transaction.atomic
def copy(studio: Studio, broadcast_id: int, *, by: Actor, at: datetime) -> Broadcast:
    """A new draft that says the same to the same people."""
    old = locked(studio, broadcast_id, "edit_letters", by)
    message = messages.copy(old.message, by=by, at=at)
    test = {key: old.test[key] for key in ("share_bp", "by", "hours")} if old.test else {}
    columns = {
        "name": old.name,
        "segment_id": old.segment_id,
        "excluded_id": old.excluded_id,
        "spare_sequences": old.spare_sequences,
        "test": test,
    }
    return _put(studio, message.pk, columns, at)


@transaction.atomic
def discard(studio: Studio, broadcast_id: int, *, by: Actor, at: datetime) -> Broadcast:
    """Throw away what has not begun."""
    broadcast = locked(studio, broadcast_id, "edit_letters", by, among=(rules.DRAFT, rules.SCHEDULED))
    return broadcast.become(rules.CANCELLED, by=by, at=at, reason="discarded")


def _clean(studio: Studio, plan: Plan) -> dict[str, object]:
    wanted = {each for each in (plan.segment_id, plan.excluded_id) if each is not None}
    if Segment.objects.filter(studio=studio, pk__in=wanted).count() != len(wanted):
        raise NotFoundHere()
    return rules.clean(plan)


def _put(studio: Studio, message_id: int, columns: Mapping[str, object], at: datetime) -> Broadcast:
    broadcast = Broadcast(
        studio=studio, message_id=message_id, status=rules.DRAFT, status_at=at, created_at=at, **columns
    )
    broadcast.save(force_insert=True)
    return broadcast
