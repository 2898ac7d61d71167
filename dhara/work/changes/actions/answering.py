"""Answer a change; what silence means."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid
from dhara.work.changes import facts, queries, rules
from dhara.work.changes.actions.sides import fact_of, locked, mine, theirs
from dhara.work.changes.actions.terms import put_in_force
from dhara.work.changes.models import Change
from dhara.work.engagements import actions as work
from dhara.work.engagements.models import Unit
from dhara.work.engagements.rules import MOST_REASON


@transaction.atomic
def agree(change_id: int, *, by: Actor, at: datetime, answer: str = "", fell: int = 0) -> Change:
    """The other side says yes: it happens at once. Raises NotFoundHere, NotAllowed to who asked, Conflict.

    `fell` is how many milestones of other terms had fallen out when they looked at them.
    """
    change = theirs(change_id, by)
    return _carry_out(change, by=by, at=at, answer=answer, fell=fell)


@transaction.atomic
def decline(change_id: int, *, answer: str, by: Actor, at: datetime) -> Change:
    """The other side says no, and why."""
    change, answer = theirs(change_id, by), clean_text(answer, lines=True)[:MOST_REASON]
    if not answer:
        raise Invalid("reason_missing", _("Say why, so that the other side understands."), "answer")
    fact = fact_of(facts.ChangeDeclined, change)
    return change.become(rules.DECLINED, fact=fact, by=by, at=at, studio_id=change.unit.worker_id, answer=answer)


@transaction.atomic
def unanswered(change_id: int, *, by: Actor, at: datetime) -> None:
    """The time to answer is up."""
    change = locked(change_id)
    if change.status != rules.OPEN:
        return
    unit, _role = mine(change.unit_id, SYSTEM)
    if change.sort == rules.CANCEL and queries.fits(unit, change.sort):
        _carry_out(change, by=by, at=at)
    else:
        fact = fact_of(facts.ChangeLapsed, change)
        change.become(rules.LAPSED, fact=fact, by=by, at=at, studio_id=unit.worker_id)


def _carry_out(change: Change, *, by: Actor, at: datetime, answer: str = "", fell: int = 0) -> Change:
    """Both in one transaction, with the unit locked before the change."""
    unit = change.unit
    more: dict[str, Any] = {}
    if not queries.fits(unit, change.sort):
        raise Conflict("change_late", _("This can not be changed any more."))
    if change.sort == rules.CANCEL:
        work.act(unit.pk, "cancel", by=SYSTEM, at=at, text=change.text)
    elif change.sort == rules.TERMS:
        more["fallen"] = put_in_force(change, fell, at)
    else:
        start = max(unit.due_at, at) if unit.due_at else at
        unit.due_at = start + timedelta(days=change.days)
        Unit.objects.filter(pk=unit.pk).update(due_at=unit.due_at)
        work.put_off(unit)
    fact = fact_of(facts.ChangeAgreed, change)
    answer = clean_text(answer, lines=True)[:MOST_REASON]
    return change.become(rules.AGREED, fact=fact, by=by, at=at, studio_id=unit.worker_id, answer=answer, **more)
