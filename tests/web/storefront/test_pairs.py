"""What goes well with an offer, on its page: shown with its price in company, taken together, charged so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dhara.catalog.models import Offer
from dhara.catalog.offers import actions as offers
from dhara.catalog.suggestions import actions
from dhara.checkout.models import CartLine, Order
from tests.make import catalog as make
from tests.make.suggestions import suggestion
from tests.web.checkout.buying import details

pytestmark = pytest.mark.django_db


def path_of(offer: Offer) -> str:
    return f"/@{offer.studio.handle}/{offer.slug}"


@pytest.fixture
def shop(soon: datetime) -> make.Shop:
    return make.shop(soon)


@pytest.fixture
def main(shop: make.Shop, soon: datetime) -> Offer:
    return make.offer(soon, shop, title="Cards")


@pytest.fixture
def other(shop: make.Shop, soon: datetime) -> Offer:
    return make.offer(soon, shop, title="Envelopes")


def made(main: Offer, other: Offer, **draft: Any) -> Any:
    return suggestion(main.tiers.get(), other.tiers.get(), "cross", **draft)


def read(visitor: Client, offer: Offer) -> str:
    return visitor.get(path_of(offer)).content.decode()


def test_both_in_one_at_the_price_that_was_shown(visitor: Client, main: Offer, other: Offer) -> None:
    pair = made(main, other, bp=2_000, words="They fit exactly.")
    page = read(visitor, main)
    assert "They fit exactly." in page
    assert "৳90 less, if you buy both together." in page
    assert "Take both for ৳810" in page
    sent = {"suggestion": pair.pk, "tier": main.tiers.get().pk, "currency": "BDT"}
    for _twice in range(2):
        cart = visitor.post("/cart/pairs/", sent, follow=True).content.decode()
    assert "Cheaper together with “Cards”." in cart
    assert CartLine.objects.count() == 2
    visitor.post("/checkout/", details(visitor))
    order = Order.objects.get()
    assert (order.total, order.discount) == (81_000, 9_000)
    line = order.lines.get(offer=other)
    assert line.discounts == [{"kind": "bump", "words": "Cards", "amount": 9_000}]


def test_put_in_one_by_one_it_costs_the_same(visitor: Client, main: Offer, other: Offer) -> None:
    made(main, other, amounts={"BDT": 5_000})
    for offer in (other, main):
        cart = visitor.post("/cart/lines/", {"tier": offer.tiers.get().pk}, follow=True).content.decode()
    assert "৳850" in cart
    assert "Yes, add it" not in cart


def test_it_is_no_box_to_tick_on_the_cart(visitor: Client, main: Offer, other: Offer) -> None:
    made(main, other, bp=1_000)
    cart = visitor.post("/cart/lines/", {"tier": main.tiers.get().pk}, follow=True).content.decode()
    assert "Envelopes" not in cart


def test_what_is_not_for_sale_is_not_proposed(
    visitor: Client, shop: make.Shop, main: Offer, other: Offer, now: datetime
) -> None:
    pair = made(main, other)
    assert "Goes well with it" in read(visitor, main)
    offers.unpublish(other, by=shop.by, at=now)
    assert "Goes well with it" not in read(visitor, main)
    sent = {"suggestion": pair.pk, "tier": main.tiers.get().pk}
    visitor.post("/cart/pairs/", sent)
    assert not CartLine.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"suggestion": "x", "tier": "y"}, {"suggestion": "9" * 18, "tier": "1"}])
def test_nonsense_is_refused(visitor: Client, sent: dict[str, str]) -> None:
    answer = visitor.post("/cart/pairs/", sent, follow=True)
    assert "not offered any more" in answer.content.decode()


def test_a_copy_suggests_the_same(shop: make.Shop, main: Offer, other: Offer, now: datetime) -> None:
    made(main, other, bp=2_000, words="They fit.")
    copy = actions.duplicate(main, by=shop.by, at=now)
    copy.refresh_from_db()
    assert copy.suggests == ["cross"]
    kept = copy.suggestions.get()
    assert (kept.tier.offer, kept.bp, kept.words, kept.kind) == (other, 2_000, "They fit.", "cross")


def test_many_cost_as_few(
    visitor: Client, shop: make.Shop, main: Offer, soon: datetime, django_assert_max_num_queries: Any
) -> None:
    made(main, make.offer(soon, shop))
    read(visitor, main)
    with django_assert_max_num_queries(10) as one:
        read(visitor, main)
    for _number in range(3):
        made(main, make.offer(soon, shop))
    with django_assert_max_num_queries(len(one)):
        assert read(visitor, main).count("Take both") == 4
