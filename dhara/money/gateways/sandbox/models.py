"""The books of the sandbox's own server."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.money.gateways.sandbox import rules


class SandboxCharge(models.Model):
    """A charge as the gateway knows it; minor units. `token` is the merchant's name for it, `ref` the gateway's."""

    ref = models.CharField(max_length=40, unique=True)
    token = models.CharField(max_length=40, unique=True)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    fee = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, default=rules.WAITING)
    choice = models.CharField(max_length=20, blank=True)
    refunded = models.BigIntegerField(default=0)
    # {refund key: {"amount": …, "at": …}} of what was given back, so that asking again gives nothing twice
    refunds = models.JSONField(default=dict)
    payer_email = models.EmailField(blank=True)
    return_url = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "money_sandboxcharge"
        verbose_name = _("sandbox charge")
        verbose_name_plural = _("sandbox charges")

    def __str__(self) -> str:
        return self.ref


class SandboxTransfer(models.Model):
    """Money that the sandbox sent to a wallet or account, as it knows it; minor units. `key` is the sender's name.

    `state` is pending, paid, failed or returned; `ready_at` when a pending one is paid.
    """

    key = models.CharField(max_length=120, unique=True)
    ref = models.CharField(max_length=40, unique=True)
    target = models.CharField(max_length=60)
    holder = models.CharField(max_length=120, blank=True)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=200, blank=True)
    sent = models.PositiveSmallIntegerField(default=1)
    ready_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "money_sandboxtransfer"
        verbose_name = _("sandbox transfer")
        verbose_name_plural = _("sandbox transfers")
        indexes = [models.Index(fields=["target", "-id"], name="sandbox_transfer_target")]

    def __str__(self) -> str:
        return self.ref
