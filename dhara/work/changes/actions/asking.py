"""Propose a change, and take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.work.changes import facts, queries, rules
from dhara.work.changes.actions.sides import fact_of, locked, mine
from dhara.work.changes.models import Change
from dhara.work.changes.rules import Wanted
from dhara.work.engagements.models import Engagement, Unit
from dhara.work.engagements.modes import HOURLY
from dhara.work.engagements.rules import MODES, MOST_REASON, Role


@transaction.atomic
def propose(unit_id: int, sort: str, *, text: str, days: int = 0, by: Actor, at: datetime) -> Change:
    """Ask the other side about a unit. Raises NotFoundHere, Invalid, Conflict `change_open` or `change_late`."""
    if sort not in rules.OF_UNIT:
        raise NotFoundHere()
    rules.check_days(sort, days)
    return _ask(*mine(unit_id, by), sort, text, by=by, at=at, days=days if sort == rules.EXTEND else 0)


@transaction.atomic
def propose_terms(
    engagement_id: int, wanted: Wanted, *, text: str, seen: int | None = None, by: Actor, at: datetime
) -> Change:
    """Ask the other side for other terms of what is not paid yet. `seen` is the `standing` that the asker looked at.

    Raises NotFoundHere, Invalid, Conflict `change_open`, `change_late`, or `moved_on` after what was seen.
    """
    unit, role = mine(_carrier(engagement_id), by)
    engagement = Engagement.objects.select_for_update(of=("self",), no_key=True).get(pk=engagement_id)
    if not queries.terms_fit(engagement):
        raise Conflict("change_late", _("This can not be changed any more."))
    if seen is not None and seen != queries.standing(engagement):
        raise Conflict("moved_on", _("Something happened here in the meantime. Please look at it first."))
    if queries.open_terms(engagement) is not None:
        raise Conflict("change_open", _("One change is waiting for an answer already."))
    units = list(queries.unpaid(engagement))
    if engagement.mode == HOURLY.code:
        return _ask(unit, role, rules.TERMS, text, by=by, at=at, terms=rules.other_rate(_rate(units), wanted))
    if engagement.units.count() + sum(not each.unit for each in wanted.parts) > rules.MOST_PARTS:
        words = _("At most %(most)s milestones in one project.")
        raise Invalid("milestones_many", words % {"most": rules.MOST_PARTS}, "milestones")
    terms = rules.other_parts([queries.part_of(each) for each in units], wanted)
    return _ask(unit, role, rules.TERMS, text, by=by, at=at, terms=terms)


def _rate(units: Sequence[Unit]) -> Any:
    if not units:  # the week was paid at this moment, and the next one is not seen yet
        raise Conflict("moved_on", _("Something happened here in the meantime. Please look at it first."))
    return queries.rate_of(units[0])


def _carrier(engagement_id: int) -> int:
    """The unit at which a change of the terms is kept: the first that is not paid, else the last that goes on."""
    units = list(Unit.objects.filter(engagement=engagement_id).order_by("position")[:1000])
    if not units:
        raise NotFoundHere()
    live = [each for each in units if each.status not in MODES[each.mode].lifecycle.finals()]
    return next((each.pk for each in live if each.status == MODES[each.mode].initial), (live or units)[-1].pk)


def _ask(unit: Unit, role: Role, sort: str, text: str, *, by: Actor, at: datetime, **more: Any) -> Change:
    text = clean_text(text, lines=True)
    if not text or len(text) > MOST_REASON:
        raise Invalid("reason_missing", _("Say why, so that the other side can answer."), "text")
    if not queries.fits(unit, sort):
        raise Conflict("change_late", _("This can not be changed any more."))
    if Change.objects.filter(unit=unit, status=rules.OPEN).exists():
        raise Conflict("change_open", _("One change is waiting for an answer already."))
    made = Change.objects.create(
        unit=unit,
        sort=sort,
        role=role,
        author_id=by.id,
        text=text,
        status=rules.OPEN,
        status_at=at,
        created_at=at,
        **more,
    )
    made.start_timers(at)
    record(fact_of(facts.ChangeProposed, made), by=by, at=at, studio_id=unit.worker_id)
    return made


@transaction.atomic
def withdraw(change_id: int, *, by: Actor, at: datetime) -> Change:
    """Who asked takes it back."""
    change = locked(change_id)
    _unit, role = mine(change.unit_id, by)
    if role != change.role:
        raise NotAllowed()
    return change.become(rules.WITHDRAWN, by=by, at=at, studio_id=change.unit.worker_id)
