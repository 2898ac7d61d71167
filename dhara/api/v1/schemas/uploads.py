"""Files that are uploaded for paid work, and files and pictures of offers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.urls import reverse
from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import BIGGEST, LINE, In, Out, absolute
from dhara.kit.files.models import StoredFile, Upload
from dhara.kit.files.rules import MAX_NAME

UPLOADED = "Ids of files that you, or the studio, uploaded (`begin_upload`)."
UploadId = Annotated[str, Field(min_length=36, max_length=36, pattern=r"^[0-9a-f-]+$")]
Uploads = Annotated[list[UploadId], Field(max_length=20)]


class UploadIn(In):
    name: str = Field(min_length=1, max_length=MAX_NAME, pattern=LINE, description="What the others see.")
    size: int = Field(ge=1, le=BIGGEST, description="In bytes.")
    purpose: Literal["work", "picture", "file"] = Field(
        "work", description="What it is for; a `picture` is of an offer, a `file` is what its buyers get."
    )
    studio: str = Field(
        "", pattern=r"^[A-Za-z0-9_]{0,30}$", description="For offers, with a key of your own: the studio's handle."
    )

    model_config = ConfigDict(json_schema_extra={"example": {"name": "sign.png", "size": 20480}})


class UploadOut(Out):
    id: str
    name: str
    size: int = Field(description="In bytes.")
    received: int = Field(description="How many bytes are here: go on there.")
    ready: bool = Field(description="Whether it is whole, and can be handed in.")
    url: str = Field(description="Where the bytes go: the protocol tus 1.0, with the same key.")
    expires_at: datetime = Field(description="When it is thrown away if nothing comes of it.")


def upload_out(upload: Upload) -> UploadOut:
    """With its file loaded."""
    return UploadOut(
        id=str(upload.pk),
        name=upload.file.name,
        size=upload.length,
        received=upload.offset,
        ready=upload.file.state == StoredFile.READY,
        url=absolute(reverse("api-upload-bytes", args=[upload.pk])),
        expires_at=upload.expires_at,
    )
