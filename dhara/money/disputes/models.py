"""Disputes, and what sellers say about them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.files.models import StoredFile
from dhara.kit.lifecycle.models import Living
from dhara.money.disputes import rules
from dhara.money.payments.models import Payment
from dhara.people.models import Studio


class Dispute(Living):
    """One case at a gateway (`ref` is its name there). Amounts are minor units of `currency`, the payment's.

    `fee` is what the case costs by what the gateway said last; `taken` what the bank holds, amount and fee (zero while
    nothing is held). `asked_at` and `answer_by` begin and end the time for an answer. `wanted_at` says that the
    evidence is to be handed in, `handed_in_at` that it was; `evidence` are the texts that went along.
    """

    LIFECYCLE = rules.LIFECYCLE

    gateway = models.CharField(max_length=20)
    ref = models.CharField(max_length=120)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="disputes")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    fee = models.BigIntegerField(default=0)
    taken = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    wanted_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    evidence = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "money_dispute"
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        indexes = [models.Index(fields=["answer_by"], name="dispute_open", condition=Q(status__in=rules.OPEN))]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "ref"], name="dispute_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, fee__gte=0, taken__gte=0), name="dispute_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.ref}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def why(self) -> str:
        """The reason in the reader's language."""
        return rules.reason_in_words(self.reason)


class Statement(models.Model):
    """What one of the sellers says about a dispute."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="statements")
    studio = models.ForeignKey(Studio, models.PROTECT, related_name="+")
    text = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "money_disputestatement"
        constraints = [models.UniqueConstraint(fields=["dispute", "studio"], name="statement_once")]

    def __str__(self) -> str:
        return f"{self.studio_id} on {self.dispute_id}"


class Exhibit(models.Model):
    """A file (PDF, PNG or JPEG) that a seller hands in."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="exhibits")
    studio = models.ForeignKey(Studio, models.PROTECT, related_name="+")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        db_table = "money_disputeexhibit"
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.stored)
