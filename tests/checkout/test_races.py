"""Many buyers at once, each with a connection of their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db.models import Sum

from dhara.catalog.models import Tier
from dhara.checkout.models import Order
from dhara.checkout.orders import actions as orders
from dhara.delivery.models import Grant
from dhara.kit.actor import GUEST
from dhara.kit.queue import drain
from dhara.kit.refusal import Refused
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.models import Entry, Leg
from tests.make import checkout as make
from tests.make import people
from tests.make.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_buyers_of_the_last_five_copies(now: datetime) -> None:
    studio = people.studio()
    rare, other = make.tier(studio, stock=5), make.tier(studio, stock=100)
    # Half of them put the scarce one first, half last: nobody may wait for the other in a circle.
    carts = [make.cart_with(*((rare, other) if n % 2 else (other, rare)), at=now) for n in range(20)]
    made = at_once(
        *(
            lambda cart=cart, n=n: orders.place(
                cart,
                **{**make.BUYER, "email": f"b{n}@example.com"},
                intent=f"button-{n}",
                confirmed_total=90_000,
                by=GUEST,
                at=now,
            )
            for n, cart in enumerate(carts)
        )
    )
    won = [order for order in made if isinstance(order, Order)]
    lost = [refusal.code for refusal in made if isinstance(refusal, Refused)]
    assert len(won) == 5
    assert set(lost) == {"sold_out"}
    charges = [make.sent(order, at=now) for order in won]
    for _payment, charge in charges:
        sandbox.choose(charge.ref, "pay", at=now)
    paid = at_once(
        *(lambda token=payment.token: orders.confirm(token, by=GUEST, at=now) for payment, _charge in charges)
    )
    assert [order.status for order in paid] == ["paid"] * 5
    drain(now)
    rare.refresh_from_db()
    other.refresh_from_db()
    assert (rare.sold, rare.reserved, other.sold, other.reserved) == (5, 0, 5, 0)
    assert Grant.objects.count() == 10
    assert Leg.objects.aggregate(sum=Sum("amount"))["sum"] == 0


def test_a_payment_confirmed_five_times_at_once(now: datetime) -> None:
    order = make.placed(make.tier(stock=1), at=now)
    payment, charge = make.sent(order, at=now)
    sandbox.choose(charge.ref, "answer_twice", at=now)
    seen = at_once(*(lambda: orders.confirm(payment.token, by=GUEST, at=now) for _time in range(5)), lambda: drain(now))
    assert {order.status for order in seen[:5]} == {"paid"}
    drain(now)
    assert Entry.objects.filter(key=f"order:{order.pk}:sale").count() == 1
    assert (Tier.objects.get().sold, Grant.objects.count()) == (1, 1)


def test_a_double_click_is_one_order(now: datetime) -> None:
    cart = make.cart_with(make.tier(stock=9), at=now)
    given: dict[str, Any] = {**make.BUYER, "confirmed_total": 45_000, "by": GUEST, "at": now}
    made = at_once(*(lambda: orders.place(cart, intent="one-button", **given) for _click in range(6)))
    assert len({order.pk for order in made}) == 1
    assert Tier.objects.get().reserved == 1


def test_paying_while_it_expires(now: datetime) -> None:
    """Whoever is first, the buyer who paid has it, and nothing is counted twice."""
    from dhara.kit.actor import SYSTEM

    for _round in range(4):
        tier = make.tier(stock=1)
        order = make.placed(tier, at=now)
        payment, charge = make.sent(order, at=now)
        sandbox.choose(charge.ref, "pay", at=now)
        at_once(
            lambda token=payment.token: orders.confirm(token, by=GUEST, at=now),
            lambda pk=order.pk: orders.expire(pk, by=SYSTEM, at=now),
        )
        order.refresh_from_db()
        tier.refresh_from_db()
        assert (order.status, tier.sold, tier.reserved) == ("paid", 1, 0)
