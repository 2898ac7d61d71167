"""Receive the bytes of an upload, as many as come, however often the line breaks."""

from __future__ import annotations

import hashlib
import hmac
import os
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from django.utils.translation import gettext_lazy as _

from dhara.kit.files import parts
from dhara.kit.files.actions import live_upload
from dhara.kit.files.models import StoredFile, Upload
from dhara.kit.files.rules import LIFETIME
from dhara.kit.refusal import Conflict, Invalid, Refused

CHUNK = 256 * 1024
ACKNOWLEDGE = 16 * 1024 * 1024  # so much is lost at most when the machine dies in the middle of a request


class Stream(Protocol):
    """A request or a file: `read(n)` gives at most n bytes, b"" at the end."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Checksum:
    """`algorithm` is sha1 or sha256; `digest` its raw bytes over the piece being sent."""

    algorithm: str
    digest: bytes


class WrongOffset(Conflict):
    """`expected` is the offset at which to go on."""

    default_code = "upload_offset"
    default_message = _("Some of this file is already here. The upload goes on from there.")

    def __init__(self, expected: int) -> None:
        super().__init__()
        self.expected = expected


def received(upload_id: uuid.UUID, *, at: datetime) -> Upload:
    """The upload with the number of bytes that are surely here as its `offset`."""
    upload = live_upload(upload_id, at)
    if upload.file.state == StoredFile.UPLOADING and upload.offset < upload.length:
        path = parts.path_of(upload_id)
        upload.offset = min(upload.offset, path.stat().st_size if path.exists() else 0)
    return upload


def append(
    upload_id: uuid.UUID, offset: int, stream: Stream, *, at: datetime, checksum: Checksum | None = None
) -> Upload:
    """Write what comes to the end of the part file; returns the upload with its new offset.

    A sender who vanishes leaves what arrived. Raises WrongOffset; Conflict (upload_busy, 423); Invalid
    (upload_too_long, 413), after which the bytes up to the announced length stay; Refused (checksum_mismatch, 460),
    after which none of this piece stays; Refused (storage_full, 507).
    """
    live_upload(upload_id, at)
    with parts.locked(upload_id) as part:
        upload = live_upload(upload_id, at)
        if upload.file.state != StoredFile.UPLOADING or upload.offset == upload.length:
            if offset != upload.length:
                raise WrongOffset(upload.length)
            return upload
        have = parts.cut_to(part, upload.offset)
        if offset != have:
            raise WrongOffset(have)
        _write(upload, part, have, stream, at, checksum)
        return upload


def _write(upload: Upload, part: BinaryIO, have: int, stream: Stream, at: datetime, checksum: Checksum | None) -> None:
    digest = hashlib.new(checksum.algorithm) if checksum else None
    acknowledged, too_long = have, False
    while chunk := _read(stream):
        if digest:
            digest.update(chunk)
        too_long = have + len(chunk) > upload.length
        have += _put(part, chunk[: upload.length - have])
        if too_long:
            break
        if digest is None and have - acknowledged >= ACKNOWLEDGE:
            _acknowledge(upload, part, have, at)
            acknowledged = have
    if checksum and digest and not hmac.compare_digest(digest.digest(), checksum.digest):
        parts.cut_to(part, acknowledged)
        raise Refused("checksum_mismatch", _("A piece of this file arrived damaged and is sent again."), status=460)
    _acknowledge(upload, part, have, at)
    if too_long:
        raise Invalid("upload_too_long", _("More arrived than was announced for this file."), "file", status=413)


def _read(stream: Stream) -> bytes:
    try:
        return stream.read(CHUNK)
    except OSError:  # the sender is gone (Django's UnreadablePostError is one): keep what came
        return b""


def _put(part: BinaryIO, chunk: bytes) -> int:
    try:
        part.write(chunk)
    except OSError as full:
        message = _("There is no room for this file right now. Please try again later.")
        raise Refused("storage_full", message, status=507) from full
    return len(chunk)


def _acknowledge(upload: Upload, part: BinaryIO, have: int, at: datetime) -> None:
    parts.settle(part)
    upload.offset, upload.expires_at = have, at + LIFETIME
    Upload.objects.filter(pk=upload.pk).update(offset=have, expires_at=upload.expires_at)
    os.utime(part.fileno())
