"""Wish lists, what is on them, and which letters were written."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer
from dhara.checkout.wishes import rules


class WishList(models.Model):
    """`token` is the secret of the visitor's cookie, `shared_token` that of the link for others (None: not shared).

    `letters_at` is when its owner asked for letters (None: none are written); `consent` is what was ticked, in
    `consent_language`.
    """

    token = models.CharField(max_length=48, unique=True)
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="wishlist")
    letters_at = models.DateTimeField(null=True)
    consent = models.CharField(max_length=200, blank=True)
    consent_language = models.CharField(max_length=5, blank=True)
    shared_token = models.CharField(max_length=48, unique=True, null=True)
    shared_name = models.CharField(_("name of the list"), max_length=rules.NAME_LENGTH, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "checkout_wishlist"
        verbose_name = _("wish list")
        verbose_name_plural = _("wish lists")
        indexes = [models.Index(fields=["changed_at"], name="wishlist_of_nobody", condition=Q(account__isnull=True))]
        constraints = [
            models.CheckConstraint(
                condition=Q(letters_at__isnull=True) | Q(account__isnull=False), name="wishlist_letters_to_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"wish list {self.pk}"


class Wish(models.Model):
    """An offer on a list. `amount` (minor units of `currency`) is the least it cost when it was put there.

    For letters: `low` is the price below which it has become cheaper, `out` that it could not be had when it was last
    looked at, `awaited` that it had yet to come out.
    """

    wishlist = models.ForeignKey(WishList, models.CASCADE, related_name="wishes", db_index=False)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="wishes")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField(null=True)
    low = models.BigIntegerField(null=True)
    out = models.BooleanField(default=False)
    awaited = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "checkout_wish"
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ["-added_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["wishlist", "offer"], name="wish_once")]

    def __str__(self) -> str:
        return f"{self.offer_id} on {self.wishlist_id}"


class WishLetter(models.Model):
    """That somebody was written about an offer for a reason: never again for the same."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=8, choices=list(rules.REASONS.items()))
    at = models.DateTimeField()

    class Meta:
        db_table = "checkout_wishletter"
        constraints = [models.UniqueConstraint(fields=["account", "offer", "reason"], name="wish_letter_once")]

    def __str__(self) -> str:
        return f"{self.reason}: {self.offer_id}"
