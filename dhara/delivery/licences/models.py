"""Terms of an offer's licences, keys that wait to be sold, licences, machines."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer, Tier
from dhara.delivery.grants.models import Grant
from dhara.delivery.licences import rules
from dhara.kit.lifecycle.models import Living
from dhara.people.models import Studio


class LicenceTerms(models.Model):
    """How the keys of an offer are made, and what buyers from now on may do with one.

    `seats` and `tier_seats` ({"<tier id>": seats or null}) are how many machines may use a key at once; null is any
    number. `days` is how long it is good, counted from `starts`; null is for ever.
    """

    offer = models.OneToOneField(Offer, models.CASCADE, related_name="licence_terms")
    source = models.CharField(max_length=8, choices=list(rules.SOURCES.items()), default=rules.PATTERN)
    pattern = models.CharField(_("pattern"), max_length=rules.KEY_LENGTH, default=rules.DEFAULT_PATTERN)
    seats = models.PositiveIntegerField(null=True)
    tier_seats = models.JSONField(default=dict)
    days = models.PositiveIntegerField(null=True)
    starts = models.CharField(max_length=10, choices=list(rules.STARTS.items()), default=rules.AT_PURCHASE)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "delivery_licenceterms"

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.source}"

    def seats_of(self, tier_id: int) -> int | None:
        seats: int | None = self.tier_seats.get(str(tier_id), self.seats)
        return seats


class Licence(Living):
    """One key of one bought copy (`number` counts from 1 within the grant); what it may do was agreed at the sale.

    `key` is empty while the list has run dry and the buyer waits. `folded` is the key as it is compared.
    """

    LIFECYCLE = rules.LIFECYCLE

    studio = models.ForeignKey(Studio, models.PROTECT, related_name="licences")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="licences", db_index=False)
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="licences")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="licences", db_index=False)
    number = models.PositiveSmallIntegerField()
    key = models.CharField(_("licence key"), max_length=rules.KEY_LENGTH, blank=True)
    folded = models.CharField(max_length=rules.KEY_LENGTH, null=True)
    seats = models.PositiveIntegerField(null=True)
    days = models.PositiveIntegerField(null=True)
    starts = models.CharField(max_length=10, choices=list(rules.STARTS.items()))
    issued_at = models.DateTimeField(_("issued"))
    started_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("good until"), null=True)

    class Meta:
        db_table = "delivery_licence"
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        constraints = [
            models.UniqueConstraint(fields=["offer", "folded"], name="licence_key_once"),
            models.UniqueConstraint(fields=["grant", "number"], name="licence_copy_once"),
            models.CheckConstraint(
                condition=Q(folded__isnull=True, key="") | Q(folded__isnull=False), name="licence_key"
            ),
        ]
        indexes = [
            models.Index(fields=["studio", "-id"], name="licence_studio"),
            models.Index(fields=["folded"], name="licence_folded"),
            models.Index(fields=["tier", "id"], name="licence_waiting", condition=Q(folded__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.key or f"#{self.pk}"


class FormerKey(models.Model):
    """A key that was exchanged for another: it is refused, and never given again."""

    licence = models.ForeignKey(Licence, models.CASCADE, related_name="former_keys")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="+", db_index=False)
    folded = models.CharField(max_length=rules.KEY_LENGTH)
    exchanged_at = models.DateTimeField()

    class Meta:
        db_table = "delivery_formerkey"
        constraints = [models.UniqueConstraint(fields=["offer", "folded"], name="former_key_once")]

    def __str__(self) -> str:
        return f"former key of {self.licence_id}"


class PoolKey(models.Model):
    """A key of the studio's own list. `licence` is whom it went to; `removed_at` when the studio took it out."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="pool_keys", db_index=False)
    tier = models.ForeignKey(Tier, models.CASCADE, related_name="pool_keys", db_index=False)
    key = models.CharField(max_length=rules.KEY_LENGTH)
    folded = models.CharField(max_length=rules.KEY_LENGTH)
    licence = models.ForeignKey(Licence, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "delivery_poolkey"
        constraints = [models.UniqueConstraint(fields=["offer", "folded"], name="pool_key_once")]
        indexes = [
            models.Index(
                fields=["tier", "id"], name="pool_free", condition=Q(licence__isnull=True, removed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"key {self.pk} of {self.tier_id}"


class Activation(models.Model):
    """A machine that uses a licence. `instance` is what the program calls it; it ends when it is taken off."""

    licence = models.ForeignKey(Licence, models.CASCADE, related_name="activations")
    instance = models.CharField(max_length=rules.INSTANCE_LENGTH)
    name = models.CharField(max_length=rules.NAME_LENGTH, blank=True)
    activated_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "delivery_activation"
        constraints = [
            models.UniqueConstraint(
                fields=["licence", "instance"], condition=Q(ended_at__isnull=True), name="activation_once"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.instance
