"""Fundings and what they are for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.models import Living
from dhara.money.models import Payment
from dhara.work.engagements.models import Engagement, Unit
from dhara.work.funding import rules


class Funding(Living):
    """`amount` is what the work costs and what is paid, minor units.

    `intent` is a random word of the form: two clicks make one. `token` opens the page to which the payer comes back.
    Payments name it as `funding:<id>`.
    """

    LIFECYCLE = rules.LIFECYCLE

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="fundings")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    intent = models.CharField(max_length=64, unique=True)
    token = models.CharField(max_length=48, unique=True)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "work_funding"
        verbose_name = _("funding of work")
        verbose_name_plural = _("fundings of work")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="funding_sane")]

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.amount} {self.currency}"


class FundingPart(models.Model):
    """What of a funding is for which unit. A unit has one paid funding at most."""

    funding = models.ForeignKey(Funding, models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="fundings")
    amount = models.BigIntegerField()

    class Meta:
        db_table = "work_fundingpart"
        constraints = [
            models.UniqueConstraint(fields=["funding", "unit"], name="funding_part_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="funding_part_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.amount}"
