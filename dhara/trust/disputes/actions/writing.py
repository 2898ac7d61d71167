"""What all verbs of a case share: the case under lock, the side that acts, a statement with its files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.files.actions import settle
from dhara.kit.files.taking import GONE
from dhara.kit.refusal import Conflict, NotFoundHere, TooMany
from dhara.trust.disputes import facts, rules
from dhara.trust.disputes.models import Case, Statement, StatementFile
from dhara.work.engagements.models import Unit
from dhara.work.engagements.queries import role_of
from dhara.work.engagements.rules import Role

Files = Sequence[StatementFile]


def locked(case_id: int, by: Actor) -> tuple[Case, Role]:
    """The unit before the case, here as everywhere. Raises NotFoundHere for an outsider."""
    unit_id = Case.objects.filter(pk=case_id).values_list("unit", flat=True).first()
    if unit_id is None:
        raise NotFoundHere()
    unit = Unit.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=unit_id)
    case = Case.objects.select_for_update().get(pk=case_id)
    case.unit = unit
    role = role_of(by, unit)
    if role is None:
        raise NotFoundHere()
    return case, role


def write(
    case: Case,
    sort: str,
    role: Role,
    *,
    text: str,
    by: Actor,
    at: datetime,
    to_worker: int | None = None,
    files: Files = (),
) -> Statement:
    """Raises TooMany where this side has said enough, Conflict `files_gone`."""
    if case.statements.filter(role=role).count() >= rules.MOST_SAID:
        raise TooMany("said_enough", _("You have said so much here that nothing more fits."), retry_after=86_400)
    author = by.id if by.kind in ("person", "operator") else None
    made = Statement.objects.create(
        case=case, sort=sort, role=role, author_id=author, text=text, to_worker=to_worker, at=at
    )
    attach(made, files)
    return made


def attach(made: Statement, files: Files) -> None:
    """Keep the (unsaved) files with their statement. Raises Conflict `files_gone`."""
    if not files:
        return
    if settle(each.file_id for each in files) != len(files):
        raise Conflict("files_gone", GONE)
    for each in files:
        each.statement = made
    StatementFile.objects.bulk_create(files)


def fact(sort: type[facts.CaseFact], case: Case, role: str, row_id: int = 0) -> facts.CaseFact:
    return sort(case.pk, case.unit_id, case.unit.engagement_id, role, row_id)


def lapse(case: Case, by: Actor, at: datetime) -> None:
    """Nothing that was proposed waits for an answer any more."""
    for each in case.proposals.select_for_update().filter(status=rules.OPEN):
        each.become(rules.LAPSED, by=by, at=at, studio_id=case.studio_id)
