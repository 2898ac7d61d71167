"""Files for paid work and for offers: announced here, sent in pieces (receiving.py), then named by their ids."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Router, Status
from pydantic import Field

from dhara.api.v1.access import UPLOADING, WORKING, WRITING_CATALOG, Caller, caller, needs
from dhara.api.v1.endpoints.sales import studio_of
from dhara.api.v1.schemas import uploads as shapes
from dhara.kit import clock
from dhara.kit.files.actions import begin_upload as begin
from dhara.kit.files.actions import live_upload
from dhara.kit.files.models import StoredFile, Upload
from dhara.kit.files.queries import arrived_of, check_room
from dhara.kit.files.receiving import received
from dhara.kit.files.taking import claim
from dhara.kit.refusal import Invalid, NotFoundHere, Refused
from dhara.people.models import Studio

router = Router(tags=["Uploads"])
WORK, PICTURE, FILE = "delivery", "picture", "product"
PURPOSES: Final = {"work": WORK, "picture": PICTURE, "file": FILE}
# What each needs: the door lets in who has either scope.
NEEDS: Final = {WORK: WORKING, PICTURE: WRITING_CATALOG, FILE: WRITING_CATALOG}
_FORM: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
UploadPart = Annotated[str, Field(pattern=_FORM)]


@router.post("/uploads", response={201: shapes.UploadOut}, operation_id="begin_upload", summary="Announce a file")
@needs(UPLOADING)
def begin_upload(request: HttpRequest, wanted: shapes.UploadIn) -> Any:
    """Yours, or the studio's where the key is for a studio; what is for an offer is the studio's, with `catalog:write`.

    Its bytes are sent to `url`, whole or in pieces; a broken line costs nothing. Then its `id` goes along in `uploads`,
    or becomes part of an offer. What is not used is thrown away after two days.
    """
    me = caller(request)
    purpose = PURPOSES[wanted.purpose]
    me.require(NEEDS[purpose])
    if wanted.studio and purpose == WORK:
        raise Invalid("studio_needless", _("Name a studio only for what belongs to its offers."), "studio")
    whose = _whose(me) if purpose == WORK else _shop(me, wanted.studio)
    check_room(**whose)
    owner = {"studio_ref": whose.get("studio_ref"), "owner_ref": me.person.pk}
    made = begin(name=wanted.name, length=wanted.size, purpose=purpose, at=clock.now(), **owner)
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
    """Raises NotFoundHere to all others; NotAllowed to members who only look, and for a key that lacks the scope."""
    file = upload.file
    if upload.purpose in (PICTURE, FILE):
        studio = Studio.objects.filter(pk=file.studio_ref or 0).first()
        if studio is None:
            raise NotFoundHere()
        _shop(me, studio.handle)
    else:
        whose = _whose(me)
        if upload.purpose != WORK or file.studio_ref != whose.get("studio_ref"):
            raise NotFoundHere()
        if file.studio_ref is None and file.owner_ref != me.person.pk:
            raise NotFoundHere()
    me.require(NEEDS[upload.purpose])


def _whose(me: Caller) -> dict[str, int]:
    """For `check_room`: a key of a studio uploads for the studio. Raises NotAllowed."""
    studio = me.key.studio if me.key else None
    if studio is None:
        return {"owner_ref": me.person.pk}
    me.viewer.require(studio, "do_work")
    return {"studio_ref": studio.pk}


def _shop(me: Caller, handle: str) -> dict[str, int]:
    """For what is an offer's: of the key's studio, or the one that is named.

    Raises Invalid (`studio`) without either, NotFoundHere, NotAllowed.
    """
    own = me.key.studio if me.key else None
    if own is None and not handle:
        raise Invalid("studio_missing", _("Say for which studio the file is."), "studio")
    studio = own if own and not handle else studio_of(handle, me)
    me.viewer.require(studio, "edit_offers")
    return {"studio_ref": studio.pk}


@contextmanager
def taken(upload: str, purpose: str, studio: Studio, at: datetime) -> Iterator[StoredFile]:
    """The whole file of an upload of the studio's, which nobody uses twice; a refusal of it names what was sent.

    Raises Invalid (`upload`).
    """
    file = arrived_of(upload, purpose=purpose, owner_ref=None, studio_ref=studio.pk, at=at)
    try:
        yield claim(file, "upload")
    except Refused as refusal:
        refusal.field = "upload" if refusal.field in ("file", "picture") else refusal.field
        raise
