"""Files that were handed in with paid work, for whoever may open them now."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Router
from pydantic import Field

from dhara.api.v1.access import WORK, Caller, caller, needs
from dhara.api.v1.schemas.base import BIGGEST, absolute
from dhara.api.v1.schemas.work import FileLinkOut
from dhara.kit import clock
from dhara.kit.refusal import NotAllowed, NotFoundHere
from dhara.work.engagements.models import SubmittedFile
from dhara.work.handins import queries, rules

router = Router(tags=["Work"])
FileId = Annotated[int, Field(ge=1, le=BIGGEST)]


@router.get(
    "/work/{work}/files/{file}", response=FileLinkOut, operation_id="get_work_file", summary="A file of the work"
)
@needs(WORK)
def get_work_file(request: HttpRequest, work: Path[FileId], file: Path[FileId]) -> Any:
    """An address from which its bytes come for an hour, whole or in ranges; whether you may is asked each time.

    What is delivered opens to the buyer once the work is accepted, or at once where the studio said so.
    """
    me, at = caller(request), clock.now()
    found = queries.handed_in(file)
    if found is None or found.submission.unit.engagement_id != work:
        raise NotFoundHere()
    _check_open(found, me)
    return FileLinkOut(
        url=absolute(reverse("work:fetch", args=[queries.link_for(found, me.by, at)])),
        name=found.name,
        size=found.file.size,
        type=found.file.mime,
        expires_at=at + timedelta(seconds=queries.LINK_SECONDS),
    )


def _check_open(found: SubmittedFile, me: Caller) -> None:
    """Raises NotFoundHere to outsiders, NotAllowed `file_closed` to a side for which it does not open now."""
    unit = found.submission.unit
    role = queries.side_of(me.by, unit)
    own = me.key.studio_id if me.key else None
    if role is None or (own is not None and (unit.worker_id != own or role != "worker")):
        raise NotFoundHere()
    if queries.access_of(found, role) != rules.ORIGINAL:
        raise NotAllowed("file_closed", rules.closed(unit.status))
