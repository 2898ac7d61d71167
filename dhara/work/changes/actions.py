"""Propose a change, answer it, take it back; what silence means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.work.changes import facts, queries, rules
from dhara.work.changes.models import Change
from dhara.work.changes.rules import Wanted
from dhara.work.engagements import actions as work
from dhara.work.engagements.models import Engagement, Unit
from dhara.work.engagements.modes import HOURLY
from dhara.work.engagements.queries import role_of
from dhara.work.engagements.rules import MODES, MOST_REASON, Role
from dhara.work.funding.queries import under_way


@transaction.atomic
def propose(unit_id: int, sort: str, *, text: str, days: int = 0, by: Actor, at: datetime) -> Change:
    """Ask the other side about a unit. Raises NotFoundHere, Invalid, Conflict `change_open` or `change_late`."""
    if sort not in rules.OF_UNIT:
        raise NotFoundHere()
    rules.check_days(sort, days)
    return _ask(*_mine(unit_id, by), sort, text, by=by, at=at, days=days if sort == rules.EXTEND else 0)


@transaction.atomic
def propose_terms(
    engagement_id: int, wanted: Wanted, *, text: str, seen: int | None = None, by: Actor, at: datetime
) -> Change:
    """Ask the other side for other terms of what is not paid yet. `seen` is the `standing` that the asker looked at.

    Raises NotFoundHere, Invalid, Conflict `change_open`, `change_late`, or `moved_on` after what was seen.
    """
    unit, role = _mine(_carrier(engagement_id), by)
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
    elif change.sort == rules.TERMS:
        _put_in_force(change, at)
    else:
        start = max(unit.due_at, at) if unit.due_at else at
        unit.due_at = start + timedelta(days=change.days)
        Unit.objects.filter(pk=unit.pk).update(due_at=unit.due_at)
        work.put_off(unit)
    fact = _fact(facts.ChangeAgreed, change)
    answer = clean_text(answer, lines=True)[:MOST_REASON]
    return change.become(rules.AGREED, fact=fact, by=by, at=at, studio_id=unit.worker_id, answer=answer)


def _put_in_force(change: Change, at: datetime) -> None:
    """Only what nobody has paid, or is paying, and what stands as it did when it was proposed.

    Raises Conflict `payment_begun` or `terms_moved`.
    """
    engagement = change.unit.engagement
    units = list(queries.unpaid(engagement).select_for_update(of=("self",)))
    hourly = engagement.mode == HOURLY.code
    if not queries.as_before(change, units):
        words = _("What was to be changed has changed in the meantime, or was paid. Propose it anew.")
        raise Conflict("terms_moved", words)
    touched = {each.pk for each in units} if hourly else {each["unit"] for each in change.terms["before"]}
    if touched & under_way(engagement).keys():
        words = _("It is being paid at this moment. Please wait until that is done, or over.")
        raise Conflict("payment_begun", words)
    if hourly:
        _set_rate(units[0], change.terms["after"])
    else:
        _set_parts(engagement, units, change.terms, at)


def _set_rate(week: Unit, new: Any) -> None:
    """The next weeks take theirs over from this one."""
    amount = new["rate"] * new["minutes"] // 60
    Unit.objects.filter(pk=week.pk).update(amount=amount, terms={**week.terms, **new})


def _set_parts(engagement: Engagement, units: Sequence[Unit], terms: Any, at: datetime) -> None:
    """New ones before others are taken out, so that the project does not end in between."""
    stays = {each["unit"]: each for each in terms["after"] if each["unit"]}
    for unit in units:
        if new := stays.get(unit.pk):
            kept = {**unit.terms, "days": new["days"]}
            Unit.objects.filter(pk=unit.pk).update(title=new["title"], amount=new["amount"], terms=kept)
    mode, last = MODES[engagement.mode], engagement.units.aggregate(last=Max("position"))["last"]
    # How often changes may be asked for was agreed for each part of the project, so it holds for new ones, too.
    agreed: Any = engagement.units.order_by("position").values_list("terms", flat=True).first() or {}
    Unit.objects.bulk_create(
        Unit(
            engagement=engagement,
            mode=mode.code,
            worker_id=engagement.worker_id,
            position=last + place,
            title=new["title"],
            amount=new["amount"],
            terms={"days": new["days"], "revisions": agreed.get("revisions")},
            status=mode.initial,
            status_at=at,
            created_at=at,
        )
        for place, new in enumerate((each for each in terms["after"] if not each["unit"]), start=1)
    )
    for old in terms["before"]:
        if old["unit"] not in stays:
            work.act(old["unit"], "drop", by=SYSTEM, at=at)


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
