"""The parts of bundles."""

from __future__ import annotations

from django.db import models

from dhara.catalog.offers.models import Offer
from dhara.catalog.prices.models import Tier


class BundlePart(models.Model):
    bundle = models.ForeignKey(Offer, models.CASCADE, related_name="parts")
    tier = models.ForeignKey(Tier, models.CASCADE, related_name="part_of")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "catalog_bundlepart"
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["bundle", "tier"], name="bundle_part_once")]

    def __str__(self) -> str:
        return f"{self.tier_id} in {self.bundle_id}"
