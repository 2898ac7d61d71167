"""Fifty buyers at once, each with a connection of their own."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.checkout.models import Coupon, CouponUse, Order
from dhara.checkout.orders import actions as orders
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.refusal import Refused
from tests.make import checkout as make
from tests.make import people
from tests.make.coupons import coupon, enter
from tests.make.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_buyers_of_a_coupon_for_ten(now: datetime) -> None:
    """Two coupons and a scarce tier each, put together in either order: nobody waits for another in a circle."""
    nadia, tuli = people.studio(handle="nadia"), people.studio(people.account("tuli@example.com"), handle="tuli")
    first, second = make.tier(nadia, stock=100), make.tier(tuli, stock=100)
    coupon(nadia, "NADIA", cap=10, at=now)
    coupon(tuli, "TULI", bp=1_000, at=now)
    carts = []
    for number in range(50):
        cart = make.cart_with(*((first, second) if number % 2 else (second, first)), at=now)
        for code in ("NADIA", "TULI"):
            cart = enter(cart, code, at=now)
        carts.append(cart)
    made = at_once(
        *(
            lambda cart=cart, n=n: orders.place(
                cart,
                **{**make.BUYER, "email": f"b{n}@example.com"},
                intent=f"button-{n}",
                confirmed_total=36_000 + 40_500,
                by=GUEST,
                at=now,
            )
            for n, cart in enumerate(carts)
        )
    )
    won = [order for order in made if isinstance(order, Order)]
    lost = {refusal.code for refusal in made if isinstance(refusal, Refused)}
    assert len(won) == 10
    # Who sees the last use gone before ordering is shown the new total; who comes a moment later is told why.
    assert lost <= {"coupon_used_up", "price_changed"}
    assert len(made) == 50
    counts = {each.code: each.used for each in Coupon.objects.all()}
    assert counts == {"NADIA": 10, "TULI": 10}
    assert CouponUse.objects.filter(counts=True, coupon__code="NADIA").count() == 10
    at_once(*(lambda pk=order.pk: orders.expire(pk, by=SYSTEM, at=now) for order in won for _time in range(2)))
    assert set(Coupon.objects.values_list("used", flat=True)) == {0}


def test_one_buyer_in_ten_windows_uses_it_once(now: datetime) -> None:
    studio = people.studio()
    coupon(studio, cap_each=1, at=now)
    carts = [enter(make.cart_with(make.tier(studio), at=now), at=now) for _window in range(10)]
    given = {**make.BUYER, "confirmed_total": 36_000, "by": GUEST, "at": now}
    made = at_once(
        *(lambda cart=cart, n=n: orders.place(cart, intent=f"window-{n}", **given) for n, cart in enumerate(carts))
    )
    assert sum(isinstance(each, Order) for each in made) == 1
    assert {each.code for each in made if isinstance(each, Refused)} == {"coupon_used_before"}
    assert Coupon.objects.get().used == CouponUse.objects.count() == 1
