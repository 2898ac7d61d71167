"""How buyers answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dhara.catalog.models import Suggestion
from dhara.checkout.orders.models import Order


class Upsell(models.Model):
    """The answer to one step after an order. `made` is the small order of what was accepted."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="upsells")
    step = models.CharField(max_length=8)
    suggestion = models.ForeignKey(Suggestion, models.SET_NULL, null=True, related_name="+")
    made = models.OneToOneField(Order, models.PROTECT, null=True, related_name="made_by")
    at = models.DateTimeField()

    class Meta:
        db_table = "checkout_upsell"
        constraints = [
            models.UniqueConstraint(fields=["order", "step"], name="upsell_answered_once"),
            models.CheckConstraint(condition=Q(step__in=["upsell", "downsell"]), name="upsell_step_known"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.step}"
