"""Addresses that get no letters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.audience.suppression import rules
from dhara.people.models import Studio


class Suppression(models.Model):
    """`email_key` is `rules.key_of` the address; `detail` what the server or the person said."""

    studio = models.ForeignKey(Studio, models.CASCADE, null=True, related_name="+")
    email_key = models.CharField(max_length=64)
    reason = models.CharField(max_length=16, choices=list(rules.REASONS.items()))
    detail = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "audience_suppression"
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [
            models.UniqueConstraint(fields=["email_key", "studio"], name="suppression_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.email_key[:12]} · {self.reason}"
