"""Propose a change, answer it, take it back; what silence means."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.work.changes import facts, queries, rules
from dhara.work.changes.models import Change
from dhara.work.engagements import actions as work
from dhara.work.engagements.models import Unit
from dhara.work.engagements.queries import role_of
from dhara.work.engagements.rules import MOST_REASON, Role


@transaction.atomic
def propose(unit_id: int, sort: str, *, text: str, days: int = 0, by: Actor, at: datetime) -> Change:
    """Ask the other side. Raises NotFoundHere, Invalid, Conflict `change_open` or `change_late`."""
    unit, role = _mine(unit_id, by)
    text = clean_text(text, lines=True)
    if not text or len(text) > MOST_REASON:
        raise Invalid("reason_missing", _("Say why, so that the other side can answer."), "text")
    if sort not in rules.SORTS:
        raise NotFoundHere()
    rules.check_days(sort, days)
    if not queries.fits(unit, sort):
        raise Conflict("change_late", _("This can not be changed any more."))
    if Change.objects.filter(unit=unit, status=rules.OPEN).exists():
        raise Conflict("change_open", _("One change is waiting for an answer already."))
    made = Change.objects.create(
        unit=unit,
        sort=sort,
        role=role,
        author_id=by.id,
        days=days if sort == rules.EXTEND else 0,
        text=text,
        status=rules.OPEN,
        status_at=at,
        created_at=at,
    )
    made.start_timers(at)
    record(_fact(facts.ChangeProposed, made), by=by, at=at, studio_id=unit.worker_id)
    return made


@transaction.atomic
def agree(change_id: int, *, by: Actor, at: datetime, answer: str = "") -> Change:
    """The other side says yes: it happens at once. Raises NotFoundHere, NotAllowed to who asked, Conflict."""
    change = _theirs(change_id, by)
    return _carry_out(change, by=by, at=at, answer=answer)


@transaction.atomic
def decline(change_id: int, *, answer: str, by: Actor, at: datetime) -> Change:
    """The other side says no, and why."""
    change, answer = _theirs(change_id, by), clean_text(answer, lines=True)[:MOST_REASON]
    if not answer:
        raise Invalid("reason_missing", _("Say why, so that the other side understands."), "answer")
    fact = _fact(facts.ChangeDeclined, change)
    return change.become(rules.DECLINED, fact=fact, by=by, at=at, studio_id=change.unit.worker_id, answer=answer)


@transaction.atomic
def withdraw(change_id: int, *, by: Actor, at: datetime) -> Change:
    """Who asked takes it back."""
    change = _locked(change_id)
    _unit, role = _mine(change.unit_id, by)
    if role != change.role:
        raise NotAllowed()
    return change.become(rules.WITHDRAWN, by=by, at=at, studio_id=change.unit.worker_id)


@transaction.atomic
def unanswered(change_id: int, *, by: Actor, at: datetime) -> None:
    """The time to answer is up."""
    change = _locked(change_id)
    if change.status != rules.OPEN:
        return
    unit, _role = _mine(change.unit_id, SYSTEM)
    if change.sort == rules.CANCEL and queries.fits(unit, change.sort):
        _carry_out(change, by=by, at=at)
    else:
        fact = _fact(facts.ChangeLapsed, change)
        change.become(rules.LAPSED, fact=fact, by=by, at=at, studio_id=unit.worker_id)


def _carry_out(change: Change, *, by: Actor, at: datetime, answer: str = "") -> Change:
    """Both in one transaction, with the unit locked before the change."""
    unit = change.unit
    if not queries.fits(unit, change.sort):
        raise Conflict("change_late", _("This can not be changed any more."))
    if change.sort == rules.CANCEL:
        work.act(unit.pk, "cancel", by=SYSTEM, at=at, text=change.text)
    else:
        start = max(unit.due_at, at) if unit.due_at else at
        unit.due_at = start + timedelta(days=change.days)
        Unit.objects.filter(pk=unit.pk).update(due_at=unit.due_at)
        work.put_off(unit)
    fact = _fact(facts.ChangeAgreed, change)
    answer = clean_text(answer, lines=True)[:MOST_REASON]
    return change.become(rules.AGREED, fact=fact, by=by, at=at, studio_id=unit.worker_id, answer=answer)


def _mine(unit_id: int, by: Actor) -> tuple[Unit, Role]:
    """The unit, locked, and the side that somebody is on. Raises NotFoundHere for an outsider."""
    unit = Unit.objects.select_for_update(of=("self",)).select_related("engagement").filter(pk=unit_id).first()
    role = role_of(by, unit) if unit else None
    if unit is None or role is None:
        raise NotFoundHere()
    return unit, role


def _locked(change_id: int) -> Change:
    """The unit before the change, here as everywhere."""
    unit_id = Change.objects.filter(pk=change_id).values_list("unit", flat=True).first()
    if unit_id is None:
        raise NotFoundHere()
    unit = Unit.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=unit_id)
    change = Change.objects.select_for_update().get(pk=change_id)
    change.unit = unit
    return change


def _theirs(change_id: int, by: Actor) -> Change:
    change = _locked(change_id)
    role = role_of(by, change.unit)
    if role is None:
        raise NotFoundHere()
    if role == change.role or role not in ("buyer", "worker"):
        raise NotAllowed("own_change", _("This is for the other side to answer."))
    return change


def _fact(sort: type[facts.ChangeFact], change: Change) -> facts.ChangeFact:
    return sort(change.pk, change.unit_id, change.unit.engagement_id, change.sort, change.role)
