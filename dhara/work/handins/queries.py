"""Reads: what each side may open of what was handed in; the same file in other work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from dhara.kit.actor import Actor
from dhara.kit.files.links import LinkInvalid, read, sign
from dhara.kit.files.models import StoredFile, Upload
from dhara.kit.files.queries import arrived_of
from dhara.people.studios.queries import role_of as studio_role
from dhara.people.studios.rules import role_may
from dhara.work.engagements import rules as engagements
from dhara.work.engagements.models import Submission, SubmittedFile, Unit
from dhara.work.engagements.queries import role_of
from dhara.work.engagements.rules import WORKER, Role
from dhara.work.handins import rules
from dhara.work.handins.rules import Access

# Who was let in is asked again at every request, so the time only limits what a link that was passed on is worth.
LINK_SECONDS = 3600
PURPOSE = "work-file"
WAITING = "work-upload"


@dataclass(frozen=True)
class Shown:
    """A file as one side sees it. `size` in bytes; `called` is what its sender called it where it was renamed.

    `opens` says how much of it they get; `drawn` whether there is a preview to look at; `why` why there is no more.
    """

    id: int
    name: str
    called: str
    size: int
    mime: str
    question: str
    opens: Access
    drawn: bool
    at_once: bool
    why: Any = ""


def files_for(submission: Submission, role: Role, status: str) -> list[Shown]:
    """The files of one submission, in order; its unit is loaded. For a page with several: `files_of`."""
    files = SubmittedFile.objects.filter(submission=submission).select_related("file").order_by("pk")
    return [_shown(each, submission, submission.unit, role, status) for each in files]


def files_of(unit: Unit, role: Role) -> dict[int, list[Shown]]:
    """The files of all its submissions by their ids: one query."""
    found: dict[int, list[Shown]] = defaultdict(list)
    files = SubmittedFile.objects.filter(submission__unit=unit).select_related("file", "submission")
    for each in files.order_by("pk"):
        found[each.submission_id].append(_shown(each, each.submission, unit, role, unit.status))
    return dict(found)


def _shown(each: SubmittedFile, submission: Submission, unit: Unit, role: Role, status: str) -> Shown:
    opens = _access(each, submission, unit, role, status)
    file, drawn = each.file, each.preview_id is not None
    why = rules.closed(status) if opens != rules.ORIGINAL else ""
    return Shown(each.pk, each.name, each.called, file.size, file.mime, each.question, opens, drawn, each.at_once, why)


def _access(each: SubmittedFile, submission: Submission, unit: Unit, role: Role, status: str) -> Access:
    if engagements.MODES[unit.mode].pooled:  # a proof is looked at before it is paid: it is not the product
        return "original"
    drawn = each.preview_id is not None
    return rules.access(role, submission.role, status, paid=unit.paid, at_once=each.at_once, drawn=drawn)


def handed_in(file_id: int) -> SubmittedFile | None:
    """With all that a door needs to know of it."""
    loaded = SubmittedFile.objects.select_related("file", "preview", "submission__unit__engagement")
    return loaded.filter(pk=file_id).first()


def side_of(by: Actor, unit: Unit) -> Role | None:
    """From which side somebody looks at files: as `role_of`, and members of the studio who may see its orders."""
    role = role_of(by, unit)
    if role is None and by.kind == "person" and unit.worker_id is not None:
        return "worker" if role_may(studio_role(by.id, unit.worker_id), "see_orders") else None
    return role


def access_of(each: SubmittedFile, role: Role) -> Access:
    """What somebody gets of it now; loaded by `handed_in`."""
    unit = each.submission.unit
    return _access(each, each.submission, unit, role, unit.status)


def link_for(each: SubmittedFile, by: Actor, at: datetime) -> str:
    """A token for the address of its bytes, good for an hour and only as long as they may have them."""
    return sign({"file": each.pk, "who": by.kind, "id": by.id}, LINK_SECONDS, at, purpose=PURPOSE)


def open_link(token: str, at: datetime) -> SubmittedFile:
    """What a token leads to, asked anew at every request for bytes.

    Raises LinkExpired, LinkInvalid: not ours, not a side any more, or not open to them now.
    """
    payload = read(token, at, purpose=PURPOSE)
    found = handed_in(payload["file"])
    role = side_of(Actor(payload["who"], payload["id"]), found.submission.unit) if found else None
    if found is None or role is None or access_of(found, role) != rules.ORIGINAL:
        raise LinkInvalid
    return found


class Taken(Protocol):
    """A file that was taken and is not saved yet: of work, or of a case about it."""

    name: str

    @property
    def file_id(self) -> int: ...

    @property
    def file(self) -> StoredFile: ...


def waiting(files: Iterable[Taken], unit: Unit, at: datetime) -> list[tuple[str, str, int]]:
    """What `take` gave and no step took along, so that a form can be sent again: token for `take`, name, bytes."""
    kept = list(files)
    uploads = {each.file_id: str(each.pk) for each in Upload.objects.filter(file__in=[each.file_id for each in kept])}
    return [
        (
            sign({"upload": uploads[each.file_id], "unit": unit.pk}, 2 * 86_400, at, purpose=WAITING),
            each.name,
            each.file.size,
        )
        for each in kept
        if each.file_id in uploads
    ]


def same_elsewhere(file_ids: Iterable[int]) -> dict[int, list[SubmittedFile]]:
    """For the operator alone: where the same studio delivered the very same file to another buyer, the latest first.

    By the ids of the submitted files that were asked for; those that stand nowhere else are left out.
    """
    mine = list(_delivered().filter(pk__in=list(file_ids)))
    others = _delivered().filter(sha256__in={each.sha256 for each in mine}).order_by("-pk")
    found: dict[int, list[SubmittedFile]] = {}
    for each in mine:
        same = [other for other in others if other.sha256 == each.sha256 and _for_another(each, other)]
        if same:
            found[each.pk] = same
    return found


def same_as_before(unit: Unit) -> dict[int, list[SubmittedFile]]:
    """`same_elsewhere` for all that was delivered in a unit."""
    return same_elsewhere(_delivered().filter(submission__unit=unit).values_list("pk", flat=True))


def _delivered() -> QuerySet[SubmittedFile]:
    delivered = SubmittedFile.objects.filter(~Q(sha256=""), submission__role=WORKER)
    return delivered.select_related("submission__unit__engagement")


def _for_another(each: SubmittedFile, other: SubmittedFile) -> bool:
    mine, theirs = each.submission.unit, other.submission.unit
    one, two = mine.engagement, theirs.engagement
    same_buyer = (one.buyer_id, one.buyer_email.lower()) == (two.buyer_id, two.buyer_email.lower())
    return mine.worker_id == theirs.worker_id and not same_buyer


def arrived_for(unit: Unit, token: str, role: Role, by: Actor, at: datetime) -> StoredFile | None:
    """The whole file of an upload that waits: the studio's or one's own by its id, or one of `waiting` by its token."""
    if ":" not in token:
        person, studio = by.id if by.kind == "person" else None, unit.worker_id if role == WORKER else None
        return arrived_of(token, purpose="delivery", owner_ref=person, studio_ref=studio, at=at)
    try:
        payload = read(token, at, purpose=WAITING)
    except LinkInvalid:
        return None
    waiting = Upload.objects.select_related("file").filter(file__state=StoredFile.READY, expires_at__gt=at)
    upload = waiting.filter(pk=payload["upload"]).first() if payload["unit"] == unit.pk else None
    return upload.file if upload else None
