"""Daily reports."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.money.gateways.models import GatewayAccount


class DayReport(models.Model):
    """One day (UTC) of one gateway account in one currency; minor units, money in positive, money out negative.

    `differences` names what does not agree: [{"ref": …, "theirs": minor | null, "ours": minor | null}, …].
    `trouble` says why the gateway could not be asked; the report is then made again.
    """

    AGREES, DIFFERS, UNANSWERED = "agrees", "differs", "unanswered"
    STATES = ((AGREES, _("agrees")), (DIFFERS, _("differs")), (UNANSWERED, _("not answered")))

    gateway = models.CharField(_("gateway"), max_length=20)
    account = models.ForeignKey(GatewayAccount, models.PROTECT, null=True, related_name="reports")
    day = models.DateField(_("day"))
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("state"), max_length=10, choices=STATES)
    theirs = models.BigIntegerField(_("the gateway says"), default=0)
    ours = models.BigIntegerField(_("the books say"), default=0)
    their_fees = models.BigIntegerField(default=0)
    our_fees = models.BigIntegerField(default=0)
    movements = models.PositiveIntegerField(default=0)
    differences = models.JSONField(default=list)
    trouble = models.TextField(blank=True)
    made_at = models.DateTimeField()
    note = models.TextField(_("note"), blank=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "money_dayreport"
        verbose_name = _("daily report")
        verbose_name_plural = _("daily reports")
        ordering = ["-day", "gateway", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "account", "day", "currency"], nulls_distinct=False, name="dayreport_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.day} {self.currency}"
