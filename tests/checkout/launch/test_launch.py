"""The launch price in the cart and in the order: enforced at the moment of ordering, never oversold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.catalog.models import Price, Tier
from dhara.checkout.cart import actions as carts
from dhara.checkout.cart import queries
from dhara.checkout.models import Order
from dhara.checkout.orders import actions as orders
from dhara.kit.actor import GUEST
from dhara.kit.refusal import Refused
from tests.make import checkout as make
from tests.make import coupons as make_coupons
from tests.make.race import errors, race

DAY = timedelta(days=1)


def launched(at: datetime, copies: int | None = None, days: int | None = 7, **fields: Any) -> Tier:
    tier = make.tier(at=at, **fields)
    Price.objects.filter(tier=tier).update(launch=30_000)
    tier.launch_until = at + days * DAY if days else None
    tier.launch_copies = copies
    tier.save()
    return tier


def taken(tier: Tier) -> int:
    return Tier.objects.get(pk=tier.pk).launch_taken


def place(cart: Any, at: datetime, total: int, intent: str = "") -> Order:
    intent = intent or f"intent-{cart.pk}-{total}"
    return orders.place(cart, **make.BUYER, intent=intent, confirmed_total=total, by=GUEST, at=at)


@pytest.mark.django_db
def test_the_cart_and_the_order_tell_it(now: datetime) -> None:
    tier = launched(now)
    cart = make.cart_with(tier, at=now)
    view = queries.view(cart, at=now)
    assert [(kind, words, amount.minor) for kind, words, amount in view.reductions] == [("launch", "", 15_000)]
    assert (view.listed.minor, view.total.minor, view.changes) == (45_000, 30_000, [])
    order = place(cart, now, 30_000)
    line = order.lines.get()
    assert (line.list_price, line.gross, order.discount) == (45_000, 30_000, 15_000)
    assert line.discounts == [{"kind": "launch", "words": "", "amount": 15_000}]


@pytest.mark.django_db
def test_who_confirms_after_the_end_is_asked_again(now: datetime) -> None:
    cart = make.cart_with(launched(now), at=now)
    end = now + 7 * DAY
    assert queries.view(cart, at=end - timedelta(seconds=1)).total.minor == 30_000
    with pytest.raises(Refused) as refusal:
        place(cart, end, 30_000)
    assert refusal.value.code == "price_changed"
    assert not Order.objects.exists()
    (line,) = queries.view(cart, at=end).changes
    assert (line.shown.minor, line.now and line.now.minor) == (30_000, 45_000)
    assert place(cart, end, 45_000).total == 45_000


@pytest.mark.django_db
def test_a_coupon_counts_on_what_is_left(now: datetime) -> None:
    tier = launched(now)
    make_coupons.coupon(tier.offer.studio, "TEN", bp=1_000, at=now)
    cart = make.cart_with(tier, at=now)
    carts.enter_code(cart.token, code="TEN", by=GUEST, at=now)
    cart.refresh_from_db()
    view = queries.view(cart, at=now)
    assert [(kind, amount.minor) for kind, _words, amount in view.reductions] == [("launch", 15_000), ("coupon", 3_000)]
    assert place(cart, now, 27_000).total == 27_000


@pytest.mark.django_db
def test_copies_go_back_with_the_order_and_are_taken_again_with_it(now: datetime) -> None:
    tier = launched(now, copies=1, days=None)
    cart = make.cart_with(tier, at=now)
    order = place(cart, now, 30_000)
    assert taken(tier) == 1
    assert queries.view(cart, at=now).total.minor == 30_000  # its own waiting order holds the copy
    assert queries.view(make.cart_with(tier, at=now), at=now).total.minor == 45_000
    orders.cancel(order.pk, by=GUEST, at=now)
    assert taken(tier) == 0
    assert queries.view(make.cart_with(tier, at=now), at=now).total.minor == 30_000
    other = make.cart_with(tier, at=now)
    place(other, now, 30_000)
    with pytest.raises(Refused) as refusal:
        orders.pay(order.pk, orders.Means("sandbox", "https://example.com/{token}"), by=GUEST, at=now)
    assert refusal.value.code == "price_changed"
    assert taken(tier) == 1


@pytest.mark.django_db
def test_what_is_bought_twice_over_costs_the_launch_price_only_as_far_as_it_goes(now: datetime) -> None:
    tier = launched(now, copies=2, days=None)
    cart = make.cart_with(tier, at=now)
    cart.lines.update(quantity=3)
    view = queries.view(cart, at=now)
    assert view.total.minor == 3 * 45_000 - 2 * 15_000
    assert place(cart, now, view.total.minor).total == view.total.minor
    assert taken(tier) == 2


@pytest.mark.django_db
def test_a_launch_price_that_ends_on_a_day_costs_no_query(now: datetime) -> None:
    carts = make.cart_with(make.tier(at=now), at=now), make.cart_with(launched(now), at=now)
    counted = []
    for cart in carts:
        with CaptureQueriesContext(connection) as asked:
            queries.view(cart, at=now)
        counted.append(len(asked))
    assert counted[0] == counted[1]


@pytest.mark.django_db(transaction=True)
def test_twelve_buyers_of_the_first_three(now: datetime) -> None:
    tier = launched(now, copies=3, days=None)
    many = [make.cart_with(tier, at=now) for _ in range(12)]
    answers = race(*[lambda cart=cart: place(cart, now, 30_000) for cart in many])
    refused = errors(answers)
    assert {getattr(each, "code", each) for each in refused} == {"price_changed"}
    assert (len(refused), taken(tier)) == (9, 3)
    assert Order.objects.filter(total=30_000).count() == 3
