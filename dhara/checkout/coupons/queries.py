"""Reads: coupons by code, a studio's coupons with what they brought."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from dhara.checkout.coupons.models import Coupon, CouponUse
from dhara.kit import rows
from dhara.kit.currency import Money
from dhara.people.models import Studio


def by_keys(keys: Sequence[str], studio_ids: Iterable[int]) -> list[Coupon]:
    """The coupons of these studios that go by these keys; one query."""
    return rows.load(Coupon, "t.key = ANY(%s) AND t.studio_id = ANY(%s)", [list(keys), sorted(set(studio_ids))])


def held_for(cart_id: int) -> list[int]:
    """The coupons that waiting orders of a cart use, once for each use."""
    waiting = CouponUse.objects.filter(counts=True, order__cart_id=cart_id, order__status="pending")
    return list(waiting.values_list("coupon_id", flat=True))


def of_studio(studio: Studio) -> QuerySet[Coupon]:
    """The latest first. The door has asked for the right to see them."""
    return Coupon.objects.filter(studio=studio).order_by("-id")


def of_order(order_id: int) -> QuerySet[CouponUse]:
    return CouponUse.objects.filter(order_id=order_id).select_related("coupon").order_by("id")


@dataclass(frozen=True)
class Brought:
    """What a coupon brought in one currency, of paid orders: how many, what buyers paid, and saved."""

    orders: int
    gross: Money
    saved: Money


def brought(coupon_ids: Iterable[int]) -> dict[int, list[Brought]]:
    """By coupon, one row per currency; one query for any number of coupons."""
    sums = (
        CouponUse.objects.filter(coupon_id__in=list(coupon_ids), paid_at__isnull=False)
        .values("coupon_id", "currency")
        .annotate(orders=Count("id"), gross_sum=Sum("gross"), saved=Sum("amount"))
        .order_by("coupon_id", "currency")
    )
    found: dict[int, list[Brought]] = {}
    for row in sums:
        code = row["currency"]
        each = Brought(row["orders"], Money(row["gross_sum"], code), Money(row["saved"], code))
        found.setdefault(row["coupon_id"], []).append(each)
    return found
