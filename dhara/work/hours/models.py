"""Entries of time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dhara.work.engagements.models import Unit


class TimeEntry(models.Model):
    """From when to when somebody worked for a week, whole minutes, and at what.

    No two of one author overlap (an exclusion constraint), and only a running week's change (a trigger): see the
    migration.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="hours", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    text = models.CharField(max_length=300)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "work_timeentry"
        verbose_name = _("entry of time")
        verbose_name_plural = _("entries of time")
        indexes = [models.Index(fields=["unit", "begins_at"], name="timeentry_of_unit")]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="timeentry_sane")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.begins_at:%Y-%m-%d %H:%M}, {self.minutes} min"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.begins_at).total_seconds()) // 60
