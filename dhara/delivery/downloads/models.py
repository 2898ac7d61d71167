"""Files of an offer, their versions, and which tier gives which."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer, Tier
from dhara.delivery.grants.models import Grant
from dhara.kit.files.models import StoredFile


class DownloadFile(models.Model):
    """A file of an offer. A retired one is given to nobody who buys later; earlier buyers keep it."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="files")
    title = models.CharField(_("title"), max_length=180)
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "delivery_downloadfile"
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class FileVersion(models.Model):
    file = models.ForeignKey(DownloadFile, models.CASCADE, related_name="versions")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    notes = models.TextField(_("what is new"), max_length=1000, blank=True)
    released_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "delivery_fileversion"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="file_version_once")]

    def __str__(self) -> str:
        return f"{self.file} v{self.number}"


class TierFile(models.Model):
    """A file that a tier gives. A tier with no row that is in force gives every file of its offer.

    `ended_at` closes a row: whoever bought before that moment keeps the file.
    """

    tier = models.ForeignKey(Tier, models.CASCADE, related_name="tier_files")
    file = models.ForeignKey(DownloadFile, models.CASCADE, related_name="tier_files")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "delivery_tierfile"
        constraints = [models.UniqueConstraint(fields=["tier", "file"], name="tier_file_once")]

    def __str__(self) -> str:
        return f"{self.tier_id} gives {self.file_id}"


class Download(models.Model):
    """One fetch by a buyer (range requests of one hour count once). Append-only evidence of delivery."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="downloads")
    version = models.ForeignKey(FileVersion, models.PROTECT, related_name="downloads")
    at = models.DateTimeField()
    ip = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "delivery_download"
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        indexes = [models.Index(fields=["grant", "version", "-at"], name="download_grant")]

    def __str__(self) -> str:
        return f"{self.grant_id} fetched {self.version_id}"
