"""Answer a case, show something in it, give it to the operator, take it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import NotAllowed
from dhara.trust.disputes import facts, rules
from dhara.trust.disputes.actions.writing import Files, fact, locked, write
from dhara.trust.disputes.models import Case, Statement
from dhara.work.engagements import actions as work
from dhara.work.engagements.rules import OPERATOR
from dhara.work.engagements.rules import SYSTEM as TIME


@transaction.atomic
def answer(
    case_id: int, *, text: str, to_worker: int | None = None, files: Files = (), by: Actor, at: datetime
) -> Case:
    """The other side says what it thinks right. Raises NotFoundHere, NotAllowed `own_case`, Conflict, Invalid."""
    case, role = locked(case_id, by)
    if role != rules.other(case.role):
        raise NotAllowed("own_case", _("This is for the other side to answer."))
    rules.check_state(case.status, rules.ANSWER)
    text = rules.check_text(text)
    part = rules.all_of_it(role, case.amount) if to_worker is None else rules.check_part(to_worker, case.amount)
    made = write(case, rules.CLAIM, role, text=text, to_worker=part, files=files, by=by, at=at)
    happened = fact(facts.CaseAnswered, case, role, made.pk)
    return case.become(rules.TALK, fact=happened, by=by, at=at, studio_id=case.studio_id)


@transaction.atomic
def say(case_id: int, *, text: str, files: Files = (), by: Actor, at: datetime) -> Statement:
    """Say something more, or show it; from the operator it is a question. Raises NotFoundHere, Conflict, Invalid."""
    case, role = locked(case_id, by)
    rules.check_state(case.status, *rules.HEARS)
    text = rules.check_text(text)
    sort = rules.QUESTION if role == OPERATOR else rules.EVIDENCE
    made = write(case, sort, role, text=text, files=files, by=by, at=at)
    record(fact(facts.CaseSpoken, case, role, made.pk), by=by, at=at, studio_id=case.studio_id)
    return made


@transaction.atomic
def hand_over(case_id: int, *, by: Actor, at: datetime) -> Case:
    """One side does not expect to settle it: the operator is to rule now. Raises NotFoundHere, Conflict."""
    case, role = locked(case_id, by)
    if role in (OPERATOR, TIME):
        raise NotAllowed()
    rules.check_state(case.status, rules.TALK)
    happened = fact(facts.CaseHandedOver, case, role)
    return case.become(rules.JUDGE, fact=happened, by=by, at=at, studio_id=case.studio_id)


@transaction.atomic
def withdraw(case_id: int, *, by: Actor, at: datetime) -> Case:
    """Who opened it takes it back: the work goes on from where it was, with as much time as was left.

    Raises NotFoundHere, NotAllowed to the other side, Conflict once it is ruled.
    """
    case, role = locked(case_id, by)
    if role != case.role:
        raise NotAllowed("not_yours", _("Only who opened the case can take it back."))
    rules.check_state(case.status, rules.ANSWER, rules.TALK, rules.JUDGE)
    work.act(case.unit_id, f"resume_{case.came_from}", by=SYSTEM, at=at)
    return Case.objects.get(pk=case.pk)
