"""Settle it between the two: a proposal that the other side accepts moves the money at once, nobody else is needed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, NotAllowed, NotFoundHere
from dhara.trust.disputes import facts, queries, rules
from dhara.trust.disputes.actions.writing import fact, locked
from dhara.trust.disputes.models import Case, Proposal
from dhara.work.engagements import actions as work
from dhara.work.engagements.rules import BUYER, WORKER, Role


@transaction.atomic
def propose(case_id: int, *, to_worker: int, text: str = "", by: Actor, at: datetime) -> Proposal:
    """Another one of the same side takes the place of the first. Raises NotFoundHere, Conflict, Invalid."""
    case, role = _side(case_id, by)
    rules.check_state(case.status, *rules.HEARS)
    part = rules.check_part(to_worker, case.amount)
    for earlier in case.proposals.select_for_update().filter(role=role, status=rules.OPEN):
        earlier.become(rules.TAKEN_BACK, by=by, at=at, studio_id=case.studio_id)
    made = Proposal.objects.create(
        case=case,
        role=role,
        author_id=by.id,
        to_worker=part,
        text=clean_text(text, lines=True)[: rules.MOST_TEXT],
        status=rules.OPEN,
        status_at=at,
        created_at=at,
    )
    record(fact(facts.CaseProposed, case, role, made.pk), by=by, at=at, studio_id=case.studio_id)
    return made


@transaction.atomic
def agree(proposal_id: int, *, by: Actor, at: datetime) -> Case:
    """The other side accepts: the money moves. Raises NotFoundHere, NotAllowed `own_proposal`, Conflict."""
    proposal, case, _role = _theirs(proposal_id, by)
    rules.check_state(case.status, *rules.HEARS)
    proposal.become(rules.ACCEPTED, by=by, at=at, studio_id=case.studio_id)
    return _settle(case, proposal.to_worker, at)


@transaction.atomic
def concede(case_id: int, *, to_worker: int, by: Actor, at: datetime) -> Case:
    """Agree to what the other side claims, as it was seen: the money moves. Raises NotFoundHere, Conflict."""
    case, role = _side(case_id, by)
    rules.check_state(case.status, *rules.HEARS)
    claim = queries.claim_of(case, rules.other(role))
    if claim is None or claim.to_worker != to_worker:
        raise Conflict("claim_changed", _("This has changed in the meantime. Please look again."))
    return _settle(case, to_worker, at)


@transaction.atomic
def decline(proposal_id: int, *, answer: str = "", by: Actor, at: datetime) -> Proposal:
    """The other side says no, with or without a reason."""
    proposal, case, role = _theirs(proposal_id, by)
    happened = fact(facts.CaseDeclined, case, role, proposal.pk)
    words = clean_text(answer, lines=True)[: rules.MOST_TEXT]
    return proposal.become(rules.DECLINED, fact=happened, by=by, at=at, studio_id=case.studio_id, answer=words)


@transaction.atomic
def take_back(proposal_id: int, *, by: Actor, at: datetime) -> Proposal:
    """Who made it does not mean it any more."""
    proposal, case, role = _found(proposal_id, by)
    if role != proposal.role:
        raise NotAllowed()
    return proposal.become(rules.TAKEN_BACK, by=by, at=at, studio_id=case.studio_id)


def _settle(case: Case, to_worker: int, at: datetime) -> Case:
    """The unit's own step moves the money and ends the case (see `opening.follow`)."""
    work.act(case.unit_id, "settle", to_worker=to_worker, by=SYSTEM, at=at)
    return Case.objects.get(pk=case.pk)


def _side(case_id: int, by: Actor) -> tuple[Case, Role]:
    case, role = locked(case_id, by)
    if role not in (BUYER, WORKER):
        raise NotAllowed()
    return case, role


def _found(proposal_id: int, by: Actor) -> tuple[Proposal, Case, Role]:
    case_id = Proposal.objects.filter(pk=proposal_id).values_list("case", flat=True).first()
    if case_id is None:
        raise NotFoundHere()
    case, role = _side(case_id, by)
    return Proposal.objects.select_for_update().get(pk=proposal_id), case, role


def _theirs(proposal_id: int, by: Actor) -> tuple[Proposal, Case, Role]:
    proposal, case, role = _found(proposal_id, by)
    if role == proposal.role:
        raise NotAllowed("own_proposal", _("This is for the other side to answer."))
    return proposal, case, role
