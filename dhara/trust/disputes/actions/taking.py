"""Take files that one side shows, from a form: before the transaction, as they go to the storage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.files.actions import begin_upload, discard, finish
from dhara.kit.files.receiving import append
from dhara.kit.files.rules import clean_name
from dhara.kit.limits import use
from dhara.kit.refusal import Invalid, NotFoundHere, TooMany
from dhara.money.policies.rules import read
from dhara.trust.disputes.models import StatementFile
from dhara.work.engagements.actions.attaching import check_count
from dhara.work.engagements.models import Unit
from dhara.work.engagements.queries import role_of
from dhara.work.handins.actions.taking import Given
from dhara.work.handins.rules import check_name, judge

_MOST_IN_AN_HOUR = 100


def take(unit: Unit, files: Sequence[Given], *, by: Actor, at: datetime) -> list[StatementFile]:
    """Unsaved files for `open_case`, `answer`, `say` or `appeal`; the unit is loaded with its engagement.

    What no statement takes along is thrown away after two days. Not inside a transaction.
    Raises NotFoundHere for an outsider; Invalid on `files`: too_many_files, file_empty, file_too_large, file_runs,
    file_lies; TooMany.
    """
    role = role_of(by, unit)
    if role is None:
        raise NotFoundHere()
    check_count(len(files), read(unit.engagement.policies, "work.files.most"))
    for each in files:
        check_name(clean_name(each.name or ""))
        if not each.size:
            raise Invalid("file_empty", _("This file is empty."), "files")
    if files and not use("case-files", f"{unit.pk}:{role}", _MOST_IN_AN_HOUR, 3600, at=at).allowed:
        raise TooMany(retry_after=3600)
    studio = unit.worker_id if role == "worker" else None
    return [_receive(each, studio, by, at) for each in files]


def _receive(given: Given, studio: int | None, by: Actor, at: datetime) -> StatementFile:
    upload = begin_upload(
        name=given.name or "", length=given.size or 0, purpose="attachment", at=at, studio_ref=studio, owner_ref=by.id
    )
    append(upload.pk, 0, given, at=at)
    file = finish(upload.pk, at=at)
    try:
        name = judge(file.name, file.mime)
    except Invalid:
        discard(file.pk)
        raise
    return StatementFile(file=file, name=name)
