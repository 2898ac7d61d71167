"""Take files that one side shows: from a form, before the transaction, as they go to the storage; or what the studio
or the person uploaded in pieces before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.files.actions import begin_upload, discard, finish, prolong
from dhara.kit.files.models import StoredFile
from dhara.kit.files.receiving import append
from dhara.kit.files.rules import check_length, clean_name, purpose_named
from dhara.kit.files.taking import whole
from dhara.kit.limits import use
from dhara.kit.refusal import Invalid, NotFoundHere, TooMany
from dhara.money.policies.rules import read
from dhara.trust.disputes.models import StatementFile
from dhara.work.engagements.actions.attaching import check_count
from dhara.work.engagements.models import Unit
from dhara.work.engagements.queries import role_of
from dhara.work.engagements.rules import WORKER, Role
from dhara.work.handins.actions.taking import Given
from dhara.work.handins.queries import arrived_for
from dhara.work.handins.rules import check_name, judge

_MOST_IN_AN_HOUR = 100


def take(unit: Unit, files: Sequence[Given | str], *, by: Actor, at: datetime) -> list[StatementFile]:
    """Unsaved files for `open_case`, `answer`, `say` or `appeal`; the unit is loaded with its engagement.

    `files` are files of a form, or ids of finished uploads (tus, purpose `delivery`: the studio's, or one's own). What
    no statement takes along is thrown away after two days. Not inside a transaction, but for uploads, which are there
    already.
    Raises NotFoundHere for an outsider; Invalid on `files`: too_many_files, file_empty, file_too_large, file_runs,
    file_lies, file_gone; TooMany.
    """
    role = role_of(by, unit)
    if role is None:
        raise NotFoundHere()
    check_count(len(files), read(unit.engagement.policies, "work.files.most"))
    for each in files:
        if not isinstance(each, str):
            _check(each)
    if files and not use("case-files", f"{unit.pk}:{role}", _MOST_IN_AN_HOUR, 3600, at=at).allowed:
        raise TooMany(retry_after=3600)
    uploads = dict.fromkeys(each for each in files if isinstance(each, str))
    taken = [_arrived(unit, each, role, by, at) for each in uploads]
    taken += [_receive(unit, each, role, by, at) for each in files if not isinstance(each, str)]
    return [_shown(each) for each in taken]


def _check(given: Given) -> None:
    check_name(clean_name(given.name or ""))
    if not given.size:
        raise Invalid("file_empty", _("This file is empty."), "files")


def _arrived(unit: Unit, upload: str, role: Role, by: Actor, at: datetime) -> StoredFile:
    file = whole(arrived_for(unit, upload, role, by, at))
    if role != WORKER:
        check_length(file.size, purpose_named("attachment"))
    prolong(file.pk, at=at)
    return file


def _receive(unit: Unit, given: Given, role: Role, by: Actor, at: datetime) -> StoredFile:
    studio = unit.worker_id if role == WORKER else None
    upload = begin_upload(
        name=given.name or "", length=given.size or 0, purpose="attachment", at=at, studio_ref=studio, owner_ref=by.id
    )
    append(upload.pk, 0, given, at=at)
    return finish(upload.pk, at=at)


def _shown(file: StoredFile) -> StatementFile:
    try:
        name = judge(file.name, file.mime)
    except Invalid:
        discard(file.pk)
        raise
    return StatementFile(file=file, name=name)
