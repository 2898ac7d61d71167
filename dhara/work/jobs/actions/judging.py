"""What operators do with jobs whose text may ask workers for money."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid, NotAllowed, NotFoundHere
from dhara.work.jobs import rules
from dhara.work.jobs.actions.posting import open_up
from dhara.work.jobs.actions.writing import hold_back
from dhara.work.jobs.facts import JobRefused
from dhara.work.jobs.models import Job


@transaction.atomic
def release(job_id: int, *, by: Actor, at: datetime) -> Job:
    """Nothing is wrong with it: everybody sees it."""
    return open_up(_judged(job_id, by), by=by, at=at)


@transaction.atomic
def refuse(job_id: int, *, reason: str, by: Actor, at: datetime) -> Job:
    """It stays out of sight, and its owner reads why."""
    job, reason = _judged(job_id, by), clean_text(reason, lines=True)[:1000]
    if not reason:
        raise Invalid("reason_missing", _("Say why, so that the owner understands."), "reason")
    return job.become(rules.CLOSED, fact=JobRefused(job.pk, reason), by=by, at=at, reason=reason)


@transaction.atomic
def hold(job_id: int, *, reason: str, by: Actor, at: datetime) -> Job:
    """Take an open job out of sight until it was looked at; `reason` is a code of conversations' HELD."""
    return hold_back(_judged(job_id, by), [reason], by=by, at=at)


def _judged(job_id: int, by: Actor) -> Job:
    if by.kind != "operator":
        raise NotAllowed()
    job = Job.objects.select_for_update().defer("search").filter(pk=job_id).first()
    if job is None:
        raise NotFoundHere()
    return job
