"""Saved segments."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from dhara.people.models import Studio


class Segment(models.Model):
    studio = models.ForeignKey(Studio, models.CASCADE, related_name="segments")
    name = models.CharField(_("name"), max_length=80)
    rules = models.JSONField(default=dict)
    # As last counted, for lists; what counts is counted anew.
    count = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "audience_segment"
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints = [models.UniqueConstraint("studio", Lower("name"), name="segment_once")]

    def __str__(self) -> str:
        return self.name
