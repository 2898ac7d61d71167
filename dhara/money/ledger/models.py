"""Accounts, entries, legs and snapshots."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.people.models import Studio


class LedgerAccount(models.Model):
    """A bucket of one currency.

    `purpose` is one of rules.PURPOSES; `studio` for a seller's accounts; `detail` tells apart system accounts of one
    purpose (a gateway's code). `balance` is kept for `stored` accounts only (minor units), and never below zero
    unless `may_owe`.
    """

    purpose = models.CharField(max_length=24)
    currency = models.CharField(max_length=3)
    studio = models.ForeignKey(Studio, models.PROTECT, null=True, blank=True, related_name="ledger_accounts")
    detail = models.CharField(max_length=40, blank=True)
    stored = models.BooleanField(default=False)
    may_owe = models.BooleanField(default=False)
    balance = models.BigIntegerField(default=0)

    class Meta:
        db_table = "money_account"
        verbose_name = _("ledger account")
        verbose_name_plural = _("ledger accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "currency", "studio", "detail"], name="ledger_account_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(stored=False) | models.Q(may_owe=True) | models.Q(balance__gte=0),
                name="ledger_account_not_overdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}{':' + self.detail if self.detail else ''} {self.currency}"


class Entry(models.Model):
    """One booking. `memo` is a code of rules.MEMOS; `data` fills in its sentence; `subject` such as `order:12`."""

    key = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()
    memo = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    subject = models.CharField(max_length=80, blank=True)
    fact_ref = models.BigIntegerField(null=True)

    class Meta:
        db_table = "money_entry"
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        indexes = [models.Index(fields=["subject", "id"], name="entry_subject")]

    def __str__(self) -> str:
        return f"{self.memo} {self.key}"


class Leg(models.Model):
    """One side of an entry: signed minor units, credit positive. Currency repeats the account's, for the trigger."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="legs")
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="legs", db_index=False)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()

    class Meta:
        db_table = "money_leg"
        verbose_name = _("ledger leg")
        verbose_name_plural = _("ledger legs")
        indexes = [models.Index(fields=["account", "id"], include=["amount"], name="leg_account")]
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="leg_not_zero")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount} {self.currency}"


class Snapshot(models.Model):
    """The sum of an account's legs up to and including `leg_ref`."""

    account = models.ForeignKey(LedgerAccount, models.CASCADE, related_name="snapshots", db_index=False)
    leg_ref = models.BigIntegerField()
    balance = models.BigIntegerField()
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "money_snapshot"
        constraints = [models.UniqueConstraint(fields=["account", "leg_ref"], name="snapshot_once")]

    def __str__(self) -> str:
        return f"{self.account_id}@{self.leg_ref}: {self.balance}"
