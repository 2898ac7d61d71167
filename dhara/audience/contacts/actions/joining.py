"""Make one contact of two."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.db.models.fields.reverse_related import ManyToOneRel
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import rules
from dhara.audience.contacts.actions.edit import alive
from dhara.audience.contacts.actions.events import keep_event
from dhara.audience.contacts.actions.states import leave
from dhara.audience.contacts.models import Contact
from dhara.audience.suppression import rules as why
from dhara.audience.suppression.actions import suppress
from dhara.kit.actor import Actor
from dhara.kit.refusal import Invalid

# States of a delivery that has not left; the concept of sending stands above this one.
_WAITING: Final = ("queued", "deferred")


@transaction.atomic
def merge(kept: Contact, other: Contact, *, by: Actor, at: datetime) -> Contact:
    """All that is the other's becomes the kept one's, and the other is gone; its address is kept nowhere.

    What is empty of the kept is filled from the other. Who left under either address has left; letters that came back
    from one say nothing of the other. Raises Invalid (merge_same) for one and the same, or of two studios.
    """
    if kept.pk == other.pk or kept.studio_id != other.studio_id:
        raise Invalid("merge_same", _("Please choose another contact of this studio."), "other")
    _hold_letters(kept, other)
    # Both in one order, so that two merges never wait for each other.
    held = {each.pk: alive(each) for each in sorted((kept, other), key=lambda one: one.pk)}
    kept, other = held[kept.pk], held[other.pk]
    _keep_what_left(kept, other)
    gone, other_id = other.status in (rules.UNSUBSCRIBED, rules.COMPLAINED), other.pk
    for relation in Contact._meta.related_objects:
        if isinstance(relation, ManyToOneRel):
            _move(relation, kept, other)
    _fill(kept, other)
    other.delete()
    if gone:
        reason = why.COMPLAINT if other.status == rules.COMPLAINED else why.UNSUBSCRIBED
        suppress(kept.studio, kept.email_key, reason, at=at)
        if kept.status not in rules.GONE:
            leave(kept, by=by, at=at, source="merge")
    keep_event(kept.pk, kept.studio_id, "merged", at=at, data={"other": other_id})
    return kept


def _hold_letters(kept: Contact, other: Contact) -> None:
    """Letters before their people, as workers hold them who write down their ends: neither waits for the other."""
    letters = kept.deliveries.model.objects.filter(contact__in=(kept, other))
    list(letters.order_by("id").select_for_update().values_list("pk", flat=True))


def _keep_what_left(kept: Contact, other: Contact) -> None:
    """Who was to get the same letter under both addresses gets it once: what has left, or is in the air, counts."""
    left = other.deliveries.filter(message=OuterRef("message"), rotation=OuterRef("rotation"))
    left = left.exclude(state__in=_WAITING, flight=None)
    kept.deliveries.filter(Exists(left), state__in=_WAITING, flight=None).delete()


def _fill(kept: Contact, other: Contact) -> None:
    kept.name = kept.name or other.name
    kept.time_zone = kept.time_zone or other.time_zone
    kept.visitor = kept.visitor or other.visitor
    kept.fields = other.fields | kept.fields
    kept.created_at = min(kept.created_at, other.created_at)
    active = [moment for moment in (kept.active_at, other.active_at) if moment]
    kept.active_at = max(active, default=None)
    kept.found_by = rules.found_by(kept.studio_id, kept.email, kept.name)
    kept.save(update_fields=["name", "time_zone", "visitor", "fields", "created_at", "active_at", "found_by"])


def _move(relation: ManyToOneRel, kept: Contact, other: Contact) -> None:
    """Rows of one table from the other to the kept; those that would be there twice go with the other."""
    rows, name = relation.related_model._base_manager, relation.field.name
    for constraint in relation.related_model._meta.constraints:
        if not isinstance(constraint, UniqueConstraint) or name not in constraint.fields:
            continue
        same = {field: OuterRef(field) for field in constraint.fields if field != name}
        condition = constraint.condition or Q()
        there = rows.filter(condition, **{name: kept}, **same)
        rows.filter(condition, Exists(there), **{name: other}).delete()
    rows.filter(**{name: other}).update(**{name: kept})
