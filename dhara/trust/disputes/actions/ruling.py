"""The operator rules. The ruling is noted, and moves no money until nobody can appeal any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, NotAllowed
from dhara.people.accounts.queries import operators
from dhara.trust.disputes import facts, queries, rules
from dhara.trust.disputes.actions.writing import Files, fact, lapse, locked, write
from dhara.trust.disputes.models import Case
from dhara.work.engagements import actions as work
from dhara.work.engagements.rules import OPERATOR


@transaction.atomic
def rule(case_id: int, *, to_worker: int, text: str, by: Actor, at: datetime) -> Case:
    """Divide what is set aside, with reasons. After an appeal it is final, and carried out at once.

    So it is where no side got less than it wanted. Raises NotAllowed, `same_operator` where another one could judge
    the appeal; Conflict, Invalid.
    """
    case, role = locked(case_id, by)
    if role != OPERATOR:
        raise NotAllowed()
    rules.check_state(case.status, rules.ANSWER, rules.TALK, rules.JUDGE, rules.APPEALED)
    text, part = rules.check_text(text), rules.check_part(to_worker, case.amount)
    last = case.status == rules.APPEALED
    if last and by.id == case.ruled_by_id and any(each.pk != by.id for each in operators()):
        raise NotAllowed("same_operator", _("You have ruled about this before: another operator judges the appeal."))
    made = write(case, rules.RULING, role, text=text, to_worker=part, by=by, at=at)
    lapse(case, by, at)
    if last:
        return _carry_out(case, part, text, by, at)
    happened = fact(facts.CaseRuled, case, role, made.pk)
    case.become(rules.RULED, fact=happened, by=by, at=at, studio_id=case.studio_id, to_worker=part, ruled_by_id=by.id)
    return case if queries.lost_by(case) else carry_out(case, by=by, at=at)


@transaction.atomic
def accept(case_id: int, *, by: Actor, at: datetime) -> Case:
    """One side agrees to the ruling; when all who lost something do, it is carried out at once."""
    case, role = locked(case_id, by)
    rules.check_state(case.status, rules.RULED)
    if role not in queries.lost_by(case):
        raise NotAllowed("nothing_lost", _("You got what you asked for: nothing is needed from you."))
    if role in queries.agreed_by(case):
        raise Conflict("agreed_already", _("You have agreed to the ruling already."))
    write(case, rules.ASSENT, role, text="", by=by, at=at)
    if set(queries.lost_by(case)) <= queries.agreed_by(case):
        return carry_out(case, by=by, at=at)
    return case


@transaction.atomic
def appeal(case_id: int, *, text: str, files: Files = (), by: Actor, at: datetime) -> Case:
    """Who lost something says why the ruling is wrong, once and in time. Raises NotAllowed, Conflict, Invalid."""
    case, role = locked(case_id, by)
    rules.check_state(case.status, rules.RULED)
    if role not in queries.lost_by(case):
        raise NotAllowed("nothing_lost", _("You got what you asked for: there is nothing to appeal against."))
    if role in queries.agreed_by(case):
        raise Conflict("agreed_already", _("You have agreed to the ruling already."))
    made = write(case, rules.APPEAL, role, text=rules.check_text(text), files=files, by=by, at=at)
    happened = fact(facts.CaseAppealed, case, role, made.pk)
    return case.become(rules.APPEALED, fact=happened, by=by, at=at, studio_id=case.studio_id)


def carry_out(case: Case, *, by: Actor, at: datetime) -> Case:
    """Do what was ruled, in the name of who ruled; the case is locked and has its unit."""
    ruling = case.statements.filter(sort=rules.RULING).latest("id")
    assert ruling.to_worker is not None
    return _carry_out(case, ruling.to_worker, ruling.text, replace(by, kind="operator", id=ruling.author_id), at)


def _carry_out(case: Case, to_worker: int, text: str, by: Actor, at: datetime) -> Case:
    """The unit's own step moves the money and ends the case (see `opening.follow`)."""
    verb = {case.amount: "rule_for_worker", 0: "rule_for_buyer"}.get(to_worker, "rule_split")
    work.act(case.unit_id, verb, text=text, to_worker=to_worker, by=by, at=at)
    return Case.objects.get(pk=case.pk)
