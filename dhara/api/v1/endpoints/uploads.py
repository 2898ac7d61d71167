"""Files for paid work: announced here, sent in pieces (receiving.py), named by their ids where work is handed in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import Field

from dhara.api.v1.access import UPLOADING, Caller, caller, needs
from dhara.api.v1.schemas import uploads as shapes
from dhara.kit import clock
from dhara.kit.files.actions import begin_upload as begin
from dhara.kit.files.actions import live_upload
from dhara.kit.files.models import Upload
from dhara.kit.files.queries import check_room
from dhara.kit.files.receiving import received
from dhara.kit.refusal import NotFoundHere

router = Router(tags=["Uploads"])
PURPOSE: Final = "delivery"
_FORM: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
UploadPart = Annotated[str, Field(pattern=_FORM)]


@router.post("/uploads", response={201: shapes.UploadOut}, operation_id="begin_upload", summary="Announce a file")
@needs(UPLOADING)
def begin_upload(request: HttpRequest, wanted: shapes.UploadIn) -> Any:
    """Yours, or the studio's where the key is for a studio. Its bytes are sent to `url`, whole or in pieces; a broken
    line costs nothing. Then its `id` goes along in `uploads`. What is not used is thrown away after two days.
    """
    me = caller(request)
    whose = _whose(me)
    check_room(**whose)
    owner = {"studio_ref": whose.get("studio_ref"), "owner_ref": me.person.pk}
    made = begin(name=wanted.name, length=wanted.size, purpose=PURPOSE, at=clock.now(), **owner)
    return Status(201, shapes.upload_out(made))


@router.get("/uploads/{upload}", response=shapes.UploadOut, operation_id="get_upload", summary="How far a file is")
@needs(UPLOADING)
def get_upload(request: HttpRequest, upload: Path[UploadPart]) -> Any:
    """Until it is used, or was thrown away."""
    at = clock.now()
    check_own(live(upload, at), caller(request))
    return shapes.upload_out(received(UUID(upload), at=at))


def live(upload: str, at: datetime) -> Upload:
    """Raises NotFoundHere."""
    return live_upload(UUID(upload), at)


def check_own(upload: Upload, me: Caller) -> None:
    """Raises NotFoundHere to all others; NotAllowed to members who only look."""
    file = upload.file
    whose = _whose(me)
    if upload.purpose != PURPOSE or file.studio_ref != whose.get("studio_ref"):
        raise NotFoundHere()
    if file.studio_ref is None and file.owner_ref != me.person.pk:
        raise NotFoundHere()


def _whose(me: Caller) -> dict[str, int]:
    """For `check_room`: a key of a studio uploads for the studio. Raises NotAllowed."""
    studio = me.key.studio if me.key else None
    if studio is None:
        return {"owner_ref": me.person.pk}
    me.viewer.require(studio, "do_work")
    return {"studio_ref": studio.pk}
