"""The short list, talking, saying no, taking back, running out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.people.conversations.actions.opening import Customer, open_about
from dhara.people.conversations.models import Conversation
from dhara.work.jobs import actions as jobs
from dhara.work.proposals import facts, rules
from dhara.work.proposals.actions.sides import live, lock, only, told
from dhara.work.proposals.models import Proposal
from dhara.work.proposals.queries import latest, valid_until


@transaction.atomic
def shortlist(proposal_id: int, *, by: Actor, at: datetime) -> Proposal:
    proposal, role = lock(proposal_id, by=by)
    only(role, "buyer")
    if proposal.status == rules.SHORTLISTED:
        return proposal
    live(proposal, rules.SUBMITTED)
    _touch(proposal, at)
    fact = told(facts.ProposalShortlisted, proposal, role)
    return proposal.become(rules.SHORTLISTED, fact=fact, by=by, at=at, studio_id=proposal.studio_id)


@transaction.atomic
def talk(proposal_id: int, *, by: Actor, at: datetime) -> Conversation:
    """The conversation about it, opened where there is none. The buyer begins; the studio may once they have."""
    proposal, role = lock(proposal_id, by=by)
    live(proposal, rules.SUBMITTED, rules.SHORTLISTED, rules.INTERVIEW, rules.OFFERED)
    if proposal.status in (rules.SUBMITTED, rules.SHORTLISTED):
        only(role, "buyer")
        _touch(proposal, at)
        fact = told(facts.InterviewBegun, proposal, role)
        proposal.become(rules.INTERVIEW, fact=fact, by=by, at=at, studio_id=proposal.studio_id)
    if proposal.conversation is not None:
        return proposal.conversation
    buyer = proposal.buyer
    return open_about(
        f"proposal:{proposal.pk}",
        title=proposal.subject_title,
        studio_id=proposal.studio_id,
        customer=Customer(buyer.get_short_name(), buyer.language, account_id=buyer.pk),
        by=by,
        at=at,
    )


@transaction.atomic
def decline(proposal_id: int, *, reason: str = "", by: Actor, at: datetime) -> Proposal:
    """The buyer does not want it; or the studio does not take an invitation or an offer, and says why."""
    proposal, role = lock(proposal_id, by=by)
    live(proposal)
    reason = clean_text(reason, lines=True)[:1000]
    if role == "worker":
        live(proposal, rules.INVITED, rules.OFFERED)
        if proposal.status == rules.OFFERED and not reason:
            raise Invalid("reason_missing", _("Say why, so that the other side understands."), "reason")
    _touch(proposal, at)
    _uncount(proposal)
    fact = told(facts.ProposalDeclined, proposal, role)
    return proposal.become(rules.DECLINED, fact=fact, by=by, at=at, reason=reason, studio_id=proposal.studio_id)


@transaction.atomic
def withdraw(proposal_id: int, *, by: Actor, at: datetime) -> Proposal:
    """The studio takes its proposal back; nobody can agree to it any more."""
    proposal, role = lock(proposal_id, by=by)
    only(role, "worker")
    live(proposal, rules.SUBMITTED, rules.SHORTLISTED, rules.INTERVIEW, rules.OFFERED)
    _uncount(proposal)
    fact = told(facts.ProposalWithdrawn, proposal, role)
    return proposal.become(rules.WITHDRAWN, fact=fact, by=by, at=at, studio_id=proposal.studio_id)


@transaction.atomic
def expire(proposal_id: int, *, by: Actor, at: datetime) -> None:
    """Nobody answered the offer in time. While its time stands still nothing happens: `go_on` winds the timer anew."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    until = valid_until(proposal, latest(proposal)) if proposal.status == rules.OFFERED else None
    if until is not None and until <= at:
        fact = told(facts.OfferExpired, proposal, "system")
        proposal.become(rules.EXPIRED, fact=fact, by=by, at=at, studio_id=proposal.studio_id)


@transaction.atomic
def go_on(conversation_id: int, *, by: Actor, at: datetime) -> int:
    """The operator has judged a message: what its side offers there is valid for as much longer; how many these are.

    As often as one likes: the time is reckoned from when each message waited, not added up.
    """
    offered = Proposal.objects.select_for_update(of=("self",)).order_by("pk")
    count = 0
    for proposal in offered.filter(conversation=conversation_id, status=rules.OFFERED):
        until = valid_until(proposal, latest(proposal))
        if until is not None and until != proposal.expires_at:
            Proposal.objects.filter(pk=proposal.pk).update(expires_at=until)
            proposal.start_timer("unanswered", until)
            count += 1
            if until > at:
                record(told(facts.OfferProlonged, proposal, "system"), by=by, at=at, studio_id=proposal.studio_id)
    return count


def _touch(proposal: Proposal, at: datetime) -> None:
    if proposal.job_id is not None:
        jobs.touch(proposal.job_id, at=at)


def _uncount(proposal: Proposal) -> None:
    """An invitation was never counted."""
    if proposal.job_id is not None and proposal.status != rules.INVITED:
        jobs.count_proposals(proposal.job_id, -1)
