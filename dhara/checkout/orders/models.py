"""Orders and their lines."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer, Tier
from dhara.checkout.cart.models import Cart
from dhara.checkout.orders import rules
from dhara.kit.lifecycle.models import Living
from dhara.money.models import Payment
from dhara.people.models import Studio


class Order(Living):
    """`number` is what people read (D-2611-7K4Q2); `token` opens the receipt and library without sign-in (a secret).

    `policies` are the numbers in force when it was made; amounts are minor units of `currency`.
    """

    LIFECYCLE = rules.LIFECYCLE

    number = models.CharField(_("number"), max_length=20, unique=True)
    token = models.CharField(max_length=48, unique=True)
    intent = models.CharField(max_length=64, unique=True)
    cart = models.ForeignKey(Cart, models.SET_NULL, null=True, related_name="orders")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="orders")
    email = models.EmailField(_("email address"), max_length=254)
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=5)
    currency = models.CharField(_("currency"), max_length=3)
    # What is paid. `discount` is what the buyer saved on list prices, `tax` is contained in the total.
    total = models.BigIntegerField(_("total"))
    discount = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    # Where the buyer is, for tax: ISO 3166 code, that of the region (US-CA) where rates differ by region, the buyer's
    # tax id, and what speaks for the place ({kind: value}).
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=6, blank=True, default="", db_default="")
    tax_id = models.CharField(_("tax id"), max_length=40, blank=True)
    place_evidence = models.JSONField(default=dict)
    policies = models.JSONField(default=dict)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("ordered"))
    paid_at = models.DateTimeField(_("paid"), null=True)
    # Whether somebody else receives it: then there is a Gift.
    gifted = models.BooleanField(_("gift"), default=False, db_default=False)

    class Meta:
        db_table = "checkout_order"
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [
            models.Index(fields=["account", "-id"], name="order_account"),
            models.Index(fields=["email", "-id"], name="order_email"),
        ]
        constraints = [models.CheckConstraint(condition=Q(total__gte=0, tax__gte=0), name="order_amounts_sane")]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """A sold line. `gross` = `tax` + `gateway_fee` + `platform_fee` + `shared` + `net` once the sale is booked.

    `unit_price` is what one costs after discounts where the line has none; `list_price` what one costs without any.
    `gross` is what the buyer pays for the line: quantity × list_price − discount, plus tax where prices do not
    contain it. `net` is the studio's own part, `shared` its collaborators' (one LineShare each).
    `discounts` tells why: [{"kind": "coupon", "words": "EID20", "amount": 2000}, …], adding up to `discount`.
    `added` is what the buyer chose besides, part of the unit price: [{"title", "amount", "terms"}, …] (kinds.Added).

    Studio, status and times are repeated from the order so that a studio's list needs one index.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    studio = models.ForeignKey(Studio, models.PROTECT, related_name="order_lines")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="order_lines")
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="order_lines")
    title = models.CharField(max_length=120)
    tier_name = models.CharField(max_length=80, blank=True)
    quantity = models.PositiveSmallIntegerField(default=1)
    unit_price = models.BigIntegerField()
    list_price = models.BigIntegerField(default=0)
    discount = models.BigIntegerField(default=0)
    discounts = models.JSONField(default=list)
    added = models.JSONField(default=list, db_default=[])
    gross = models.BigIntegerField()
    tax = models.BigIntegerField(default=0)
    tax_bp = models.PositiveIntegerField(default=0)
    tax_name = models.CharField(max_length=40, blank=True)
    tax_inclusive = models.BooleanField(default=True)
    gateway_fee = models.BigIntegerField(default=0)
    platform_fee = models.BigIntegerField(default=0)
    shared = models.BigIntegerField(default=0)
    net = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    # True while this line's copies are set aside on the tier (see prices: reserved).
    stock_held = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    # Of what was bought before it came out: rules.WAITS, OUT or OFF; empty for everything else.
    preorder = models.CharField(max_length=5, blank=True, default="", db_default="")
    # The words by which the studio finds it: rules.found_by.
    found_by = SearchVectorField(null=True)

    class Meta:
        db_table = "checkout_orderline"
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["id"]
        indexes = [
            GinIndex(fields=["found_by"], name="line_found_by"),
            models.Index(fields=["studio", "-created_at", "-id"], name="line_of_studio"),
            models.Index(fields=["offer", "id"], name="line_preorders", condition=Q(preorder="waits")),
            models.Index(
                fields=["studio", "paid_at"],
                name="line_sales",
                condition=Q(paid_at__isnull=False),
                include=["gross", "net", "offer"],
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(gross__gte=0, quantity__gte=1, refunded__gte=0) & Q(gross__gte=F("refunded")),
                name="order_line_sane",
            ),
            models.UniqueConstraint(fields=["order", "tier"], name="order_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} × {self.quantity}"

    @property
    def besides(self) -> list[tuple[str, int]]:
        """What the buyer chose besides, and what of the unit price it is."""
        return [(each["title"], each["amount"]) for each in self.added]


class LineShare(models.Model):
    """A collaborator's part of one sold line: `bp` hundredths of a percent of what is left after tax and fees.

    `amount` and `refunded` are minor units of the order's currency. The studio of the line keeps the rest.
    """

    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="shares")
    studio = models.ForeignKey(Studio, models.PROTECT, related_name="line_shares")
    bp = models.PositiveIntegerField()
    amount = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "checkout_lineshare"
        verbose_name = _("collaborator's part")
        verbose_name_plural = _("collaborators' parts")
        indexes = [models.Index(fields=["studio", "-id"], name="share_of_studio")]
        constraints = [
            models.UniqueConstraint(fields=["line", "studio"], name="line_share_once"),
            models.CheckConstraint(
                condition=Q(bp__gte=1, bp__lte=10_000, amount__gte=0, refunded__gte=0) & Q(amount__gte=F("refunded")),
                name="line_share_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.studio_id}: {self.bp} bp"
