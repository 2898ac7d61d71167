"""Jobs that nobody touches: their owner is warned, then they are closed, so that nobody applies in vain."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict
from dhara.work.jobs import rules
from dhara.work.jobs.actions.writing import idle_from, own
from dhara.work.jobs.facts import JobClosed, JobIdle
from dhara.work.jobs.models import Job


def touch(job_id: int, *, at: datetime) -> None:
    """Something happened to it: the days are counted anew. Its timer finds that out when it fires."""
    Job.objects.filter(pk=job_id, status=rules.OPEN).update(idle_at=idle_from(at), warned_at=None)


@transaction.atomic
def keep_open(job_id: int, *, by: Actor, at: datetime) -> Job:
    """Its owner still looks for somebody. Raises NotFoundHere for anybody else, Conflict where it is not open."""
    job = own(job_id, by)
    if job.status != rules.OPEN:
        raise Conflict("job_not_open", _("This job is not open."))
    touch(job.pk, at=at)
    return job


@transaction.atomic
def look_at_idle(job_id: int, *, by: Actor, at: datetime) -> None:
    """The timer fired: warn, close, or wait on."""
    job = Job.objects.select_for_update().defer("search").get(pk=job_id)
    if job.status != rules.OPEN or job.idle_at is None:
        return
    if at < rules.next_look(job):
        job.start_timers(job.status_at)
    elif job.warned_at is None:
        job.warned_at = at
        job.idle_at = max(job.idle_at, at + rules.WARNING)
        job.save(update_fields=["warned_at", "idle_at"])
        record(JobIdle(job.pk), by=by, at=at)
        job.start_timers(job.status_at)
    else:
        job.become(rules.CLOSED, fact=JobClosed(job.pk, "idle"), by=by, at=at)
