"""The parts of bundles."""

from __future__ import annotations

from django.db import models


class BundlePart(models.Model):
    # Named by their labels: offers stand above bundles, as their verbs call those of prices, which count the parts.
    bundle = models.ForeignKey("catalog.Offer", models.CASCADE, related_name="parts")
    tier = models.ForeignKey("catalog.Tier", models.CASCADE, related_name="part_of")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "catalog_bundlepart"
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["bundle", "tier"], name="bundle_part_once")]

    def __str__(self) -> str:
        return f"{self.tier_id} in {self.bundle_id}"
