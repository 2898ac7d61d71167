"""Coupons and their uses."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dhara.checkout.coupons import rules
from dhara.kit.lifecycle.models import Living
from dhara.people.models import Studio


class Coupon(Living):
    """`code` as the studio wrote it, `key` as it is looked up. Amounts are minor units by currency, {"BDT": 5000}.

    `offer_ids` and `tier_ids` narrow it down; both empty: everything of the studio. `used` counts uses that hold a
    place under `cap`.
    """

    LIFECYCLE = rules.LIFECYCLE

    studio = models.ForeignKey(Studio, models.PROTECT, related_name="coupons")
    code = models.CharField(_("code"), max_length=40)
    key = models.CharField(max_length=60)
    kind = models.CharField(_("kind"), max_length=8, choices=list(rules.KINDS.items()))
    bp = models.PositiveIntegerField(_("percent"), default=0)
    amounts = models.JSONField(_("amounts"), default=dict)
    offer_ids = ArrayField(models.BigIntegerField(), default=list)
    tier_ids = ArrayField(models.BigIntegerField(), default=list)
    least = models.JSONField(_("for purchases from"), default=dict)
    least_quantity = models.PositiveIntegerField(_("for so many copies"), default=0)
    starts_at = models.DateTimeField(_("from"), null=True)
    ends_at = models.DateTimeField(_("until"), null=True)
    cap = models.PositiveIntegerField(_("how often"), null=True)
    cap_each = models.PositiveIntegerField(_("how often for one buyer"), null=True)
    first_only = models.BooleanField(_("first purchase only"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    used = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "checkout_coupon"
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        indexes = [models.Index(fields=["studio", "-id"], name="coupon_of_studio")]
        constraints = [
            models.UniqueConstraint(fields=["studio", "key"], name="coupon_code_once"),
            models.CheckConstraint(
                condition=Q(kind=rules.PERCENT, bp__gte=1, bp__lte=10_000) | Q(kind=rules.AMOUNT, bp=0),
                name="coupon_worth_sane",
            ),
            models.CheckConstraint(condition=Q(cap__isnull=True) | Q(used__lte=F("cap")), name="coupon_never_oversold"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="coupon_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CouponUse(models.Model):
    """One order that a coupon made cheaper by `amount`; `gross` is what the buyer pays for the studio's lines.

    `counts` while it holds a place under the cap: from placing until the order is given up, for good once paid.
    """

    coupon = models.ForeignKey(Coupon, models.PROTECT, related_name="uses")
    # Named by its label: orders take coupons, so they stand above.
    order = models.ForeignKey("checkout.Order", models.PROTECT, related_name="coupon_uses")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    email = models.EmailField(max_length=254)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    gross = models.BigIntegerField()
    counts = models.BooleanField(default=True)
    at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "checkout_couponuse"
        verbose_name = _("use of a coupon")
        verbose_name_plural = _("uses of coupons")
        constraints = [models.UniqueConstraint(fields=["coupon", "order"], name="coupon_use_once")]
        indexes = [
            models.Index(fields=["coupon", "email"], name="coupon_use_of_buyer"),
            models.Index(fields=["coupon", "-id"], name="coupon_use_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.coupon_id}: {self.order_id}"
