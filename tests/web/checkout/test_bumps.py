"""A box to tick on the cart, without scripts: cheaper in company, dearer without it, and always told why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dhara.catalog.models import Tier
from dhara.checkout.models import CartLine, CouponUse, Order
from tests.make import checkout as make
from tests.make import people
from tests.make.coupons import coupon
from tests.make.suggestions import suggestion
from tests.web.browsing import text
from tests.web.checkout.buying import details

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def two(now: datetime) -> tuple[Tier, Tier]:
    studio = people.studio()
    return make.tier(studio, title="Cards", at=now), make.tier(studio, title="Envelopes", at=now)


def ticked(visitor: Client, main: Tier, made: Any) -> str:
    visitor.post("/cart/lines/", {"tier": main.pk})
    return text(visitor.post("/cart/bumps/", {"suggestion": made.pk}, follow=True))


def test_shown_ticked_and_charged_with_its_reason(visitor: Client, two: tuple[Tier, Tier], now: datetime) -> None:
    main, other = two
    made = suggestion(main, other, bp=2_000, words="They fit exactly.")
    page = text(visitor.post("/cart/lines/", {"tier": main.pk}, follow=True))
    assert "They fit exactly." in page
    assert "Yes, add it for ৳360" in page
    page = ticked(visitor, main, made)
    assert "Yes, add it" not in page
    assert "Together with “Cards”" in page
    assert "৳810" in page
    visitor.post("/checkout/", details(visitor))
    order = Order.objects.get()
    line = order.lines.get(tier=other)
    assert (order.total, order.discount) == (81_000, 9_000)
    assert line.discounts == [{"kind": "bump", "words": "Cards", "amount": 9_000}]
    assert "Together with “Cards”" in text(visitor.get(f"/checkout/o/{order.token}/"))


def test_without_its_company_it_loses_the_discount_visibly(visitor: Client, two: tuple[Tier, Tier]) -> None:
    main, other = two
    page = ticked(visitor, main, suggestion(main, other, amounts={"BDT": 5_000}))
    assert "৳850" in page
    line = CartLine.objects.get(tier=main)
    page = text(visitor.post(f"/cart/lines/{line.pk}/removal/", follow=True))
    assert "which is not in your cart any more" in page
    assert "Together with" not in page
    visitor.post("/checkout/", details(visitor))
    assert Order.objects.get().total == 45_000


def test_a_code_counts_on_what_is_left(visitor: Client, two: tuple[Tier, Tier], now: datetime) -> None:
    main, other = two
    coupon(main.offer.studio, at=now, tier_ids=[other.pk], bp=5_000)
    ticked(visitor, main, suggestion(main, other, bp=5_000))
    visitor.post("/cart/coupons/", {"coupon": "EID20"})
    visitor.post("/checkout/", details(visitor))
    assert Order.objects.get().total == 45_000 + 11_250
    assert CouponUse.objects.get().amount == 11_250


def test_what_is_not_suggested_is_not_cheaper(visitor: Client, two: tuple[Tier, Tier]) -> None:
    main, other = two
    made = suggestion(main, other, bp=9_000)
    upsell = suggestion(main, other, "upsell", bp=9_900)
    visitor.post("/cart/lines/", {"tier": other.pk})
    assert "not offered any more" in text(visitor.post("/cart/bumps/", {"suggestion": made.pk}, follow=True))
    visitor.post("/cart/lines/", {"tier": main.pk})
    for wrong in (upsell.pk, 10**15, "x", ""):
        visitor.post("/cart/bumps/", {"suggestion": wrong})
    assert not CartLine.objects.filter(suggestion__isnull=False).exists()


def test_sold_out_or_withdrawn_is_not_shown(visitor: Client, two: tuple[Tier, Tier]) -> None:
    main, other = two
    suggestion(main, other)
    Tier.objects.filter(pk=other.pk).update(stock=0)
    page = text(visitor.post("/cart/lines/", {"tier": main.pk}, follow=True))
    assert "Yes, add it" not in page


def test_one_copy_is_cheaper_only(visitor: Client, two: tuple[Tier, Tier]) -> None:
    main, other = two
    ticked(visitor, main, suggestion(main, other, bp=10_000))
    CartLine.objects.filter(tier=other).update(quantity=3)
    assert "৳1,350" in text(visitor.get("/cart/"))


def test_no_query_more_where_nothing_is_suggested(
    visitor: Client, two: tuple[Tier, Tier], django_assert_max_num_queries: Any
) -> None:
    main, other = two
    visitor.post("/cart/lines/", {"tier": main.pk})
    with django_assert_max_num_queries(5):
        visitor.get("/cart/")
    suggestion(main, other)
    with django_assert_max_num_queries(7):
        visitor.get("/cart/")
