"""Jobs are held, let through, refused, forgotten, closed, filled: whoever it concerns is told, once."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from dhara.checkout.refunds.mail import member
from dhara.kit.actor import Actor
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.rules import Effect
from dhara.kit.lifecycle.models import Transition
from dhara.people.accounts.queries import operators
from dhara.people.models import Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may
from dhara.reactions.sale import without_mail
from dhara.work.jobs import mail, rules
from dhara.work.jobs.facts import JobClosed, JobFilled, JobHeld, JobIdle, JobPosted, JobRefused
from dhara.work.models import Job, Proposal
from dhara.work.proposals.rules import LIVE


def tell_job_held(fact: JobHeld, *, by: Actor, at: datetime) -> None:
    """The operators look at it; its owner knows why nobody sees it. Nothing, where it was put right meanwhile."""
    job = _job(fact.job_id)
    if job.status != rules.HELD:
        return
    for person in operators():
        _tell(person.pk, "job_to_judge", job, f"/operator/work/job/{job.pk}/change/", by, at)
    _tell(job.account_id, "job_held", job, _own(job), by, at)
    mail.held(job, by=by, at=at)


def tell_job_released(fact: JobPosted, *, by: Actor, at: datetime) -> None:
    """Where an operator let it through: who posts a job themselves knows."""
    job = _job(fact.job_id)
    if Transition.objects.filter(fact_ref=by.cause, thing_ref=job.pk, source=rules.HELD).exists():
        _tell(job.account_id, "job_released", job, f"/jobs/{job.slug}/", by, at)
        mail.released(job, by=by, at=at)


def tell_job_refused(fact: JobRefused, *, by: Actor, at: datetime) -> None:
    job = _job(fact.job_id)
    _tell(job.account_id, "job_refused", job, _own(job), by, at, reason=fact.reason)
    mail.refused(job, fact.reason, by=by, at=at)


def tell_job_idle(fact: JobIdle, *, by: Actor, at: datetime) -> None:
    """Nothing, where its owner came back in the meantime."""
    job = _job(fact.job_id)
    if job.status == rules.OPEN and job.warned_at is not None:
        _tell(job.account_id, "job_idle", job, _own(job), by, at)
        mail.idle(job, by=by, at=at)


def tell_job_closed(fact: JobClosed, *, by: Actor, at: datetime) -> None:
    """Its owner, who let it lie; and those who still wait for an answer."""
    job = _job(fact.job_id)
    if fact.reason == "idle":
        _tell(job.account_id, "job_closed", job, _own(job), by, at)
        mail.closed(job, by=by, at=at)
    _tell_waiting(job, filled=False, by=by, at=at)


def tell_job_filled(fact: JobFilled, *, by: Actor, at: datetime) -> None:
    _tell_waiting(_job(fact.job_id), filled=True, by=by, at=at)


def _tell_waiting(job: Job, *, filled: bool, by: Actor, at: datetime) -> None:
    """The members of each studio whose proposal was never answered; some do without letters."""
    waiting = Proposal.objects.filter(job=job, status__in=LIVE).values_list("studio", flat=True)
    found = Member.objects.filter(studio__in=waiting, account__is_active=True).select_related("account")
    members = [each for each in found.order_by("id") if role_may(each.role, "do_work")]
    silent = without_mail("work", [each.account for each in members])
    kind = "job_filled" if filled else "job_over"
    for each in members:
        _tell(each.account_id, kind, job, f"/jobs/{job.slug}/", by, at, studio_id=each.studio_id)
        if each.account_id not in silent:
            mail.over(job, member(each.account, each.studio_id), filled=filled, by=by, at=at)


def _job(job_id: int) -> Job:
    return Job.objects.defer("search").select_related("account").get(pk=job_id)


def _own(job: Job) -> str:
    return f"/account/jobs/{job.pk}/"


def _tell(
    account_id: int,
    kind: str,
    job: Job,
    url: str,
    by: Actor,
    at: datetime,
    *,
    studio_id: int | None = None,
    reason: str = "",
) -> None:
    tell(
        account_id=account_id,
        topic="work",
        kind=kind,
        data={"title": job.title, **({"reason": reason} if reason else {})},
        key=f"{kind}:{job.pk}:{by.cause}:{account_id}:{studio_id or 0}",
        url=url,
        studio_id=studio_id,
        at=at,
    )


# Which fact of a job causes which of these.
JOBS: Final[dict[type[Fact], list[Effect]]] = {
    JobPosted: [tell_job_released],
    JobHeld: [tell_job_held],
    JobRefused: [tell_job_refused],
    JobIdle: [tell_job_idle],
    JobClosed: [tell_job_closed],
    JobFilled: [tell_job_filled],
}
