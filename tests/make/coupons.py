"""Coupons as a studio makes them, and carts that hold their codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.checkout.cart import actions as carts
from dhara.checkout.coupons import actions
from dhara.checkout.coupons.rules import Terms
from dhara.checkout.models import Cart, Coupon
from dhara.kit.actor import GUEST, SYSTEM, Actor
from dhara.people.models import Studio
from tests.make.people import LONG_AGO


def coupon(studio: Studio, code: str = "EID20", *, at: datetime = LONG_AGO, **terms: Any) -> Coupon:
    """20 percent off everything, unless `terms` say otherwise."""
    given: dict[str, Any] = {"bp": 0 if terms.get("kind") == "amount" else 2_000, **terms}
    return actions.make(studio, Terms(code=code, **given), by=SYSTEM, at=at)


def enter(cart: Cart, code: str = "EID20", *, by: Actor = GUEST, at: datetime = LONG_AGO) -> Cart:
    return carts.enter_code(cart.token, code=code, by=by, at=at)
