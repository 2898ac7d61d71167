"""Write a job down, and change it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.money.policies import queries as policies
from dhara.people.accounts.queries import proven_emails
from dhara.people.conversations.rules.scams import held_for
from dhara.work.jobs import rules
from dhara.work.jobs.facts import JobHeld
from dhara.work.jobs.models import Job, Skill
from dhara.work.jobs.rules import Wanted

MOST_DRAFTS = 50


@transaction.atomic
def write(given: Wanted, *, by: Actor, at: datetime) -> Job:
    """A draft. Raises Invalid with the field, Conflict for somebody without a proven address."""
    if by.kind != "person" or by.id is None:
        raise NotFoundHere()
    if not proven_emails(by.id):
        raise Conflict("email_not_proven", _("Please confirm your e-mail address first. We have written to you."))
    if Job.objects.filter(account_id=by.id, status=rules.DRAFT).count() >= MOST_DRAFTS:
        raise Conflict("too_many_drafts", _("You have many drafts already. Please post or close some of them."))
    wanted = rules.clean(given)
    made = Job(
        account_id=by.id,
        slug=rules.new_slug(wanted.title),
        status=rules.DRAFT,
        status_at=at,
        created_at=at,
    )
    _fill_in(made, wanted)
    return made


@transaction.atomic
def change(job_id: int, given: Wanted, *, by: Actor, at: datetime) -> Job:
    """Write another text. That of an open job is checked again: what asks workers for money goes out of sight."""
    job = own(job_id, by)
    if job.status not in (rules.DRAFT, rules.HELD, rules.OPEN):
        raise Conflict("job_over", _("This job is over. Open it again to change it."))
    wanted = rules.clean(given)
    if wanted.pay != job.pay and job.bids.exists():
        words = _("Somebody was asked or has applied already: how it is paid stays as it is.")
        raise Conflict("pay_settled", words, "pay")
    _fill_in(job, wanted)
    if job.status == rules.HELD:
        job.become(rules.DRAFT, by=by, at=at, held_for="")
    elif job.status == rules.OPEN:
        reasons = reasons_of(job)
        if reasons:
            hold_back(job, reasons, by=by, at=at)
        else:
            Job.objects.filter(pk=job.pk).update(idle_at=idle_from(at), warned_at=None)
    return job


def _fill_in(job: Job, wanted: Wanted) -> None:
    skills = list(Skill.objects.filter(pk__in=wanted.skills).order_by("pk"))
    if len(skills) != len(wanted.skills):
        raise Invalid("skills_wrong", _("Please choose from the list."), "skills")
    job.title, job.description, job.currency = wanted.title, wanted.description, wanted.currency
    job.budget_least, job.budget_most = wanted.budget_least or None, wanted.budget_most or None
    job.pay, job.weekly_hours = wanted.pay, wanted.weekly_hours or None
    job.level, job.length, job.language, job.wanted = wanted.level, wanted.length, wanted.language, wanted.wanted
    job.questions = [each.kept() for each in wanted.questions]
    job.by_invitation = wanted.by_invitation
    words: Any = Value(rules.vector(wanted, [(each.pk, each.name_en, each.name_bn) for each in skills]))
    job.search = words
    job.save()
    job.skills.set(skills)


def own(job_id: int, by: Actor) -> Job:
    """The job, locked. Raises NotFoundHere for anybody but its owner."""
    job = Job.objects.select_for_update().defer("search").filter(pk=job_id).first()
    if job is None or by.kind != "person" or job.account_id != by.id:
        raise NotFoundHere()
    return job


def reasons_of(job: Job) -> list[str]:
    """What its text is held for."""
    asked = [str(each["words"]) for each in job.questions]
    return held_for("\n".join([job.title, job.description, *asked]), agreed=False)


def hold_back(job: Job, reasons: list[str], *, by: Actor, at: datetime) -> Job:
    codes = ",".join(reasons)
    return job.become(rules.HELD, fact=JobHeld(job.pk, codes), by=by, at=at, held_for=codes)


def idle_from(at: datetime) -> datetime:
    """When a job that was touched now is closed, unless somebody touches it again."""
    return at + timedelta(days=policies.value("work.job_idle_days", at=at))
