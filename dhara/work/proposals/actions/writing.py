"""Apply for a job, change what was proposed, invite somebody to apply."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, NotFoundHere, TooMany
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio
from dhara.people.studios.rules import OPEN as STUDIO_OPEN
from dhara.people.ties.actions import noted
from dhara.work.jobs import actions as jobs
from dhara.work.jobs import rules as job_rules
from dhara.work.jobs.models import Job
from dhara.work.proposals import facts, rules
from dhara.work.proposals.actions.sides import add_version, live, lock, lock_job, not_own, only, told
from dhara.work.proposals.models import Proposal
from dhara.work.proposals.queries import latest
from dhara.work.proposals.rules import Terms

MOST_A_DAY = 30
DAY = timedelta(days=1)


@noted
@transaction.atomic
def propose(job_id: int, studio: Studio, given: Terms, *, by: Actor, at: datetime) -> Proposal:
    """Apply for an open job, free of charge, once for each studio.

    Raises NotFoundHere, NotAllowed for who may not work for the studio, Conflict `job_not_open`, `own_work`,
    `same_hands`, `proposed_already`, Invalid with the field, TooMany.
    """
    require_actor(by, studio, "do_work")
    job = lock_job(job_id)
    if job.status != job_rules.OPEN:
        raise Conflict("job_not_open", _("This job is not open any more."))
    not_own(studio, job.account_id)
    known = Proposal.objects.select_for_update().filter(job=job, studio=studio).first()
    if known is None and job.by_invitation:
        raise NotFoundHere()
    if known is not None and known.status != rules.INVITED:
        raise Conflict("proposed_already", _("Your studio has applied for this job already."))
    check_day(studio, at)
    terms = rules.clean(given, job.questions, mode=job.pay)
    made = known or _new(job, studio, rules.SUBMITTED, at)
    add_version(made, terms, "worker", currency=job.currency, by=by, at=at)
    fact = told(facts.ProposalMade, made, "worker")
    if known is not None:
        known.become(rules.SUBMITTED, fact=fact, by=by, at=at, studio_id=studio.pk)
    else:
        record(fact, by=by, at=at, studio_id=studio.pk)
    jobs.count_proposals(job.pk, 1)
    jobs.touch(job.pk, at=at)
    return made


def check_day(studio: Studio, at: datetime) -> None:
    """Raises TooMany."""
    if Proposal.objects.filter(studio=studio, created_at__gt=at - DAY).count() >= MOST_A_DAY:
        words = _("Your studio has proposed very often today. Please go on tomorrow.")
        raise TooMany("proposed_often", words, retry_after=3600)


@noted
@transaction.atomic
def invite(job_id: int, studio: Studio, *, by: Actor, at: datetime) -> Proposal:
    """Ask a studio to apply. Again is the same invitation, and nothing where it has applied already."""
    job = lock_job(job_id)
    if by.kind != "person" or by.id != job.account_id or studio.status != STUDIO_OPEN:
        raise NotFoundHere()
    if job.status != job_rules.OPEN:
        raise Conflict("job_not_open", _("This job is not open any more."))
    not_own(studio, job.account_id)
    known = Proposal.objects.filter(job=job, studio=studio).first()
    if known is not None:
        return known
    made = _new(job, studio, rules.INVITED, at)
    record(told(facts.ProposalInvited, made, "buyer"), by=by, at=at, studio_id=studio.pk)
    jobs.touch(job.pk, at=at)
    return made


def _new(job: Job, studio: Studio, status: str, at: datetime) -> Proposal:
    return Proposal.objects.create(
        job=job, studio=studio, buyer_id=job.account_id, status=status, status_at=at, created_at=at
    )


@transaction.atomic
def revise(proposal_id: int, given: Terms, *, by: Actor, at: datetime) -> Proposal:
    """The studio proposes something else: another version. Answers that are not given again stay."""
    proposal, role = lock(proposal_id, by=by)
    only(role, "worker")
    live(proposal, rules.SUBMITTED, rules.SHORTLISTED, rules.INTERVIEW)
    before = latest(proposal)
    questions = proposal.job.questions if proposal.job else ()
    answers = {**before.answers, **given.answers}
    terms = rules.clean(replace(given, answers=answers), questions, mode=before.mode)
    add_version(proposal, terms, role, currency=before.currency, by=by, at=at)
    record(told(facts.ProposalRevised, proposal, role), by=by, at=at, studio_id=proposal.studio_id)
    return proposal
