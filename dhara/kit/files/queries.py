"""Reads."""

from __future__ import annotations

from dhara.kit.files.models import Picture, StoredFile


def picture_with(picture_id: int, token: str) -> Picture | None:
    """The picture whose address holds the right token (see `Picture.token`); pictures are public to who knows it."""
    picture = Picture.objects.select_related("file").filter(pk=picture_id, file__state=StoredFile.READY).first()
    return picture if picture and picture.token == token else None
