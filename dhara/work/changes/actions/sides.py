"""Who stands where, and what is locked in which order: the units of an engagement before a change of them."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.refusal import NotAllowed, NotFoundHere
from dhara.work.changes import facts, rules
from dhara.work.changes.models import Change
from dhara.work.engagements.models import Unit
from dhara.work.engagements.queries import role_of
from dhara.work.engagements.rules import Role


def mine(unit_id: int, by: Actor) -> tuple[Unit, Role]:
    """The unit, locked, and the side that somebody is on. Raises NotFoundHere for an outsider."""
    unit = Unit.objects.select_for_update(of=("self",)).select_related("engagement").filter(pk=unit_id).first()
    role = role_of(by, unit) if unit else None
    if unit is None or role is None:
        raise NotFoundHere()
    return unit, role


def locked(change_id: int) -> Change:
    """The unit before the change, here as everywhere."""
    unit_id = Change.objects.filter(pk=change_id).values_list("unit", flat=True).first()
    if unit_id is None:
        raise NotFoundHere()
    units = Unit.objects.select_for_update(of=("self",)).select_related("engagement")
    known = Change.objects.get(pk=change_id)
    if known.sort == rules.TERMS:  # all that it may touch, in the order in which a payment locks them
        engagement = Unit.objects.values_list("engagement", flat=True).get(pk=unit_id)
        found = units.filter(Q(pk=unit_id) | Q(hold=None), engagement=engagement).order_by("pk")
        unit = next(each for each in found if each.pk == unit_id)
    else:
        unit = units.get(pk=unit_id)
    change = Change.objects.select_for_update().get(pk=change_id)
    change.unit = unit
    return change


def theirs(change_id: int, by: Actor) -> Change:
    change = locked(change_id)
    role = role_of(by, change.unit)
    if role is None:
        raise NotFoundHere()
    if role == change.role or role not in ("buyer", "worker"):
        raise NotAllowed("own_change", _("This is for the other side to answer."))
    return change


def fact_of(sort: type[facts.ChangeFact], change: Change) -> facts.ChangeFact:
    return sort(change.pk, change.unit_id, change.unit.engagement_id, change.sort, change.role)
