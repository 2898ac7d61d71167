"""Offers, their pictures and the market's categories."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.catalog.offers import rules
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
    hidden_reason = models.TextField(_("reason for hiding"), blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # Counted by checkout when an order is paid; shown only as it is.
    sold = models.PositiveIntegerField(default=0)
    # The lowest price per currency in minor units, {"BDT": 45000}, kept by prices.actions for lists; {} while unpriced.
    from_prices = models.JSONField(default=dict, blank=True)
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
            models.Index(fields=["studio", "-changed_at"], name="offer_of_studio"),
            models.Index(fields=["publish_at"], name="offer_due", condition=models.Q(publish_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title


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
