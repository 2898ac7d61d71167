"""What a gig promises and asks; what each of its packages holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer, Tier


class GigTerms(models.Model):
    """`questions` are rules.Question as JSON, `extras` rules.Extra; `faq` is [{"question", "answer"}, …].

    `queue` is how many unfinished orders it takes at once (null: any number); while it is full, nobody can order.
    `settled` once the studio said what it needs to know: no questions may mean none, or that nobody thought of them.
    """

    offer = models.OneToOneField(Offer, models.CASCADE, related_name="gig_terms")
    questions = models.JSONField(default=list)
    faq = models.JSONField(default=list)
    extras = models.JSONField(default=list)
    queue = models.PositiveSmallIntegerField(_("orders at once"), null=True)
    settled = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "delivery_gigterms"
        verbose_name = _("terms of a gig")
        verbose_name_plural = _("terms of gigs")

    def __str__(self) -> str:
        return f"{self.offer_id}"


class Package(models.Model):
    """A tier as a package: delivered within `days`, changed `revisions` times (null: as often as the buyer likes)."""

    tier = models.OneToOneField(Tier, models.CASCADE, related_name="package")
    days = models.PositiveSmallIntegerField(_("days"))
    revisions = models.PositiveSmallIntegerField(_("revisions"), null=True)
    scope = models.JSONField(default=list)

    class Meta:
        db_table = "delivery_package"
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        constraints = [models.CheckConstraint(condition=Q(days__gte=1, days__lte=90), name="package_days_sane")]

    def __str__(self) -> str:
        return f"{self.tier_id}: {self.days} d"
