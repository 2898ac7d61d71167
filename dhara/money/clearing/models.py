"""Planned clearings."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dhara.people.models import Studio


class Clearing(models.Model):
    """`amount` of a sale (minor units), less what was `taken_back` before, becomes available at `due_at`."""

    key = models.CharField(max_length=120, unique=True)
    studio = models.ForeignKey(Studio, models.PROTECT, related_name="clearings")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    taken_back = models.BigIntegerField(default=0)
    due_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    subject = models.CharField(max_length=80)

    class Meta:
        db_table = "money_clearing"
        verbose_name = _("clearing")
        verbose_name_plural = _("clearings")
        indexes = [
            models.Index(fields=["due_at", "id"], name="clearing_due", condition=Q(cleared_at__isnull=True)),
            models.Index(fields=["subject", "studio"], name="clearing_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, taken_back__gte=0) & Q(amount__gte=F("taken_back")),
                name="clearing_within_amount",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.left} {self.currency}"

    @property
    def left(self) -> int:
        return self.amount - self.taken_back
