"""What offers suggest."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dhara.catalog.offers.models import Offer
from dhara.catalog.prices.models import Tier
from dhara.catalog.suggestions import rules
from dhara.people.models import Studio


class Suggestion(models.Model):
    """`tier` is suggested beside `offer`; `bp` or `amounts` (minor units by currency) are taken off it in company."""

    studio = models.ForeignKey(Studio, models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="suggestions")
    tier = models.ForeignKey(Tier, models.CASCADE, related_name="suggested_by")
    kind = models.CharField(max_length=8, choices=list(rules.KINDS.items()))
    bp = models.PositiveIntegerField(default=0)
    amounts = models.JSONField(default=dict)
    words = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "catalog_suggestion"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "kind", "tier"], name="suggestion_once"),
            models.CheckConstraint(condition=Q(bp__lte=10_000), name="suggestion_discount_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.tier_id} beside {self.offer_id}"

    @property
    def less(self) -> str:
        """What it takes off, in words; empty where it takes off nothing."""
        return rules.in_words(self)
