"""A binding offer, another one in answer to it, and the agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, NotAllowed
from dhara.money.policies import queries as policies
from dhara.people.conversations.actions.agreeing import agree as open_contacts
from dhara.people.ties.actions import noted
from dhara.work.engagements import actions as work
from dhara.work.engagements.models import Engagement
from dhara.work.jobs import actions as jobs
from dhara.work.jobs import rules as job_rules
from dhara.work.proposals import facts, rules
from dhara.work.proposals.actions.sides import (
    add_version,
    check_held,
    check_open,
    check_words,
    live,
    lock,
    not_own,
    told,
)
from dhara.work.proposals.models import Proposal, ProposalVersion
from dhara.work.proposals.queries import latest, valid_until
from dhara.work.proposals.rules import Milestone, Terms


@transaction.atomic
def offer(proposal_id: int, terms: Terms | None = None, *, by: Actor, at: datetime) -> Proposal:
    """Offer to work together on `terms`, or on those of the latest version; the other side can agree at once.

    In answer to an offer of the other side it is a counter-offer. Raises Conflict `own_offer` where one's own waits,
    `talk_held`, and Invalid for words for which a message would be held.
    """
    proposal, role = lock(proposal_id, by=by)
    live(proposal, rules.SUBMITTED, rules.SHORTLISTED, rules.INTERVIEW, rules.OFFERED)
    check_open(proposal)
    before = latest(proposal)
    if proposal.status == rules.OFFERED:
        if before.role == role:
            raise Conflict("own_offer", _("Your offer waits for an answer already."))
        proposal.become(rules.INTERVIEW, by=by, at=at)
    given = terms or _terms(before)
    if given.revisions is None:
        given = replace(given, revisions=before.revisions)
    proposal.expires_at = at + timedelta(days=policies.value("work.offer_days", at=at))
    cleaned = replace(rules.clean(replace(given, answers={}), mode=before.mode), answers=before.answers)
    if proposal.conversation is not None:
        check_held(proposal.conversation_id, role, mine=True)
        check_words(proposal.title, cleaned, agreed=proposal.conversation.agreed_at is not None)
    add_version(proposal, cleaned, role, currency=before.currency, by=by, at=at)
    if proposal.job_id is not None:
        jobs.touch(proposal.job_id, at=at)
    fact = told(facts.WorkOffered, proposal, role)
    return proposal.become(
        rules.OFFERED, fact=fact, by=by, at=at, studio_id=proposal.studio_id, expires_at=proposal.expires_at
    )


def _terms(version: ProposalVersion) -> Terms:
    parts = (Milestone(each["title"], each["amount"], each["days"]) for each in version.milestones)
    rate = version.amount if version.mode == job_rules.HOURLY else 0
    return Terms(version.text, tuple(parts), version.answers, rate, version.weekly_hours or 0, version.revisions)


@noted
@transaction.atomic
def accept(proposal_id: int, *, number: int, by: Actor, at: datetime) -> Engagement:
    """Agree to the version `number`, which the other side offered: the engagement with its milestones, none paid yet.

    Raises NotFoundHere, NotAllowed to who made the offer, Conflict `another_version` when it is not the latest one,
    `offer_over`, `job_not_open`, `blocked`, `studio_closed`, `own_work`, `same_hands`,
    `talk_held` while the operator looks at a message of the other side in its conversation.
    Of two who agree at once to the last place of a job, one comes second.
    """
    proposal, role = lock(proposal_id, by=by)
    if proposal.status == rules.ACCEPTED and proposal.engagement is not None:
        return proposal.engagement
    live(proposal, rules.OFFERED)
    version = latest(proposal)
    if version.role == role:
        raise NotAllowed("own_offer", _("This is for the other side to answer."))
    if version.number != number:
        raise Conflict("another_version", _("There is a newer offer. Please read it first."))
    until = valid_until(proposal, version)
    if until is not None and at >= until:
        raise Conflict("offer_over", _("This offer is not valid any more."))
    check_open(proposal)
    check_held(proposal.conversation_id, version.role, mine=False)
    not_own(proposal.studio, proposal.buyer_id)
    made = _engage(proposal, version, by=by, at=at)
    fact = told(facts.ProposalAccepted, proposal, role)
    proposal.become(rules.ACCEPTED, fact=fact, by=by, at=at, studio_id=proposal.studio_id, engagement=made)
    open_contacts([proposal.studio_id], account_id=proposal.buyer_id, at=at)
    _fill(proposal, by=by, at=at)
    return made


def _engage(proposal: Proposal, version: ProposalVersion, *, by: Actor, at: datetime) -> Engagement:
    return work.agree(
        version.mode,
        subject=f"proposal:{proposal.pk}",
        title=proposal.subject_title,
        worker=proposal.studio,
        buyer_id=proposal.buyer_id,
        buyer_email=proposal.buyer.email,
        currency=version.currency,
        language=proposal.buyer.language,
        units=_units(version),
        terms={"version": version.number, "text": version.text, "job": proposal.job_id},
        by=by,
        at=at,
    )


def _units(version: ProposalVersion) -> list[work.Planned]:
    """The milestones; by the hour the first week, up to its limit."""
    if version.mode == job_rules.HOURLY:
        hours = version.weekly_hours or 0
        return [work.Planned(version.amount * hours, terms={"rate": version.amount, "minutes": hours * 60})]
    return [
        work.Planned(each["amount"], title=each["title"], terms={"days": each["days"], "revisions": version.revisions})
        for each in version.milestones
    ]


def _fill(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """The job is filled with its last place. It is locked, so nobody else hires at this moment."""
    if proposal.job is None:
        return
    hired = Proposal.objects.filter(job=proposal.job, status=rules.ACCEPTED).count()
    if hired >= proposal.job.wanted:
        jobs.fill(proposal.job, by=by, at=at)
