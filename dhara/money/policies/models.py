"""The policy table."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.people.models import Studio


class Policies(models.QuerySet["Policy"]):
    def for_studios(self, studio_ids: Iterable[int | None]) -> Policies:
        """The rows of these studios; None stands for the general ones."""
        wanted = set(studio_ids)
        general = models.Q(studio__isnull=True) if None in wanted else models.Q()
        return self.filter(general | models.Q(studio_id__in=[each for each in wanted if each]))


class Policy(models.Model):
    """`name` is one of rules.DEFAULTS; `value` an integer (basis points, days, minutes or minor units, by name)."""

    name = models.CharField(_("name"), max_length=60)
    studio = models.ForeignKey(Studio, models.CASCADE, null=True, blank=True, related_name="policies")
    value = models.BigIntegerField(_("value"))
    since = models.DateTimeField(_("since"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = Policies.as_manager()

    class Meta:
        db_table = "money_policy"
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        constraints = [
            models.UniqueConstraint(fields=["name", "studio", "since"], name="policy_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
