"""Reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from dhara.kit.files.models import Picture, StoredFile, Upload
from dhara.kit.refusal import TooMany

# Half-sent files take room until they expire.
MOST_UNDER_WAY: Final = 100


def picture_with(picture_id: int, token: str) -> Picture | None:
    """The picture whose address holds the right token (see `Picture.token`); pictures are public to who knows it."""
    picture = Picture.objects.select_related("file").filter(pk=picture_id, file__state=StoredFile.READY).first()
    return picture if picture and picture.token == token else None


def arrived(upload_ids: Iterable[str], *, studio_ref: int, purpose: str) -> list[StoredFile]:
    """The whole files of those uploads, in that order; what is not a studio's own finished upload is left out."""
    wanted = [ident for each in upload_ids if (ident := _uuid(each))]
    uploads = Upload.objects.select_related("file").filter(
        pk__in=wanted, purpose=purpose, file__studio_ref=studio_ref, file__state=StoredFile.READY
    )
    by_id = {upload.pk: upload.file for upload in uploads}
    return [by_id[each] for each in dict.fromkeys(wanted) if each in by_id]


def arrived_of(
    upload_id: str, *, purpose: str, owner_ref: int | None, studio_ref: int | None, at: datetime
) -> StoredFile | None:
    """The whole file of an upload that waits: a person's for no studio, or one of a studio; None for all others."""
    ident = _uuid(upload_id)
    whose = Q(file__studio_ref=studio_ref) if studio_ref else Q(pk__in=())
    if owner_ref:
        whose |= Q(file__studio_ref=None, file__owner_ref=owner_ref)
    waiting = Upload.objects.filter(whose, purpose=purpose, file__state=StoredFile.READY, expires_at__gt=at)
    upload = waiting.select_related("file").filter(pk=ident).first() if ident else None
    return upload.file if upload else None


def check_room(*, studio_ref: int | None = None, owner_ref: int | None = None) -> None:
    """Raises TooMany (`uploads`) when too many uploads of a studio, or of a person for no studio, are unfinished."""
    begun = Upload.objects.filter(file__state=StoredFile.UPLOADING, file__studio_ref=studio_ref)
    if (begun if studio_ref else begun.filter(file__owner_ref=owner_ref)).count() >= MOST_UNDER_WAY:
        raise TooMany("uploads", _("Too many uploads are unfinished. Finish some, or wait until they expire."))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
