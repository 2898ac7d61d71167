"""Let all see a job; close it, open it again; say that enough people were hired."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, TooMany
from dhara.work.jobs import rules
from dhara.work.jobs.actions.writing import hold_back, idle_from, own, reasons_of
from dhara.work.jobs.facts import JobClosed, JobFilled, JobPosted
from dhara.work.jobs.models import Job

MOST_POSTED, POSTED_WITHIN = 20, timedelta(days=1)


@transaction.atomic
def post(job_id: int, *, by: Actor, at: datetime) -> Job:
    """Show it to all; or hold it for the operator, with the reasons in `held_for`. Posting twice is posting once."""
    job = own(job_id, by)
    if job.status in (rules.OPEN, rules.HELD):
        return job
    if job.status != rules.DRAFT:
        raise Conflict("job_over", _("This job is over. Open it again to change it."))
    if Job.objects.filter(account=job.account_id, posted_at__gt=at - POSTED_WITHIN).count() >= MOST_POSTED:
        raise TooMany("posted_often", _("You have posted many jobs today. Please go on tomorrow."), retry_after=3600)
    if reasons := reasons_of(job):
        return hold_back(job, reasons, by=by, at=at)
    return open_up(job, by=by, at=at)


@transaction.atomic
def close(job_id: int, *, by: Actor, at: datetime) -> Job:
    """Nobody can apply any more; who did is told by what happens to their proposals. Twice is once."""
    job = own(job_id, by)
    if job.status == rules.CLOSED:
        return job
    if job.status != rules.OPEN:
        raise Conflict("job_not_open", _("This job is not open."))
    return job.become(rules.CLOSED, fact=JobClosed(job.pk, ""), by=by, at=at)


@transaction.atomic
def reopen(job_id: int, *, by: Actor, at: datetime) -> Job:
    """Look for somebody again. What an operator refused stays closed."""
    job = own(job_id, by)
    if job.status not in (rules.CLOSED, rules.HIRED) or job.held_for:
        raise Conflict("job_not_closed", _("This job can not be opened again."))
    if job.status == rules.HIRED:
        Job.objects.filter(pk=job.pk).update(wanted=F("wanted") + 1)
    return open_up(job, by=by, at=at)


def open_up(job: Job, *, by: Actor, at: datetime) -> Job:
    """Called with the job locked. The moments are set first: the timer is reckoned from them."""
    job.idle_at, job.warned_at = idle_from(at), None
    return job.become(
        rules.OPEN,
        fact=JobPosted(job.pk),
        by=by,
        at=at,
        posted_at=at,
        idle_at=job.idle_at,
        warned_at=None,
        held_for="",
    )


def fill(job: Job, *, by: Actor, at: datetime) -> Job:
    """As many were hired as are wanted. Called with the job locked, in the transaction of the last agreement."""
    return job.become(rules.HIRED, fact=JobFilled(job.pk), by=by, at=at)


def count_proposals(job_id: int, more: int) -> None:
    Job.objects.filter(pk=job_id).update(proposals=F("proposals") + more)
