"""Holds."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.models import Living
from dhara.money.escrow import rules
from dhara.money.ledger.models import LedgerAccount


class Hold(Living):
    """`amount` was taken from the account `source` and set aside for `subject`.

    Of it, `released` went to the payee and `returned` to the payer; the rest is held.
    """

    LIFECYCLE = rules.LIFECYCLE

    key = models.CharField(max_length=120, unique=True)
    subject = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    source = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField()
    released = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "money_hold"
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        indexes = [models.Index(fields=["subject"], name="hold_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, released__gte=0, returned__gte=0)
                & models.Q(amount__gte=F("released") + F("returned")),
                name="hold_within_amount",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.amount} {self.currency}"

    @property
    def left(self) -> int:
        return self.amount - self.released - self.returned
