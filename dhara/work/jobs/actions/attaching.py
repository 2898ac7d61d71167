"""Files that go with a job: a sketch, a text to translate. Whoever sees the job and is signed in may fetch them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.files.actions import begin_upload, discard, finish, settle
from dhara.kit.files.models import StoredFile
from dhara.kit.files.receiving import append
from dhara.kit.files.rules import clean_name
from dhara.kit.limits import use
from dhara.kit.refusal import Conflict, Invalid, TooMany
from dhara.work.handins.rules import check_name, judge
from dhara.work.jobs import rules
from dhara.work.jobs.actions.writing import own
from dhara.work.jobs.models import Job, JobFile

_MOST_IN_AN_HOUR = 60
CHANGEABLE = (rules.DRAFT, rules.HELD, rules.OPEN)


class Given(Protocol):
    """A file of a form, as Django gives it. `size` in bytes."""

    name: str | None
    size: int | None

    def read(self, size: int, /) -> bytes: ...


def attach(job_id: int, files: Sequence[Given], *, by: Actor, at: datetime) -> list[JobFile]:
    """Add files of a form to one's own job. Not inside a transaction: it writes to the storage.

    Raises NotFoundHere for anybody but its owner; Conflict where the job is over; Invalid on `files`: too_many_files,
    file_empty, file_too_large, file_runs, file_lies; TooMany.
    """
    with transaction.atomic():
        _room(job_id, len(files), by)
    for each in files:
        check_name(clean_name(each.name or ""))
    if not use("job-files", str(by.id), _MOST_IN_AN_HOUR, 3600, at=at).allowed:
        raise TooMany(retry_after=3600)
    received = [(file, _judged(file)) for file in (_receive(each, by, at) for each in files)]
    with transaction.atomic():
        job = _room(job_id, len(received), by)
        settle([file.pk for file, _name in received])
        return [JobFile.objects.create(job=job, file=file, name=name) for file, name in received]


def _room(job_id: int, more: int, by: Actor) -> Job:
    """The job, locked, where it can take so many files more."""
    job = own(job_id, by)
    if job.status not in CHANGEABLE:
        raise Conflict("job_over", _("This job is over. Open it again to change it."))
    if job.files.count() + more > rules.MOST_FILES:
        raise Invalid("too_many_files", _("At most %(most)s files.") % {"most": rules.MOST_FILES}, "files")
    return job


def _receive(given: Given, by: Actor, at: datetime) -> StoredFile:
    upload = begin_upload(name=given.name or "", length=given.size or 0, purpose="attachment", at=at, owner_ref=by.id)
    append(upload.pk, 0, given, at=at)
    return finish(upload.pk, at=at)


def _judged(file: StoredFile) -> str:
    try:
        return judge(file.name, file.mime)
    except Invalid:
        discard(file.pk)
        raise


@transaction.atomic
def detach(job_id: int, file_ids: Sequence[int], *, by: Actor) -> int:
    """Take files away from one's own job; returns how many there were. Their bytes are removed."""
    found = list(JobFile.objects.filter(job=own(job_id, by), pk__in=file_ids))
    for each in found:
        each.delete()
        discard(each.file_id)
    return len(found)


@transaction.atomic
def drop(job_id: int, *, by: Actor) -> Job:
    """Throw a draft away that nobody has seen yet; what it was. Raises Conflict for any other."""
    job = own(job_id, by)
    if job.status != rules.DRAFT or job.posted_at is not None:
        raise Conflict("job_not_draft", _("Only a draft can be thrown away. Close the job instead."))
    detach(job_id, list(job.files.values_list("pk", flat=True)), by=by)
    job.delete()
    return job
