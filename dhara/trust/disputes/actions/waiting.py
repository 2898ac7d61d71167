"""What happens in a case when nobody does anything."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.trust.disputes import facts, rules
from dhara.trust.disputes.actions.ruling import carry_out
from dhara.trust.disputes.actions.writing import fact, locked


@transaction.atomic
def time_up(case_id: int, *, by: Actor, at: datetime) -> None:
    """Unanswered or not settled: the operator gets it with what there is. Not appealed: the ruling is carried out."""
    case, _role = locked(case_id, SYSTEM)
    if case.status in (rules.ANSWER, rules.TALK):
        happened = fact(facts.CaseHandedOver, case, "system")
        case.become(rules.JUDGE, fact=happened, by=by, at=at, studio_id=case.studio_id)
    elif case.status == rules.RULED:
        carry_out(case, by=by, at=at)


@transaction.atomic
def remind(case_id: int, *, by: Actor, at: datetime) -> None:
    """The other side has not answered yet."""
    case, _role = locked(case_id, SYSTEM)
    if case.status == rules.ANSWER:
        happened = fact(facts.CaseReminded, case, rules.other(case.role))
        record(happened, by=by, at=at, studio_id=case.studio_id)
