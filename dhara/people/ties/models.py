"""Marks and ties."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dhara.people.accounts.models import Account
from dhara.people.ties import rules


class Mark(models.Model):
    """`hash` is of `rules.hashed`: what it was made of is stored nowhere here."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=10, choices=list(rules.REASONS.items()))
    hash = models.CharField(max_length=64)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()

    class Meta:
        db_table = "people_mark"
        constraints = [models.UniqueConstraint(fields=["kind", "hash", "account"], name="mark_once")]
        indexes = [models.Index(fields=["last_seen"], name="mark_seen")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"


class Tie(models.Model):
    """An unordered pair: `one` has the lower number. It is allowed once `allowed_at` is set; `why` says how come.

    `refused_at` is when somebody was last told that it refuses work, as far as `rules.TOLD_AGAIN` tells it apart;
    `looked_at` when an operator first left it as it is.
    """

    one = models.ForeignKey(Account, models.CASCADE, related_name="+", db_index=False, verbose_name=_("person"))
    other = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("other person"))
    reason = models.CharField(_("reason"), max_length=10, choices=list(rules.REASONS.items()))
    since = models.DateTimeField(_("since"))
    allowed_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", db_index=False)
    allowed_at = models.DateTimeField(null=True)
    why = models.TextField(_("reason of the operator"), blank=True)
    refused_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_tie"
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        constraints = [
            models.UniqueConstraint(fields=["one", "other", "reason"], name="tie_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="tie_of_two"),
            models.CheckConstraint(condition=Q(allowed_at=None) | ~Q(why=""), name="tie_allowed_why"),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="tie_waits",
                condition=Q(refused_at__isnull=False, allowed_at=None, looked_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.one} = {self.other}"
