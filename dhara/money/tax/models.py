"""Rates, and the studios that charge them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dhara.money.tax import rules
from dhara.people.models import Studio


class TaxRate(models.Model):
    """From `since` on (until and without `until`) a good of `kind` is taxed with `bp` hundredths of a percent.

    `country` is an ISO 3166 code; `region` is empty for all of it; `kind` one of rules.KINDS, empty for all goods
    that have no row of their own.
    """

    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("region"), max_length=10, blank=True)
    kind = models.CharField(_("kind of good"), max_length=10, choices=list(rules.KINDS.items()), blank=True)
    name = models.CharField(_("name"), max_length=40)
    bp = models.PositiveIntegerField(_("rate"))
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "money_taxrate"
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        constraints = [
            models.UniqueConstraint(fields=["country", "region", "kind", "since"], name="tax_rate_once"),
            models.CheckConstraint(condition=Q(bp__lte=10_000), name="tax_rate_sane"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="tax_rate_counts_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.name} {self.bp / 100:g} %"


class TaxProfile(models.Model):
    """What a studio has to do with tax. Without a row, or while it is not `registered`, it charges none.

    `inclusive` says whether its prices contain the tax; `countries` are the ISO codes of the buyers it charges;
    `good` is what its offers count as (one of rules.KINDS), empty: by the kind of each offer.
    """

    studio = models.OneToOneField(Studio, models.CASCADE, related_name="tax_profile")
    registered = models.BooleanField(_("registered for tax"), default=False)
    country = models.CharField(_("country"), max_length=2)
    tax_id = models.CharField(_("tax id"), max_length=40, blank=True)
    inclusive = models.BooleanField(_("prices contain the tax"), default=True)
    countries = models.JSONField(_("charged in"), default=list)
    good = models.CharField(_("kind of good"), max_length=10, choices=list(rules.KINDS.items()), blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "money_taxprofile"
        verbose_name = _("tax profile")
        verbose_name_plural = _("tax profiles")

    def __str__(self) -> str:
        return f"{self.studio_id}: {self.country} {self.tax_id}"
