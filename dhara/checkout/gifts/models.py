"""Gifts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dhara.checkout.gifts import rules
from dhara.checkout.orders.models import Order
from dhara.kit.lifecycle.models import Living


class Gift(Living):
    """`email`, `name` and `language` are the receiver's; `token` opens it without signing in (a secret).

    `day` is a day of the market, `due_at` the moment at which it goes out. `sendings` counts how often it was given:
    what the second gives has keys of its own.
    """

    LIFECYCLE = rules.LIFECYCLE

    order = models.OneToOneField(Order, models.PROTECT, related_name="gift")
    token = models.CharField(max_length=48, unique=True)
    email = models.EmailField(_("email address"), max_length=254)
    name = models.CharField(_("name"), max_length=rules.NAME_LENGTH)
    message = models.TextField(blank=True)
    language = models.CharField(_("language"), max_length=5)
    day = models.DateField()
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    corrected_at = models.DateTimeField(null=True)
    sendings = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "checkout_gift"
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        indexes = [
            models.Index(fields=["due_at"], name="gift_waiting", condition=Q(status="waiting")),
            models.Index(fields=["email", "-id"], name="gift_email"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sendings__lte=2), name="gift_sent_twice_at_most"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(sent_at__lte=F("opened_at")), name="gift_opened_after_sending"
            ),
        ]

    def __str__(self) -> str:
        return f"gift of order {self.order_id}"
