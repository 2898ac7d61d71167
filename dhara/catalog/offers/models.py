"""Offers, their pictures and the market's categories."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.catalog.offers import rules
from dhara.kit.currency import Money
from dhara.kit.files.models import Picture
from dhara.kit.lifecycle.models import Living
from dhara.people.models import Studio


class Category(models.Model):
    """A shelf of the market: two levels, named in both languages."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    slug = models.CharField(_("address"), max_length=60, unique=True)
    name_bn = models.CharField(_("name in Bengali"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)
    icon = models.CharField(_("icon"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        db_table = "catalog_category"
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name_en


class Offer(Living):
    """`kind` is a key of catalog.kinds.KINDS. `description` is sanitised HTML. `search` is filled by search.actions."""

    LIFECYCLE = rules.LIFECYCLE

    studio = models.ForeignKey(Studio, models.PROTECT, related_name="offers")
    kind = models.CharField(_("kind"), max_length=20)
    title = models.CharField(_("title"), max_length=120)
    slug = models.CharField(_("address"), max_length=120)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    language = models.CharField(_("language"), max_length=5, default="bn")
    category = models.ForeignKey(Category, models.SET_NULL, null=True, blank=True, related_name="offers")
    tags = models.JSONField(_("tags"), default=list, blank=True)
    cover = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")
    seo_title = models.CharField(_("title for search engines"), max_length=70, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=160, blank=True)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    unpublish_at = models.DateTimeField(_("take down at"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # It is sold before it comes out, on this date; None as soon as it has (see catalog.releases).
    releases_at = models.DateTimeField(_("comes out on"), null=True, blank=True)
    hidden_reason = models.TextField(_("reason for hiding"), blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Counted by checkout when an order is paid; shown only as it is.
    sold = models.PositiveIntegerField(default=0)
    # The lowest price per currency in minor units, {"BDT": 45000}, kept by prices.actions for lists; {} while unpriced.
    from_prices = models.JSONField(default=dict, blank=True)
    # Some tier is free (whatever the currency); and: not every buyer pays the same, so a card says "from".
    free = models.BooleanField(default=False)
    prices_vary = models.BooleanField(default=False)
    # Whether collaborators share, or ever shared, its income (see catalog.collaborators): else nobody asks for them.
    shared = models.BooleanField(default=False)
    # The kinds of suggestions it has (see catalog.suggestions): else nobody asks for them.
    suggests = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        db_table = "catalog_offer"
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [models.UniqueConstraint(fields=["studio", "slug"], name="offer_slug_once")]
        indexes = [
            GinIndex(fields=["search"], name="offer_search"),
            models.Index(fields=["-published_at", "-id"], name="offer_newest", condition=models.Q(status="published")),
            models.Index(fields=["-sold", "-id"], name="offer_best", condition=models.Q(status="published")),
            models.Index(
                fields=["category", "-published_at", "-id"], name="offer_shelf", condition=models.Q(status="published")
            ),
            models.Index(
                fields=["category", "-sold", "-id"], name="offer_shelf_best", condition=models.Q(status="published")
            ),
            models.Index(
                fields=["studio", "-published_at", "-id"], name="offer_window", condition=models.Q(status="published")
            ),
            models.Index(fields=["studio", "-changed_at"], name="offer_of_studio"),
            models.Index(fields=["publish_at"], name="offer_due", condition=models.Q(publish_at__isnull=False)),
            models.Index(fields=["unpublish_at"], name="offer_ending", condition=models.Q(unpublish_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def price_from(self, currency: str) -> Money | None:
        """The lowest price in `currency`; where it is not sold in that, the lowest in the first currency it is sold in.

        None while it has no price. Free is a price of zero.
        """
        return self.lowest_price(self.free, self.from_prices, currency)

    @staticmethod
    def lowest_price(free: bool, prices: dict[str, int], currency: str) -> Money | None:
        """The same of an offer's fields `free` and `from_prices`."""
        if free:
            return Money(0, currency)
        code = currency if currency in prices else next(iter(prices), None)
        return None if code is None else Money(prices[code], code)


class OldSlug(models.Model):
    """An address under which an offer was once public: it leads to the present one, and no other offer gets it."""

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="old_slugs")
    slug = models.CharField(max_length=120)

    class Meta:
        db_table = "catalog_oldslug"
        constraints = [models.UniqueConstraint(fields=["studio", "slug"], name="old_slug_once")]

    def __str__(self) -> str:
        return self.slug


class OfferPicture(models.Model):
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+")
    alt = models.CharField(_("description of the picture"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "catalog_offerpicture"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.alt or f"#{self.pk}"
