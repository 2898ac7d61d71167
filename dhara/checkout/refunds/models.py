"""Refunds, their lines, buyers' requests, and what studios promise."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dhara.checkout.orders.models import Order, OrderLine
from dhara.checkout.refunds import rules
from dhara.kit.currency import Money
from dhara.kit.lifecycle.models import Living
from dhara.money.models import Dispute, PaymentRefund
from dhara.people.models import Studio


class Refund(Living):
    """`amount` minor units of `currency` that go back to the buyer for lines of one order; `reason` is told to them.

    `tax_id` is set where only the tax goes back, as a business has added this tax id after paying (see late_id); an
    order has at most one such refund that counts. `payment_refund` is its way through the gateway (None: free, or a
    dispute, in which the bank took it).
    """

    LIFECYCLE = rules.LIFECYCLE

    key = models.CharField(max_length=120, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="refunds")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    reason = models.TextField(blank=True)
    tax_id = models.CharField(max_length=40, blank=True, default="", db_default="")
    payment_refund = models.OneToOneField(PaymentRefund, models.PROTECT, null=True, related_name="+")
    dispute = models.OneToOneField(Dispute, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "checkout_refund"
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="order_refund_sane"),
            models.UniqueConstraint(
                fields=["order"], condition=~Q(tax_id="") & Q(status__in=rules.LIVE), name="refund_late_id_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.amount}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def words(self) -> str:
        """How it stands, in the reader's language: a dispute's refund is in the bank's hands."""
        return str(rules.IN_DISPUTE[self.status]) if self.dispute_id else self.state_words

    @property
    def live(self) -> bool:
        return self.status in rules.LIVE


class RefundLine(models.Model):
    """What goes back for one line: `amount` = `tax` + `gateway_fee` + `platform_fee` + `shared` + `net` of the sale.

    `gateway_kept` and `platform_kept` are what of the fees does not come back: the studio bears them, and
    `dispute_fee`, on top of `net`. `untaxed` is what stays of the price where only its tax goes back. `shares` are the
    collaborators' parts: [[studio id, minor units], …].
    """

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="lines")
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="refund_lines")
    studio = models.ForeignKey(Studio, models.PROTECT, related_name="refund_lines", db_index=False)
    amount = models.BigIntegerField()
    tax = models.BigIntegerField(default=0)
    gateway_fee = models.BigIntegerField(default=0)
    platform_fee = models.BigIntegerField(default=0)
    shared = models.BigIntegerField(default=0)
    net = models.BigIntegerField(default=0)
    gateway_kept = models.BigIntegerField(default=0)
    platform_kept = models.BigIntegerField(default=0)
    dispute_fee = models.BigIntegerField(default=0)
    untaxed = models.BigIntegerField(default=0, db_default=0)
    shares = models.JSONField(default=list)
    revokes = models.BooleanField(default=True)
    restocked = models.BooleanField(default=False)

    class Meta:
        db_table = "checkout_refundline"
        verbose_name = _("refunded line")
        verbose_name_plural = _("refunded lines")
        ordering = ["id"]
        indexes = [models.Index(fields=["studio", "-id"], name="refund_line_studio")]
        constraints = [
            models.UniqueConstraint(fields=["refund", "line"], name="refund_line_once"),
            models.CheckConstraint(
                condition=Q(tax__gte=0, gateway_fee__gte=0, platform_fee__gte=0, shared__gte=0, net__gte=0)
                & Q(gateway_kept__gte=0, platform_kept__gte=0, dispute_fee__gte=0)
                & Q(amount=F("tax") + F("gateway_fee") + F("platform_fee") + F("shared") + F("net"))
                & Q(gateway_fee__gte=F("gateway_kept"), platform_fee__gte=F("platform_kept")),
                name="refund_line_sums",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.amount}"

    @property
    def borne(self) -> int:
        """What the studio itself gives: its own part, and the fees that do not come back."""
        return self.net + self.gateway_kept + self.platform_kept + self.dispute_fee


class RefundRequest(Living):
    """A buyer asks for the money of one line back. `within` says whether the studio had promised it."""

    LIFECYCLE = rules.REQUEST_LIFECYCLE

    order = models.ForeignKey(Order, models.PROTECT, related_name="refund_requests")
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="refund_requests")
    studio = models.ForeignKey(Studio, models.PROTECT, related_name="refund_requests", db_index=False)
    reason = models.TextField()
    within = models.BooleanField()
    answer = models.TextField(blank=True)
    answer_by = models.DateTimeField()
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, related_name="requests")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "checkout_refundrequest"
        verbose_name = _("request for a refund")
        verbose_name_plural = _("requests for refunds")
        indexes = [models.Index(fields=["studio", "-id"], name="refund_request_studio")]
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(status="open"), name="refund_request_open_once")
        ]

    def __str__(self) -> str:
        return f"{self.order.number}: {self.line.title}"


class RefundTerms(models.Model):
    """What a studio promised from `since` on: `days` in which buyers may ask (0: nothing), and its own words.

    Rows are added, never changed: an order is held to those in force when it was made.
    """

    studio = models.ForeignKey(Studio, models.PROTECT, related_name="refund_terms")
    days = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    since = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "checkout_refundterms"
        verbose_name = _("refund terms")
        verbose_name_plural = _("refund terms")

    def __str__(self) -> str:
        return f"{self.studio_id}: {self.days}"
