"""A studio writes its rules."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.automations import rules
from dhara.audience.automations.models import AutomationRule
from dhara.audience.segments import things
from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio


@transaction.atomic
def make(studio: Studio, *, kind: str, ref: str, effects: object, by: Actor, at: datetime) -> AutomationRule:
    """A rule that is on. Raises NotAllowed, Invalid with the field, Conflict where the studio has too many."""
    require_actor(by, studio, "edit_letters")
    Studio.objects.select_for_update(no_key=True).get(pk=studio.pk)
    if AutomationRule.objects.filter(studio=studio).count() >= rules.MOST_RULES:
        raise Conflict("too_many_rules", _("A studio can have 100 rules. Please remove one that is not used."))
    kind, ref, clean = _clean(studio.pk, kind, ref, effects)
    return AutomationRule.objects.create(studio=studio, kind=kind, ref=ref, effects=clean, created_at=at, changed_at=at)


@transaction.atomic
def change(rule: AutomationRule, *, kind: str, ref: str, effects: object, by: Actor, at: datetime) -> AutomationRule:
    """What it waits for and does from now on. Raises Invalid with the field."""
    rule = _locked(rule, by)
    rule.kind, rule.ref, rule.effects = _clean(rule.studio_id, kind, ref, effects)
    rule.changed_at = at
    rule.save(update_fields=["kind", "ref", "effects", "changed_at"])
    return rule


@transaction.atomic
def switch(rule: AutomationRule, active: bool, *, by: Actor, at: datetime) -> AutomationRule:
    """On or off. A rule whose things are gone can not be switched on again: Invalid."""
    found = _locked(rule, by)
    if active:
        _clean(found.studio_id, found.kind, found.ref, found.effects)
    found.active = rule.active = active
    found.changed_at = at
    found.save(update_fields=["active", "changed_at"])
    return found


def remove(rule: AutomationRule, *, by: Actor) -> None:
    """For good. What it has done stays."""
    require_actor(by, rule.studio, "edit_letters")
    AutomationRule.objects.filter(pk=rule.pk).delete()


def _locked(rule: AutomationRule, by: Actor) -> AutomationRule:
    """The row as it is now. Raises NotAllowed, NotFoundHere once it was removed."""
    require_actor(by, rule.studio, "edit_letters")
    found = AutomationRule.objects.select_for_update(no_key=True).filter(pk=rule.pk).first()
    if found is None:
        raise NotFoundHere()
    return found


def _clean(studio_id: int, kind: str, ref: str, effects: object) -> tuple[str, str, list[rules.Effect]]:
    kind, ref, clean = rules.shaped(kind, ref, effects)
    wanted = rules.things_of(kind, ref, clean)
    names = things.names(studio_id, wanted)
    if any((thing, each) not in names for thing, ids in wanted.items() for each in ids):
        raise Invalid("thing_unknown", _("Something that the rule names is not there any more."), "effects")
    return kind, ref, clean
