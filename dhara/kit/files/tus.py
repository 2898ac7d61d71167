"""The resumable upload protocol tus 1.0.0: core, creation(-with-upload), expiration, termination, checksum.

Plain functions for the doors: `collection` answers at the address where uploads are created, `resource` at an
upload's own. The door says who may: through `authorise`, which raises Refused.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

from dhara.kit.files import actions
from dhara.kit.files.models import StoredFile, Upload
from dhara.kit.files.receiving import Checksum, WrongOffset, append, received
from dhara.kit.refusal import Invalid, Refused

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,termination,checksum"
_BODY = "application/offset+octet-stream"


@dataclass(frozen=True)
class Wanted:
    """What a client announces. `length` in bytes; `metadata` is its own word and not to be trusted."""

    name: str
    length: int
    metadata: dict[str, str] = field(default_factory=dict)


Purposes = Literal["product", "picture", "attachment", "document", "delivery"]


@dataclass(frozen=True)
class Terms:
    """What the door grants: for which purpose, on whose account."""

    purpose: Purposes
    studio_ref: int | None = None
    owner_ref: int | None = None


Finished = Callable[[StoredFile], None]


def collection(
    request: HttpRequest,
    *,
    authorise: Callable[[Wanted], Terms],
    location: Callable[[UUID], str],
    at: datetime,
    finished: Finished | None = None,
) -> HttpResponse:
    """OPTIONS: what we speak. POST: create an upload at `location(id)`; a body of the right type is its first piece.

    When the last byte is here the file is checked, `finished` is called and `Dhara-File` names the file's id.
    """
    if request.method == "OPTIONS":
        return _options()
    return _answered(request, lambda: _create(request, authorise, location, at, finished), ("POST",))


def resource(
    request: HttpRequest,
    upload_id: UUID,
    *,
    authorise: Callable[[Upload], None],
    at: datetime,
    finished: Finished | None = None,
) -> HttpResponse:
    """HEAD: how much is here. PATCH: go on. DELETE: give up. POST with X-HTTP-Method-Override does the same."""
    verb = request.method or ""
    if verb == "POST":
        verb = request.headers.get("X-HTTP-Method-Override", "").upper()
    if verb == "OPTIONS":
        return _options()

    def handle() -> HttpResponse:
        authorise(actions.live_upload(upload_id, at))
        if verb == "HEAD":
            return _head(received(upload_id, at=at), at, finished)
        if verb == "DELETE":
            actions.cancel_upload(upload_id, at=at)
            return HttpResponse(status=204)
        return _patch(request, upload_id, at, finished)

    return _answered(request, handle, ("HEAD", "PATCH", "DELETE"), verb)


def _answered(
    request: HttpRequest, handle: Callable[[], HttpResponse], allowed: tuple[str, ...], verb: str = ""
) -> HttpResponse:
    """Check method and version, run, and turn a refusal into problem+json."""
    if (verb or request.method) not in allowed:
        response = HttpResponse(status=405, headers={"Allow": ", ".join((*allowed, "OPTIONS"))})
    elif request.headers.get("Tus-Resumable") != VERSION:
        response = HttpResponse(status=412, headers={"Tus-Version": VERSION})
    else:
        try:
            response = handle()
        except Refused as refusal:
            response = _problem(refusal)
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    return response


def _problem(refusal: Refused) -> HttpResponse:
    body = {"status": refusal.status, "code": refusal.code, "title": str(refusal.message)}
    response = HttpResponse(json.dumps(body), status=refusal.status, content_type="application/problem+json")
    if isinstance(refusal, WrongOffset):
        response["Upload-Offset"] = str(refusal.expected)
    return response


def _options() -> HttpResponse:
    from django.conf import settings

    return HttpResponse(
        status=204,
        headers={
            "Tus-Resumable": VERSION,
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(settings.MAX_FILE_BYTES),
            "Tus-Checksum-Algorithm": "sha1,sha256",
        },
    )


def _create(
    request: HttpRequest,
    authorise: Callable[[Wanted], Terms],
    location: Callable[[UUID], str],
    at: datetime,
    finished: Finished | None,
) -> HttpResponse:
    metadata = parse_metadata(request.headers.get("Upload-Metadata", ""))
    wanted = Wanted(metadata.get("filename") or metadata.get("name") or "", _number(request, "Upload-Length"), metadata)
    terms = authorise(wanted)
    upload = actions.begin_upload(
        name=wanted.name,
        length=wanted.length,
        purpose=terms.purpose,
        studio_ref=terms.studio_ref,
        owner_ref=terms.owner_ref,
        at=at,
    )
    answer = HttpResponse(status=201)
    if request.content_type == _BODY:
        upload = append(upload.pk, 0, request, at=at, checksum=_checksum(request))
        answer = _progress(upload, at, finished, answer)
    answer["Location"] = location(upload.pk)
    answer["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return answer


def _patch(request: HttpRequest, upload_id: UUID, at: datetime, finished: Finished | None) -> HttpResponse:
    if request.content_type != _BODY:
        raise Invalid("upload_type", _("This is not a piece of an upload."), status=415)
    offset = _number(request, "Upload-Offset")
    upload = append(upload_id, offset, request, at=at, checksum=_checksum(request))
    return _progress(upload, at, finished, HttpResponse(status=204))


def _progress(upload: Upload, at: datetime, finished: Finished | None, answer: HttpResponse) -> HttpResponse:
    """Tell how far it is; when all is here, make the file ready (again, if a crash came between)."""
    answer["Upload-Offset"] = str(upload.offset)
    answer["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    if upload.offset == upload.length:
        file = actions.finish(upload.pk, at=at)
        if finished:
            finished(file)
        answer["Dhara-File"] = str(file.pk)
    return answer


def _head(upload: Upload, at: datetime, finished: Finished | None) -> HttpResponse:
    """A sender that reads "all is here" sends nothing more: where the machine died before the file was made ready,
    that is done now."""
    if upload.offset == upload.length and upload.file.state != StoredFile.READY:
        _progress(upload, at, finished, HttpResponse())
        upload.file.refresh_from_db()
    return _state(upload)


def _state(upload: Upload) -> HttpResponse:
    headers = {
        "Upload-Offset": str(upload.offset),
        "Upload-Length": str(upload.length),
        "Upload-Expires": http_date(upload.expires_at.timestamp()),
    }
    if upload.file.state == StoredFile.READY:
        headers["Dhara-File"] = str(upload.file.pk)
    return HttpResponse(status=200, headers=headers)


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Invalid("upload_header", _("The upload was announced wrongly. Please start again."), status=400)
    return int(text)


def parse_metadata(header: str) -> dict[str, str]:
    """`filename d29ybGQucGRm,is_confidential` as a dict. Raises Invalid (upload_header, 400)."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _space, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            message = _("The upload was announced wrongly. Please start again.")
            raise Invalid("upload_header", message, status=400) from error
    return found


def _checksum(request: HttpRequest) -> Checksum | None:
    header = request.headers.get("Upload-Checksum", "")
    if not header:
        return None
    algorithm, _space, value = header.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error:
        digest = b""
    if algorithm not in ("sha1", "sha256") or not digest:
        raise Invalid("upload_checksum", _("The upload was announced wrongly. Please start again."), status=400)
    return Checksum(algorithm, digest)
