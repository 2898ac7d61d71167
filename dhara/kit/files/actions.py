"""Take files in: whole or in pieces; drop them again.

None of these may be called inside a transaction that others wait for: they read from the network and write to the
storage. Their own writes are single statements or short transactions.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.files import parts
from dhara.kit.files.keeping import Kept, keep
from dhara.kit.files.models import Picture, StoredFile, Upload
from dhara.kit.files.rules import LIFETIME, check_length, clean_name, purpose_named
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere


def begin_upload(
    *, name: str, length: int, purpose: str, at: datetime, studio_ref: int | None = None, owner_ref: int | None = None
) -> Upload:
    """Announce a file of `length` bytes. Raises Invalid: file_empty, file_too_large (413), file_purpose."""
    check_length(length, purpose_named(purpose))
    with transaction.atomic():
        file = StoredFile.objects.create(
            name=clean_name(name), size=length, studio_ref=studio_ref, owner_ref=owner_ref, created_at=at
        )
        return Upload.objects.create(file=file, length=length, purpose=purpose, expires_at=at + LIFETIME)


def live_upload(upload_id: uuid.UUID, at: datetime) -> Upload:
    """The upload with its file. Raises NotFoundHere: upload_unknown, or upload_expired with status 410."""
    upload = Upload.objects.select_related("file").filter(pk=upload_id).first()
    if upload is None:
        raise NotFoundHere("upload_unknown", _("This upload does not exist any more. Please start again."))
    if upload.expires_at <= at:
        raise NotFoundHere("upload_expired", _("This upload has expired. Please start again."), status=410)
    return upload


def finish(upload_id: uuid.UUID, *, at: datetime) -> StoredFile:
    """Check the received file and make it ready; once it is, the same answer comes again.

    Raises Conflict (upload_incomplete) while bytes are missing; Invalid when the content does not suit the purpose,
    and then the upload is gone.
    """
    live_upload(upload_id, at)
    # Whoever comes with a piece of a complete file holds the lock only as long as it takes to say so.
    with parts.locked(upload_id, patience=5):
        upload = live_upload(upload_id, at)
        if upload.file.state == StoredFile.READY:
            return upload.file
        if upload.offset < upload.length:
            raise Conflict("upload_incomplete", _("This file has not arrived completely yet."))
        purpose = purpose_named(upload.purpose)
        try:
            kept = keep(parts.path_of(upload_id), upload_id, upload.file.name, purpose)
        except Invalid:
            _forget(upload)
            raise
        if not purpose.picture and kept.size != upload.length:
            _forget(upload)
            raise Conflict("upload_damaged", _("This file arrived damaged. Please upload it again."))
        with transaction.atomic():
            _make_ready(upload.file, kept)
        parts.remove(upload_id)
        return upload.file


def _make_ready(file: StoredFile, kept: Kept) -> None:
    file.size, file.sha256, file.mime, file.storage_key = kept.size, kept.sha256, kept.mime, kept.key
    file.state = StoredFile.READY
    file.save()
    if kept.width:
        Picture.objects.create(file=file, width=kept.width, height=kept.height, renditions=kept.renditions)


def _forget(upload: Upload) -> None:
    upload.file.delete()  # and the upload with it
    parts.remove(upload.pk)


def store_bytes(
    content: bytes | BinaryIO,
    *,
    name: str,
    at: datetime,
    purpose: str = "product",
    studio_ref: int | None = None,
    owner_ref: int | None = None,
) -> StoredFile:
    """Keep a file that is at hand: made on the spot, or posted by a plain form. Raises Invalid as `finish` does."""
    ident, chosen = uuid.uuid4(), purpose_named(purpose)
    try:
        with parts.locked(ident) as part:
            shutil.copyfileobj(BytesIO(content) if isinstance(content, bytes) else content, part, 1024 * 1024)
            length = part.tell()
            part.flush()
            check_length(length, chosen)
            cleaned = clean_name(name)
            kept = keep(parts.path_of(ident), ident, cleaned, chosen)
    finally:
        parts.remove(ident)
    with transaction.atomic():
        file = StoredFile(name=cleaned, studio_ref=studio_ref, owner_ref=owner_ref, created_at=at)
        _make_ready(file, kept)
    return file


def store_picture(
    content: bytes | BinaryIO, *, name: str, at: datetime, studio_ref: int | None = None, owner_ref: int | None = None
) -> Picture:
    """`store_bytes` for a picture; raises Invalid: picture_unreadable, picture_too_large, file_too_large."""
    file = store_bytes(content, name=name, at=at, purpose="picture", studio_ref=studio_ref, owner_ref=owner_ref)
    return file.picture


def cancel_upload(upload_id: uuid.UUID, *, at: datetime) -> None:
    """Give an upload up. A file that is ready already stays; only its upload is forgotten."""
    live_upload(upload_id, at)
    with parts.locked(upload_id):
        upload = live_upload(upload_id, at)
        if upload.file.state == StoredFile.UPLOADING:
            _forget(upload)
        else:
            upload.delete()
            parts.remove(upload_id)


def purge_uploads(*, at: datetime) -> int:
    """Forget expired uploads and part files that belong to none; returns how many uploads were forgotten.

    A whole file that nobody has settled by then is thrown away too: it was uploaded and never used.
    """
    purged = 0
    for upload in Upload.objects.select_related("file").filter(expires_at__lte=at)[:1000]:
        try:
            with parts.locked(upload.pk):
                purged += _purge(upload.pk, at)
        except Conflict:
            continue  # bytes are arriving at this very moment
    for ident, path in parts.strays((at - LIFETIME).timestamp()):
        if not Upload.objects.filter(pk=ident).exists():
            path.unlink(missing_ok=True)
    return purged


def _purge(upload_id: uuid.UUID, at: datetime) -> int:
    """Of whoever settles the file and this, one comes second and finds the upload gone."""
    with transaction.atomic():
        expired = Upload.objects.select_for_update(of=("self",)).select_related("file")
        upload = expired.filter(pk=upload_id, expires_at__lte=at).first()
        if upload is None:
            return 0
        if upload.file.state == StoredFile.UPLOADING:
            _forget(upload)
        else:
            discard(upload.file_id)
            parts.remove(upload_id)
            upload.delete()
    return 1


def discard(file_id: int) -> None:
    """Mark a file as deleted and have its bytes removed. The caller knows that nobody has a right to it any more."""
    with transaction.atomic():
        if StoredFile.objects.filter(pk=file_id, state=StoredFile.READY).update(state=StoredFile.DELETED):
            defer_named("kit.files.tasks.erase", queue="upkeep", file_id=file_id)


def erase_bytes(file_id: int) -> None:
    """Remove the bytes of a deleted file and of its renditions from the storage."""
    file = StoredFile.objects.filter(pk=file_id, state=StoredFile.DELETED).first()
    if file is None:
        return
    picture = Picture.objects.filter(file=file).first()
    for key in [file.storage_key, *(size["key"] for size in (picture.renditions if picture else []))]:
        default_storage.delete(key)


def prolong(file_id: int, *, at: datetime) -> None:
    """Somebody is about to use a whole file: it waits on from now."""
    Upload.objects.filter(file=file_id).update(expires_at=at + LIFETIME)


def settle(file_ids: Iterable[int]) -> int:
    """What was uploaded has found its place: forget the uploads, so that none is used twice. The files stay.

    Whoever takes in a file that came as an upload calls this; `purge_uploads` throws away what is not settled.
    Returns how many waited for it: fewer than were asked for when one was thrown away or used in the meantime.
    """
    settled, _each = Upload.objects.filter(file__in=list(file_ids), file__state=StoredFile.READY).delete()
    return settled
