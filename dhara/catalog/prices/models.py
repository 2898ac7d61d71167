"""Tiers and prices."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dhara.catalog.prices import rules
from dhara.catalog.prices.rules import CHOOSE, FIXED, FREE


class Tier(models.Model):
    """One way to buy an offer. `stock` None means unlimited. A retired tier is kept for its orders but not sold."""

    PRICING = list(rules.PRICING.items())

    # Named by its label: offers stand above prices, as their verbs call those of prices.
    offer = models.ForeignKey("catalog.Offer", models.CASCADE, related_name="tiers")
    name = models.CharField(_("name"), max_length=80, blank=True)
    description = models.TextField(_("what it contains"), max_length=1000, blank=True)
    pricing = models.CharField(_("pricing"), max_length=8, choices=PRICING, default=FIXED)
    stock = models.PositiveIntegerField(_("copies for sale"), null=True, blank=True)
    sold = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)
    # What the studio advises: shown first among equals, and what a buyer gets who chooses nothing. At most one.
    recommended = models.BooleanField(_("recommended"), default=False)
    # The launch price (the amounts are the prices'): until when, for how many copies, and how many were taken at it so
    # far, the last one when. See launch.py.
    launch_until = models.DateTimeField(_("launch price until"), null=True, blank=True)
    launch_copies = models.PositiveIntegerField(_("copies at the launch price"), null=True, blank=True)
    launch_taken = models.PositiveIntegerField(default=0)
    launch_last_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "catalog_tier"
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["offer"], condition=Q(recommended=True), name="tier_recommended_once"),
            models.CheckConstraint(
                condition=Q(stock__isnull=True) | Q(stock__gte=F("sold") + F("reserved")), name="tier_never_oversold"
            ),
            models.CheckConstraint(
                condition=Q(launch_copies__isnull=True) | Q(launch_copies__gte=F("launch_taken")),
                name="tier_launch_never_oversold",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.offer_id)

    @property
    def choosable(self) -> bool:
        """Whether the buyer says what to pay."""
        return self.pricing == CHOOSE

    @property
    def left(self) -> int | None:
        """Copies that can still be bought; None means any number."""
        return None if self.stock is None else max(0, self.stock - self.sold - self.reserved)


class Price(models.Model):
    """`amount` is the fixed price, or the minimum of pay-what-you-want (0 allowed there); minor units."""

    tier = models.ForeignKey(Tier, models.CASCADE, related_name="prices")
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.BigIntegerField(_("amount"))
    suggested = models.BigIntegerField(_("suggested amount"), null=True, blank=True)
    # What it costs instead while the tier's launch price runs.
    launch = models.BigIntegerField(_("launch price"), null=True, blank=True)

    class Meta:
        db_table = "catalog_price"
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.UniqueConstraint(fields=["tier", "currency"], name="price_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative"),
            models.CheckConstraint(
                condition=Q(suggested__isnull=True) | Q(suggested__gte=F("amount")), name="price_suggestion_enough"
            ),
            models.CheckConstraint(
                condition=Q(launch__isnull=True) | Q(launch__gte=0, launch__lt=F("amount")), name="price_launch_lower"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


__all__ = ["CHOOSE", "FIXED", "FREE", "Price", "Tier"]
