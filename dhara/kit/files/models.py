"""Tables of files, uploads under way and pictures."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One file. `name` is what the owner calls it; `storage_key` where the bytes are."""

    UPLOADING, READY, DELETED = "uploading", "ready", "deleted"
    STATES = ((UPLOADING, _("Uploading")), (READY, _("Ready")), (DELETED, _("Deleted")))

    studio_ref = models.BigIntegerField(null=True)
    owner_ref = models.BigIntegerField(null=True)
    name = models.CharField(max_length=180)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    storage_key = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=STATES, default=UPLOADING)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "kit_storedfile"
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=0), name="storedfile_size"),
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(sha256__regex=r"^[0-9a-f]{64}$") & ~Q(storage_key="") & Q(size__gt=0)),
                name="storedfile_ready_is_whole",
            ),
            models.UniqueConstraint(fields=["storage_key"], condition=~Q(storage_key=""), name="storedfile_key"),
        ]
        indexes = [models.Index(fields=["studio_ref", "-id"], name="storedfile_studio")]

    def __str__(self) -> str:
        return self.name

    def open(self) -> File[bytes]:
        """The bytes, for reading; close it. Raises FileNotFoundError when the storage has lost them."""
        return default_storage.open(self.storage_key, "rb")


class Upload(models.Model):
    """A file on its way in. `offset` bytes of `length` are surely received."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="upload")
    offset = models.BigIntegerField(default=0)
    length = models.BigIntegerField()
    purpose = models.CharField(max_length=20)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "kit_upload"
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        constraints = [
            models.CheckConstraint(
                condition=Q(offset__gte=0) & Q(offset__lte=models.F("length")), name="upload_offset_within_length"
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="upload_expiry")]

    def __str__(self) -> str:
        return f"{self.id} {self.offset}/{self.length}"


@dataclass(frozen=True)
class Rendition:
    """One size of a picture, WEBP. `size` is in bytes."""

    width: int
    height: int
    key: str
    size: int


class Picture(models.Model):
    """A proven raster image. `renditions` holds the smaller ones, narrowest first; `file` is the largest."""

    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="picture")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    renditions = models.JSONField(default=list)

    class Meta:
        db_table = "kit_picture"
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return f"{self.width}×{self.height}"

    @property
    def token(self) -> str:
        """Part of the picture's address: not to be guessed, and another one when the picture changes."""
        return self.file.sha256[:16]

    def sizes(self) -> list[Rendition]:
        """All renditions and the picture itself, narrowest first. Needs `file` loaded (select_related)."""
        largest = Rendition(self.width, self.height, self.file.storage_key, self.file.size)
        return [*(Rendition(**size) for size in self.renditions), largest]

    def at_least(self, width: int) -> Rendition:
        """The narrowest one that is `width` pixels wide or more, or else the largest."""
        sizes = self.sizes()
        return next((size for size in sizes if size.width >= width), sizes[-1])
