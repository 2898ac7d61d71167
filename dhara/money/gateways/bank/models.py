"""Transfers and what goes back of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.files.models import StoredFile
from dhara.kit.lifecycle.models import Living
from dhara.money.gateways.bank import rules
from dhara.money.gateways.models import GatewayAccount


class BankTransfer(Living):
    """`token` is the payment's; `ref` opens the payer's page (a secret); `code` is written on the transfer.

    Amounts are minor units; `came` is what was found on the account, in `currency`. `number` is the bank's own for
    the transfer, as the payer tells it; `objection` why it was not found.
    """

    LIFECYCLE = rules.LIFECYCLE

    account = models.ForeignKey(GatewayAccount, models.PROTECT, related_name="transfers")
    token = models.CharField(max_length=40, unique=True)
    ref = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=12, unique=True)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    came = models.BigIntegerField(null=True)
    number = models.CharField(max_length=60, blank=True)
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    objection = models.CharField(max_length=300, blank=True)
    payer_email = models.EmailField(blank=True)
    payer_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="en")
    description = models.CharField(max_length=120, blank=True)
    return_url = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "money_banktransfer"
        verbose_name = _("bank transfer")
        verbose_name_plural = _("bank transfers")
        indexes = [models.Index(fields=["account", "status", "-id"], name="transfer_to_look_at")]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="transfer_amount_positive"),
            models.CheckConstraint(
                condition=models.Q(status=rules.CONFIRMED, came__gt=0)
                | ~models.Q(status=rules.CONFIRMED) & models.Q(came__isnull=True),
                name="transfer_confirmed_with_amount",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


class BankRefund(Living):
    """Money that somebody has to send back by hand. `key` is the refund's; `bank_ref` the bank's word for it."""

    LIFECYCLE = rules.REFUND_LIFECYCLE

    transfer = models.ForeignKey(BankTransfer, models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=120, unique=True)
    amount = models.BigIntegerField()
    reason = models.TextField(blank=True)
    bank_ref = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "money_bankrefund"
        verbose_name = _("bank refund")
        verbose_name_plural = _("bank refunds")
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="bankrefund_amount_positive")]

    def __str__(self) -> str:
        return self.transfer.code

    @property
    def money(self) -> Money:
        """Needs the transfer loaded."""
        return Money(self.amount, self.transfer.currency)
