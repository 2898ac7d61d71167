"""Payments, refunds and gateway events."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dhara.kit import rows
from dhara.kit.currency import Money
from dhara.kit.lifecycle.models import Living
from dhara.kit.refusal import NotFoundHere
from dhara.money.gateways.models import GatewayAccount
from dhara.money.payments import rules


class Payments(models.QuerySet["Payment"]):
    def locked(self, payment_id: int) -> Payment:
        """The payment, locked until the end of the transaction. Raises NotFoundHere."""
        payment = rows.first(Payment, "t.id = %s", [payment_id], tail="FOR UPDATE")
        if payment is None:
            raise NotFoundHere()
        return payment


class Payment(Living):
    """`subject` is what is paid for (`order:12`); `token` names the payment in the payer's addresses.

    Amounts are minor units; `fee` is what the gateway keeps; `refunded` what went back or is on its way.
    `ask_at` is when the gateway's server is asked next, if at all, after `asked` times.
    """

    LIFECYCLE = rules.LIFECYCLE

    token = models.CharField(max_length=40, unique=True)
    subject = models.CharField(max_length=80)
    gateway = models.CharField(max_length=20)
    gateway_ref = models.CharField(max_length=120, null=True, blank=True)
    # The merchant's account through which it goes; None where the gateway needs none (sandbox).
    account = models.ForeignKey(GatewayAccount, models.PROTECT, null=True, related_name="payments", db_index=False)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    fee = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    payer_email = models.EmailField(blank=True)
    payer_name = models.CharField(max_length=120, blank=True)
    payer_phone = models.CharField(max_length=20, blank=True)
    description = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, blank=True)
    # The gateway's name for a stored means of payment, to be charged again in one click; a secret of its account.
    method = models.CharField(max_length=200, blank=True)
    save_method = models.BooleanField(default=False)
    # What the gateway told us that we may keep: method, masked wallet, its time. Never a card number or a PIN.
    details = models.JSONField(default=dict)
    return_url = models.CharField(max_length=300)
    redirect_url = models.CharField(max_length=2000, blank=True)
    asked = models.PositiveSmallIntegerField(default=0)
    ask_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = Payments.as_manager()

    class Meta:
        db_table = "money_payment"
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        indexes = [
            models.Index(fields=["subject"], name="payment_subject"),
            models.Index(fields=["ask_at"], name="payment_to_ask", condition=models.Q(ask_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "gateway_ref"], name="payment_gateway_ref_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(
                condition=models.Q(refunded__gte=0) & models.Q(amount__gte=F("refunded")),
                name="payment_refund_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.token}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


class PaymentRefund(Living):
    """Money going back through the gateway: pending → succeeded | failed. `amount` in minor units."""

    LIFECYCLE = rules.REFUND_LIFECYCLE

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=120, unique=True)
    amount = models.BigIntegerField()
    reason = models.TextField(blank=True)
    gateway_ref = models.CharField(max_length=120, blank=True)
    # How often it was tried anew after a refusal: each try has a key of its own at the gateway.
    attempt = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "money_refund"
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        indexes = [models.Index(fields=["id"], name="refund_open", condition=models.Q(status="pending"))]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="refund_amount_positive")]

    def __str__(self) -> str:
        return f"{self.payment_id}: {self.amount}"


class GatewayEvent(models.Model):
    """A notice as it came in, stored once; `handled_at` when it was acted upon, `problem` when it was refused.

    `account` is the merchant's account whose keys it was signed with; `about` and `ref` are as in gateways.rules.Event.
    """

    source = models.CharField(max_length=20)
    account = models.ForeignKey(GatewayAccount, models.PROTECT, null=True, related_name="events", db_index=False)
    about = models.CharField(max_length=10, default="payment")
    ref = models.CharField(max_length=120, blank=True)
    event_id = models.CharField(max_length=120)
    gateway_ref = models.CharField(max_length=120)
    body = models.JSONField()
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        db_table = "money_gatewayevent"
        verbose_name = _("gateway notice")
        verbose_name_plural = _("gateway notices")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "account", "event_id"], nulls_distinct=False, name="gateway_event_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.event_id}"
