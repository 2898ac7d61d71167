"""Coupons: what a studio says of them, and what they brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import CURRENCY, LINE, Id, In, Moment, MoneyOut, Out, money, money_of
from dhara.checkout.coupons.queries import Brought
from dhara.checkout.coupons.rules import Terms
from dhara.checkout.models import Coupon
from dhara.kit.currency import CODES
from dhara.kit.refusal import Invalid


class AmountIn(In):
    amount: int = Field(ge=1, le=10**12, description="In minor units.")
    currency: str = Field(pattern=CURRENCY)


class CouponIn(In):
    code: str = Field(min_length=3, max_length=40, pattern=LINE, description="What buyers type; its case is the same.")
    kind: Literal["percent", "amount"]
    percent_bp: int = Field(0, ge=0, le=10_000, description="Hundredths of a percent, for the kind `percent`.")
    amounts: list[AmountIn] = Field(
        default_factory=list, max_length=18, description="One for each currency, for the kind `amount`."
    )
    offers: list[Id] = Field(
        default_factory=list, max_length=200, description="What it is for; with `tiers` empty too: everything."
    )
    tiers: list[Id] = Field(default_factory=list, max_length=200)
    least: list[AmountIn] = Field(default_factory=list, max_length=18, description="The smallest purchase it is for.")
    least_quantity: int = Field(0, ge=0, le=1_000)
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    cap: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(None, description="How often in all.")
    cap_each: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(None, description="How often for one buyer.")
    first_only: bool = Field(False, description="Only for a buyer's first purchase from the studio.")
    note: str = Field("", max_length=200, pattern=LINE)

    model_config = ConfigDict(json_schema_extra={"example": {"code": "EID20", "kind": "percent", "percent_bp": 2000}})


class StateIn(In):
    to: Literal["pause", "resume", "end"]

    model_config = ConfigDict(json_schema_extra={"example": {"to": "pause"}})


class BroughtOut(Out):
    orders: int
    paid: MoneyOut
    saved: MoneyOut = Field(description="What buyers saved.")


class CouponOut(Out):
    id: int
    code: str
    status: Literal["active", "paused", "ended"]
    kind: Literal["percent", "amount"]
    percent_bp: int
    amounts: list[MoneyOut]
    offers: list[int]
    tiers: list[int]
    least: list[MoneyOut]
    least_quantity: int
    starts_at: datetime | None
    ends_at: datetime | None
    cap: int | None
    cap_each: int | None
    first_only: bool
    note: str
    used: int = Field(description="Uses that count: paid ones, and those of orders that wait for payment.")
    brought: list[BroughtOut] | None = Field(description="null where your role may not see money.")


class CouponPage(Out):
    items: list[CouponOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


def terms_of(given: CouponIn) -> Terms:
    """Raises Invalid for a currency that is named twice or not known."""
    return Terms(
        code=given.code,
        kind=given.kind,
        bp=given.percent_bp,
        amounts=_sums(given.amounts, "amounts"),
        offer_ids=given.offers,
        tier_ids=given.tiers,
        least=_sums(given.least, "least"),
        least_quantity=given.least_quantity,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        cap=given.cap,
        cap_each=given.cap_each,
        first_only=given.first_only,
        note=given.note,
    )


def _sums(given: Iterable[AmountIn], field: str) -> dict[str, int]:
    sums: dict[str, int] = {}
    for each in given:
        if each.currency in sums or each.currency not in CODES:
            raise Invalid("amount_unclear", field=field)
        sums[each.currency] = each.amount
    return sums


def coupon_out(coupon: Coupon, brought: Iterable[Brought] | None) -> CouponOut:
    told = None
    if brought is not None:
        told = [BroughtOut(orders=b.orders, paid=money_of(b.gross), saved=money_of(b.saved)) for b in brought]
    return CouponOut(
        id=coupon.pk,
        code=coupon.code,
        status=coupon.status,  # type: ignore[arg-type]  # one of the states, as the model holds it
        kind=coupon.kind,  # type: ignore[arg-type]  # one of the choices, as the model holds it
        percent_bp=coupon.bp,
        amounts=_shown(coupon.amounts),
        offers=coupon.offer_ids,
        tiers=coupon.tier_ids,
        least=_shown(coupon.least),
        least_quantity=coupon.least_quantity,
        starts_at=coupon.starts_at,
        ends_at=coupon.ends_at,
        cap=coupon.cap,
        cap_each=coupon.cap_each,
        first_only=coupon.first_only,
        note=coupon.note,
        used=coupon.used,
        brought=told,
    )


def _shown(sums: Mapping[str, int]) -> list[MoneyOut]:
    return [money(minor, code) for code, minor in sorted(sums.items())]
