"""Promises of when an offer comes out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.catalog.offers.models import Offer
from dhara.catalog.releases import rules
from dhara.kit.lifecycle.models import Living


class Release(Living):
    """`promised_at` is the date promised last, `first_promised_at` the one that the first buyers were told."""

    LIFECYCLE = rules.LIFECYCLE

    offer = models.OneToOneField(Offer, models.CASCADE, related_name="release")
    promised_at = models.DateTimeField(_("promised for"))
    first_promised_at = models.DateTimeField(_("first promised for"))
    released_at = models.DateTimeField(_("came out"), null=True)

    class Meta:
        db_table = "catalog_release"
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.promised_at:%Y-%m-%d}"
