"""Rules of studios."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.people.models import Studio


class AutomationRule(models.Model):
    """When `kind` about `ref` ("" for any) happens: `effects`, in their order.

    An effect is {"do": "tag" | "untag", "tag": id} | {"do": "enter" | "leave", "sequence": id}
    | {"do": "field", "key", "value"} | {"do": "notify"}.
    """

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    ref = models.CharField(max_length=60, blank=True)
    effects = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    used = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "audience_automationrule"
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        indexes = [models.Index(fields=["studio", "kind", "ref"], name="automation_of_studio")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
