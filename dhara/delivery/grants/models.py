"""Grants."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer, Tier
from dhara.checkout.models import Order, OrderLine
from dhara.delivery.grants import rules
from dhara.kit.lifecycle.models import Living
from dhara.people.models import Studio


class Grant(Living):
    LIFECYCLE = rules.LIFECYCLE

    key = models.CharField(max_length=120, unique=True)
    studio = models.ForeignKey(Studio, models.PROTECT, related_name="grants")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="grants")
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="grants")
    order = models.ForeignKey(Order, models.PROTECT, related_name="grants")
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="grants")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="grants")
    email = models.EmailField(max_length=254)
    granted_at = models.DateTimeField()

    class Meta:
        db_table = "delivery_grant"
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        indexes = [
            models.Index(fields=["account", "-id"], name="grant_account"),
            models.Index(fields=["email", "-id"], name="grant_email"),
            models.Index(fields=["offer", "id"], name="grant_offer", condition=models.Q(status="active")),
        ]

    def __str__(self) -> str:
        return self.key
