"""A case begins and ends with the unit's own step, in its transaction: none can be lost, and none is left over."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.trust.disputes import facts, rules
from dhara.trust.disputes.actions.writing import Files, attach, fact, lapse, write
from dhara.trust.disputes.models import Case
from dhara.work.engagements import actions as work
from dhara.work.engagements.modes.common import DISPUTED
from dhara.work.engagements.queries import left
from dhara.work.engagements.rules import Situation, Step


@transaction.atomic
def open_case(
    unit_id: int,
    *,
    text: str,
    to_worker: int | None = None,
    files: Files = (),
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Dispute a unit: `to_worker` is the worker's part that this side thinks right, None for all to itself.

    Raises what `work.engagements.act` raises, Invalid `part_wrong`.
    """
    said = {} if to_worker is None else {"to_worker": to_worker}
    unit = work.act(unit_id, "dispute", text=text, content=said, by=by, at=at, seen=seen)
    case = Case.objects.get(unit=unit, status__in=rules.LIVE)
    attach(case.statements.earliest("id"), files)
    return case


def follow(situation: Situation, step: Step, text: str, *, by: Actor, at: datetime) -> None:
    """Called in the transaction of each step into a dispute and out of it, with the unit moved and locked."""
    if step.target == DISPUTED:
        _begin(situation, step, text, by, at)
    else:
        _end(situation, step, by, at)


def _begin(situation: Situation, step: Step, text: str, by: Actor, at: datetime) -> None:
    unit, role = situation.unit, situation.role
    amount, asked = left(unit), situation.said.get("to_worker")
    part = rules.all_of_it(role, amount) if asked is None else rules.check_part(asked, amount)
    case = Case.objects.create(
        unit=unit,
        studio_id=unit.worker_id,
        role=role,
        author_id=by.id if by.kind == "person" else None,
        came_from=step.source,
        amount=amount,
        currency=unit.engagement.currency,
        status=rules.ANSWER,
        status_at=at,
        created_at=at,
    )
    made = write(case, rules.CLAIM, role, text=text, to_worker=part, by=by, at=at)
    case.start_timers(at)
    record(fact(facts.CaseOpened, case, role, made.pk), by=by, at=at, studio_id=case.studio_id)


_RULINGS: Final = ("rule_for_worker", "rule_for_buyer", "rule_split")


def _end(situation: Situation, step: Step, by: Actor, at: datetime) -> None:
    unit, role = situation.unit, situation.role
    case = Case.objects.select_for_update().filter(unit=unit, status__in=rules.LIVE).first()
    if case is None:
        return
    case.unit = unit
    lapse(case, by, at)
    more: dict[str, Any] = {"by": by, "at": at, "studio_id": case.studio_id}
    if step.verb in _RULINGS:
        case.become(rules.CLOSED, fact=fact(facts.CaseClosed, case, role), to_worker=unit.paid, **more)
    elif step.verb == "settle":
        case.become(rules.SETTLED, fact=fact(facts.CaseSettled, case, role), to_worker=unit.paid, **more)
    else:
        case.become(rules.WITHDRAWN, fact=fact(facts.CaseWithdrawn, case, case.role), **more)
