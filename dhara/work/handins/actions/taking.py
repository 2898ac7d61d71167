"""Take files for a step of work: from a form at once, or from uploads that came in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.files.actions import begin_upload, discard, finish, prolong
from dhara.kit.files.models import StoredFile
from dhara.kit.files.receiving import append
from dhara.kit.files.rules import MEBIBYTE, clean_name
from dhara.kit.files.taking import whole
from dhara.kit.limits import use
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere, TooMany
from dhara.money.policies.rules import read
from dhara.work.engagements import rules as engagements
from dhara.work.engagements.actions.attaching import check_count
from dhara.work.engagements.models import SubmittedFile, Unit
from dhara.work.engagements.queries import role_of, steps
from dhara.work.engagements.rules import WORKER, Role
from dhara.work.handins import queries, rules

_MOST_IN_AN_HOUR = 200


class Given(Protocol):
    """A file of a form, as Django gives it. `size` in bytes."""

    name: str | None
    size: int | None

    def read(self, size: int, /) -> bytes: ...


def take(
    unit: Unit,
    files: Sequence[Given | str],
    *,
    by: Actor,
    at: datetime,
    question: str = "",
    at_once: bool = False,
) -> list[SubmittedFile]:
    """Unsaved files for `act(files=…)`, or for `require` of a gig. The unit is loaded with its engagement.

    `files` are files of a form, ids of finished uploads (tus, purpose `delivery`: the studio's, or one's own) or tokens
    of `queries.waiting`; `question` is the key of the question that they answer; `at_once` opens them to the buyer
    before acceptance. What no step takes along is thrown away after two days. Not inside a transaction: it writes to
    the storage.

    Raises NotFoundHere for an outsider; Conflict where no step wants files now; Invalid on `files`: too_many_files,
    file_empty, file_too_large, file_runs, file_lies, file_gone; TooMany.
    """
    role = role_of(by, unit)
    if role is None:
        raise NotFoundHere()
    if not any(step.needs == engagements.SUBMISSION for step in steps(unit, role)):
        raise Conflict("files_not_now", _("Nothing is handed in right now. Please look at the page again."))
    check_count(len(files), read(unit.engagement.policies, "work.files.most"))
    for each in files:
        if not isinstance(each, str):
            _check(each, unit, role)
    if not use("work-files", f"{unit.pk}:{role}", _MOST_IN_AN_HOUR, 3600, at=at).allowed:
        raise TooMany(retry_after=3600)
    opened = at_once and role == WORKER
    unique = dict.fromkeys(each for each in files if isinstance(each, str))
    taken = [_waiting(unit, token, role, by, at) for token in unique]
    taken += [_receive(unit, each, role, by, at) for each in files if not isinstance(each, str)]
    return [_submitted(each, question, opened) for each in taken]


def _check(given: Given, unit: Unit, role: Role) -> None:
    """What can be refused before anything is kept. Larger ones of a worker come in pieces, or are refused there."""
    rules.check_name(clean_name(given.name or ""))
    _check_size(given.size or 0, unit, role)


def _check_size(size: int, unit: Unit, role: Role) -> None:
    """`size` in bytes."""
    most = read(unit.engagement.policies, "work.files.buyer_megabytes")
    if role != WORKER and size > most * MEBIBYTE:
        words = _("This file is too large. The limit is %(limit)s MB.")
        raise Invalid("file_too_large", words % {"limit": number(most, current())}, "files", status=413)


def _receive(unit: Unit, given: Given, role: Role, by: Actor, at: datetime) -> StoredFile:
    mine = role == WORKER
    upload = begin_upload(
        name=given.name or "",
        length=given.size or 0,
        purpose="delivery" if mine else "requirement",
        at=at,
        studio_ref=unit.worker_id if mine else None,
        owner_ref=by.id,
    )
    append(upload.pk, 0, given, at=at)
    return finish(upload.pk, at=at)


def _waiting(unit: Unit, token: str, role: Role, by: Actor, at: datetime) -> StoredFile:
    file = whole(queries.arrived_for(unit, token, role, by, at))
    _check_size(file.size, unit, role)
    prolong(file.pk, at=at)
    return file


def _submitted(file: StoredFile, question: str, at_once: bool) -> SubmittedFile:
    try:
        name = rules.judge(file.name, file.mime)
    except Invalid:
        discard(file.pk)
        raise
    called = file.name if name != file.name else ""
    return SubmittedFile(
        file=file, name=name, called=called, question=question[:80], at_once=at_once, sha256=file.sha256
    )
