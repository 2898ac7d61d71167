"""Merchants' accounts with gateways."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.people.models import Studio


class GatewayAccount(models.Model):
    """An account with a gateway: the instance's own (`studio` empty) or a studio's, whose money goes straight there.

    `sealed` holds the keys, encrypted (kit.seal); `shown` what may be seen of them (the last letters, ids).
    `notice_token` is part of the address to which the gateway sends notices. `problem`: what the last check found.
    A retired account takes no new payments, but stays for the refunds and queries of its old ones.
    """

    gateway = models.CharField(max_length=20)
    studio = models.ForeignKey(Studio, models.PROTECT, null=True, related_name="gateway_accounts")
    live = models.BooleanField(default=False)
    sealed = models.TextField()
    shown = models.JSONField(default=dict)
    notice_token = models.CharField(max_length=40, unique=True)
    active = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "money_gatewayaccount"
        verbose_name = _("gateway account")
        verbose_name_plural = _("gateway accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "studio"],
                condition=Q(retired_at__isnull=True),
                nulls_distinct=False,
                name="gateway_account_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {'live' if self.live else 'test'}"
