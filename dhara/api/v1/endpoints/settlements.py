"""Settling a case between its two sides: propose a part for each, answer that, agree to what the others claim."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from ninja import Path, Router, Status

from dhara.api.v1.access import WORKING, Caller, needs
from dhara.api.v1.endpoints.case_sides import ONE, CaseId, once, part_of, side_of
from dhara.api.v1.endpoints.orders import IdempotencyKey
from dhara.api.v1.schemas import cases as shapes
from dhara.kit.refusal import NotFoundHere
from dhara.trust.disputes import actions, rules
from dhara.trust.models import Case

router = Router(tags=["Cases"])


@router.post(
    f"{ONE}/proposals",
    response={201: shapes.CaseOut},
    operation_id="propose_settlement",
    summary="Propose to settle it",
)
@needs(WORKING)
def propose_settlement(
    request: HttpRequest, case: Path[CaseId], wanted: shapes.SettlementIn, idempotency_key: IdempotencyKey
) -> Any:
    """A part for each. Another one takes the place of your first.

    Send the same `Idempotency-Key` again when no answer came: it is proposed once.
    """
    return Status(201, once(request, case, "propose", wanted, idempotency_key, _propose))


@router.post(
    f"{ONE}/proposals/{{settlement}}/answer",
    response=shapes.CaseOut,
    operation_id="answer_settlement",
    summary="Answer a proposal to settle it",
)
@needs(WORKING)
def answer_settlement(
    request: HttpRequest,
    case: Path[CaseId],
    settlement: Path[CaseId],
    wanted: shapes.SettlementAnswerIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """The other side agrees, and the money moves at once, or declines; who proposed it may take it back.

    Send the same `Idempotency-Key` again when no answer came: it is done once.
    """
    return once(request, case, f"settlement:{settlement}", wanted, idempotency_key, partial(_answer, settlement))


@router.post(
    f"{ONE}/agreement", response=shapes.CaseOut, operation_id="concede_case", summary="Agree to what the others claim"
)
@needs(WORKING)
def concede_case(
    request: HttpRequest, case: Path[CaseId], wanted: shapes.ConcedeIn, idempotency_key: IdempotencyKey
) -> Any:
    """The money moves at once, as their claim asks.

    Send the same `Idempotency-Key` again when no answer came: it is done once.
    """
    return once(request, case, "concede", wanted, idempotency_key, _concede)


def _propose(found: Case, wanted: shapes.SettlementIn, me: Caller, at: datetime) -> Model:
    part = part_of(wanted.amount, found.unit, found.amount, me)
    assert part is not None
    return actions.propose(found.pk, to_worker=part, text=wanted.text, by=me.by, at=at)


def _answer(settlement: int, found: Case, wanted: shapes.SettlementAnswerIn, me: Caller, at: datetime) -> Model:
    if not found.proposals.filter(pk=settlement).exists():
        raise NotFoundHere()
    if wanted.to == "agree":
        return actions.agree(settlement, by=me.by, at=at)
    if wanted.to == "decline":
        return actions.decline(settlement, answer=wanted.text, by=me.by, at=at)
    return actions.take_back(settlement, by=me.by, at=at)


def _concede(found: Case, wanted: shapes.ConcedeIn, me: Caller, at: datetime) -> Model:
    claim = found.statements.filter(pk=wanted.statement, sort=rules.CLAIM).first()
    part = claim.to_worker if claim is not None and claim.role != side_of(found.unit.engagement, me) else None
    return actions.concede(found.pk, to_worker=-1 if part is None else part, by=me.by, at=at)
