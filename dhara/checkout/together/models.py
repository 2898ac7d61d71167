"""Pairs of offers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dhara.catalog.models import Offer
from dhara.checkout.together import rules


class Together(models.Model):
    """`buyers` different people bought `other` near `offer`; `position` orders them, the studio's own first."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="bought_together", db_index=False)
    other = models.ForeignKey(Offer, models.CASCADE, related_name="bought_with")
    buyers = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "checkout_together"
        constraints = [
            models.UniqueConstraint(fields=["offer", "position"], name="together_order"),
            models.UniqueConstraint(fields=["offer", "other"], name="together_once"),
            models.CheckConstraint(condition=Q(buyers__gte=rules.LEAST), name="together_tells_of_nobody"),
            models.CheckConstraint(condition=~Q(offer=F("other")), name="together_with_another"),
        ]

    def __str__(self) -> str:
        return f"{self.other_id} beside {self.offer_id}: {self.buyers}"
