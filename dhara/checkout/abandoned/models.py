"""Reminders, what lay in the carts, and who wants none."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer, Tier
from dhara.checkout.abandoned import rules
from dhara.checkout.orders.models import Order
from dhara.kit.lifecycle.models import Living
from dhara.people.models import Studio


class CartReminder(Living):
    """One tick of one buyer: `consent` is what it said, in `consent_language`, at `asked_at`.

    `email` is emptied after 30 days. `amount` and `currency` are what lay in the cart when the letter was written, and
    `codes` its coupons. While it waits, exactly one cart names it; later also those that its link filled.
    """

    LIFECYCLE = rules.LIFECYCLE

    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=5)
    consent = models.CharField(max_length=200)
    consent_language = models.CharField(max_length=5)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    currency = models.CharField(max_length=3, blank=True)
    amount = models.BigIntegerField(default=0)
    codes = models.JSONField(default=list)
    reminded_at = models.DateTimeField(null=True)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "checkout_cartreminder"
        verbose_name = _("cart reminder")
        verbose_name_plural = _("cart reminders")
        indexes = [
            models.Index(fields=["due_at"], name="reminder_waiting", condition=Q(status="waiting")),
            models.Index(fields=["asked_at"], name="reminder_known", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return f"cart reminder {self.pk}"


class LeftLine(models.Model):
    """What lay in the cart when the letter was written, at the price it named: of one, and in all with tax."""

    reminder = models.ForeignKey(CartReminder, models.CASCADE, related_name="lines")
    studio = models.ForeignKey(Studio, models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="+")
    tier = models.ForeignKey(Tier, models.CASCADE, related_name="+")
    quantity = models.PositiveSmallIntegerField()
    unit = models.BigIntegerField()
    amount = models.BigIntegerField()
    answers = models.JSONField(default=dict, db_default={})
    left_at = models.DateTimeField()

    class Meta:
        db_table = "checkout_leftline"
        ordering = ["id"]
        indexes = [models.Index(fields=["studio", "-left_at"], name="left_of_studio")]
        constraints = [
            models.UniqueConstraint(fields=["reminder", "tier"], name="left_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1, unit__gte=0, amount__gte=0), name="left_line_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.tier_id}"


class ReminderStop(models.Model):
    """An address that wants no reminders, as `rules.key_of` it: the address itself is not kept."""

    key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "checkout_reminderstop"

    def __str__(self) -> str:
        return self.key
