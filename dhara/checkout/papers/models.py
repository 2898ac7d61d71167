"""Papers, the series of their numbers, and who a studio is in law."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.checkout.orders.models import Order
from dhara.checkout.papers import rules
from dhara.checkout.refunds.models import Refund
from dhara.kit.currency import Money
from dhara.people.models import Studio


class PaperProfile(models.Model):
    """What stands at the head of a studio's papers. Its tax id is in its tax profile (money.tax).

    `automatic`: each paid order gets its invoice at once; otherwise when the buyer or the studio asks for it.
    """

    studio = models.OneToOneField(Studio, models.CASCADE, related_name="paper_profile")
    legal_name = models.CharField(_("name"), max_length=160)
    address = models.TextField(_("address"), blank=True)
    prefix = models.CharField(_("prefix"), max_length=8, blank=True)
    layout = models.CharField(_("layout"), max_length=10, choices=list(rules.LAYOUTS.items()), default=rules.PLAIN)
    signer = models.CharField(_("signed by"), max_length=80, blank=True)
    signer_title = models.CharField(_("position"), max_length=80, blank=True)
    note = models.TextField(_("note"), blank=True)
    automatic = models.BooleanField(_("by itself"), default=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "checkout_paperprofile"
        verbose_name = _("profile for invoices")
        verbose_name_plural = _("profiles for invoices")

    def __str__(self) -> str:
        return self.legal_name


class PaperSeries(models.Model):
    """The last number that a studio gave to a kind of paper in a year."""

    studio = models.ForeignKey(Studio, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "checkout_paperseries"
        constraints = [models.UniqueConstraint(fields=["studio", "kind", "year"], name="paper_series_once")]

    def __str__(self) -> str:
        return f"{self.studio_id} {self.kind} {self.year}: {self.last}"


class Paper(models.Model):
    """One issued paper. Append-only (see the migration). Amounts are minor units of `currency`, positive for all kinds.

    `content` is all that it says (see papers.content), in minor units and without words of ours, so that it can be set
    in either language.
    """

    studio = models.ForeignKey(Studio, models.PROTECT, related_name="papers")
    order = models.ForeignKey(Order, models.PROTECT, related_name="papers")
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, related_name="papers")
    kind = models.CharField(_("kind"), max_length=12, choices=list(rules.KINDS.items()))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    label = models.CharField(_("label"), max_length=40)
    layout = models.CharField(max_length=10, default=rules.PLAIN)
    currency = models.CharField(max_length=3)
    gross = models.BigIntegerField()
    tax = models.BigIntegerField()
    country = models.CharField(max_length=2, blank=True)
    content = models.JSONField()
    issued_at = models.DateTimeField(_("issued"))

    class Meta:
        db_table = "checkout_paper"
        verbose_name = _("invoice or credit note")
        verbose_name_plural = _("invoices and credit notes")
        indexes = [models.Index(fields=["label"], name="paper_label")]
        constraints = [
            models.UniqueConstraint(fields=["studio", "kind", "year", "number"], name="paper_number_once"),
            models.UniqueConstraint(
                fields=["order", "studio"], condition=Q(kind=rules.INVOICE), name="paper_invoice_once"
            ),
            models.UniqueConstraint(
                fields=["refund", "studio", "kind"], condition=Q(refund__isnull=False), name="paper_note_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=rules.INVOICE, refund__isnull=True)
                | Q(kind__in=[rules.CREDIT_NOTE, rules.DEBIT_NOTE, rules.CORRECTED], refund__isnull=False),
                name="paper_kind_fits",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def money(self) -> Money:
        return Money(self.gross, self.currency)

    @property
    def tax_money(self) -> Money:
        return Money(self.tax, self.currency)
