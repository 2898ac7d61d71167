"""Carts and their lines."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from dhara.catalog.models import Offer, Suggestion, Tier


class Cart(models.Model):
    token = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="carts")
    currency = models.CharField(max_length=3)
    # Keys of the coupons that were entered or came with a link, the latest last (see checkout.coupons).
    codes = models.JSONField(default=list)
    # Where the buyer says to be (the region as in ISO 3166-2, such as US-CA, where rates differ by region), and their
    # tax id there; asked only where somebody charges tax.
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=6, blank=True, default="", db_default="")
    tax_id = models.CharField(max_length=40, blank=True)
    # The paid order that an offer after the payment follows (see checkout.upsells): such a cart holds that alone.
    after = models.ForeignKey("checkout.Order", models.CASCADE, null=True, related_name="+")
    # The buyer's wish to be reminded of this cart, or the reminder whose link filled it (see checkout.abandoned).
    reminder = models.ForeignKey(
        "checkout.CartReminder", models.SET_NULL, null=True, related_name="carts", db_index=False
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "checkout_cart"
        indexes = [
            models.Index(fields=["reminder"], name="cart_reminder", condition=Q(reminder__isnull=False)),
            models.Index(fields=["changed_at"], name="cart_personal", condition=~Q(tax_id="") | ~Q(country="")),
        ]

    def __str__(self) -> str:
        return f"cart {self.pk}"


class CartLine(models.Model):
    """`shown` is the unit price that the buyer saw or chose (pay what you want), in the cart's currency.

    `answers` are what the buyer filled in for the kind of offer; what of it costs something is part of the price.
    `suggestion` is what brought it here: without what that stands beside, its discount does not count.
    """

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="+")
    tier = models.ForeignKey(Tier, models.CASCADE, related_name="+")
    quantity = models.PositiveSmallIntegerField(default=1)
    shown = models.BigIntegerField()
    answers = models.JSONField(default=dict, db_default={})
    suggestion = models.ForeignKey(Suggestion, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        db_table = "checkout_cartline"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "tier"], name="cart_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1) & Q(shown__gte=0), name="cart_line_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.tier_id}"
