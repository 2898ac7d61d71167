"""Who shares an offer's income."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dhara.catalog.collaborators import rules
from dhara.catalog.offers.models import Offer
from dhara.kit.lifecycle.models import Living
from dhara.people.models import Studio


class Collaborator(Living):
    """A part of one offer's income: `bp` of what is left after tax and fees goes to `studio` (known once accepted).

    It counts from `starts_at` on and until `ends_at`, where these are set. `replaces` is the part whose place it takes.
    """

    LIFECYCLE = rules.LIFECYCLE

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="collaborators")
    studio = models.ForeignKey(Studio, models.PROTECT, null=True, related_name="collaborations")
    bp = models.PositiveIntegerField(_("part"))
    email = models.EmailField(_("email address"), max_length=254)
    role = models.CharField(_("what they do"), max_length=80, blank=True)
    token = models.CharField(max_length=64, unique=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "catalog_collaborator"
        verbose_name = _("collaborator")
        verbose_name_plural = _("collaborators")
        indexes = [models.Index(fields=["studio", "-id"], name="collaborator_of_studio")]
        constraints = [
            models.CheckConstraint(condition=Q(bp__gte=1, bp__lte=10_000), name="collaborator_part_sane"),
            models.CheckConstraint(
                condition=~Q(status=rules.ACCEPTED) | Q(studio__isnull=False, starts_at__isnull=False),
                name="collaborator_accepted_by_studio",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="collaborator_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["offer", "studio"], condition=Q(status=rules.ACCEPTED), name="collaborator_once"
            ),
            models.UniqueConstraint(
                fields=["offer", "email"], condition=Q(status=rules.INVITED), name="collaborator_invited_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.bp / 100:g} %"
