"""Bundles: what they consist of, what may be sold, what is given and taken back."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.catalog.bundles import actions, queries
from dhara.catalog.models import Offer, Tier
from dhara.catalog.offers import actions as offers
from dhara.catalog.offers.rules import Incomplete
from dhara.catalog.prices import actions as prices
from dhara.checkout.cart import queries as carts
from dhara.checkout.models import Order
from dhara.checkout.orders import actions as orders
from dhara.delivery.grants import actions as grants
from dhara.delivery.models import Grant, Licence
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.currency import Money
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, Refused
from dhara.money.gateways.sandbox import actions as sandbox
from tests.make import bundles, licences
from tests.make import catalog as make
from tests.make import checkout as buying
from tests.make.catalog import Shop
from tests.make.race import errors, race

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(now: datetime) -> Shop:
    return make.shop(now)


def tier(offer: Offer) -> Tier:
    return Tier.objects.select_related("offer__studio").get(offer=offer)


def cart_of(*tiers: Tier, at: datetime, **rest: object) -> carts.CartView:
    return carts.view(buying.cart_with(*tiers, at=at), at=at, **rest)  # type: ignore[arg-type]


def test_parts_are_of_the_same_studio_and_no_bundles(shop: Shop, now: datetime) -> None:
    bundle = bundles.offer(now, shop, published=False)
    inner, foreign = bundles.offer(now, shop), make.offer(now)
    own = tier(make.offer(now, shop))
    choose = partial(actions.set_parts, bundle, by=shop.by, at=now)
    for wrong in (inner, foreign):
        with pytest.raises(NotFoundHere):
            choose([own.pk, tier(wrong).pk])
    put_away = make.offer(now, shop, published=False)
    offers.archive(put_away, by=shop.by, at=now)
    with pytest.raises(NotFoundHere):
        choose([tier(put_away).pk])
    with pytest.raises(Invalid):
        choose(range(1, 22))
    with pytest.raises(NotAllowed):
        actions.set_parts(bundle, [own.pk], by=make.member(shop, "viewer", now), at=now)
    with pytest.raises(Conflict):
        actions.set_parts(own.offer, [own.pk], by=shop.by, at=now)
    with pytest.raises(Incomplete):
        actions.set_parts(inner, [own.pk], by=shop.by, at=now)
    assert len(choose([own.pk, own.pk])) == 1


def test_what_is_missing_is_said(shop: Shop, now: datetime) -> None:
    bundle = bundles.offer(now, shop, published=False)
    empty = make.draft(now, shop, "Half a card")
    (priced,) = prices.set_tiers(empty, [make.fixed()], by=shop.by, at=now)
    actions.set_parts(bundle, [priced.pk, tier(make.offer(now, shop)).pk], by=shop.by, at=now)
    assert offers.missing(bundle) == ["“Half a card” is not complete yet."]
    actions.set_parts(bundle, [tier(make.offer(now, shop)).pk], by=shop.by, at=now)
    assert offers.missing(bundle) == ["Choose at least two offers that the bundle gives."]


def test_what_it_is_worth(shop: Shop, now: datetime) -> None:
    cheap = tier(make.offer(now, shop, tiers=[make.choose(100_00)]))
    free, dear = tier(make.offer(now, shop, tiers=[make.free()])), tier(make.offer(now, shop))
    bundle = bundles.offer(now, shop, parts=[cheap, free, dear], draft=make.fixed(400_00))
    parts = queries.parts_of([bundle.pk])[bundle.pk]
    assert [part.tier for part in parts] == [cheap, free, dear]
    assert queries.worth(parts, "BDT") == Money(550_00, "BDT")
    assert queries.saving(parts, Money(400_00, "BDT")) == Money(150_00, "BDT")
    assert queries.saving(parts, Money(550_00, "BDT")) is None
    assert queries.worth(parts, "USD") is None
    (line,) = cart_of(tier(bundle), at=now).lines
    assert (line.saving, len(line.parts), line.problem) == (Money(150_00, "BDT"), 3, None)


def test_every_part_is_given_by_its_own_kind(shop: Shop, now: datetime) -> None:
    program, card = licences.offer(now, shop), make.offer(now, shop)
    bundle = bundles.offer(now, shop, parts=[tier(program), tier(card)])
    order = buying.paid_order(tier(bundle), at=now)
    line = order.lines.get()
    given = {grant.offer_id: grant for grant in Grant.objects.filter(order=order)}
    assert given.keys() == {program.pk, card.pk}
    assert {grant.key for grant in given.values()} == {
        f"line:{line.pk}:part:{each.pk}" for each in (tier(program), tier(card))
    }
    assert Licence.objects.get().grant == given[program.pk]
    assert (order.total, tier(card).sold, tier(card).reserved) == (600_00, 1, 0)


def test_an_order_gets_what_it_was_sold(shop: Shop, now: datetime) -> None:
    """The studio takes a part out, and another off the market, while the buyer pays."""
    kept, left = make.offer(now, shop), make.offer(now, shop)
    bundle = bundles.offer(now, shop, parts=[tier(kept), tier(left)])
    order = buying.placed(tier(bundle), at=now)
    actions.set_parts(bundle, [tier(kept).pk, tier(make.offer(now, shop)).pk], by=shop.by, at=now)
    offers.unpublish(left, by=shop.by, at=now)
    prices.set_tiers(left, [make.fixed(name="New")], by=shop.by, at=now)
    order = buying.chosen(order, "pay", at=now)
    grants.deliver(order.pk, by=SYSTEM, at=now)
    assert set(Grant.objects.filter(order=order).values_list("offer_id", flat=True)) == {kept.pk, left.pk}


def test_a_refund_takes_back_what_nothing_else_gives(shop: Shop, now: datetime) -> None:
    program, card = licences.offer(now, shop), make.offer(now, shop)
    bundle = bundles.offer(now, shop, parts=[tier(program), tier(card)])
    buying.paid_order(tier(card), at=now)
    order = buying.paid_order(tier(bundle), at=now)
    line = order.lines.select_related("offer").get()
    grants.take_back(line, reason="refund", by=SYSTEM, at=now)
    active = list(Grant.objects.filter(status="active").values_list("order__number", "offer_id"))
    assert active == [(Order.objects.exclude(pk=order.pk).get().number, card.pk)]
    grants.give_again(line, reason="it failed", by=SYSTEM, at=now)
    assert Grant.objects.filter(order=order, status="active").count() == 2


def test_no_bundle_is_sold_without_one_of_its_parts(shop: Shop, now: datetime) -> None:
    scarce = tier(make.offer(now, shop, tiers=[make.fixed(stock=1)]))
    bundle = bundles.offer(now, shop, parts=[scarce, tier(make.offer(now, shop))])
    cart = buying.cart_with(tier(bundle), at=now)
    buying.placed(cart=cart, at=now)
    scarce.refresh_from_db()
    assert scarce.reserved == 1
    # The buyer's own waiting order does not stand in their way, but in that of others.
    assert carts.view(cart, at=now).problems == []
    (other,) = cart_of(tier(bundle), at=now).problems
    assert other.problem.code == "sold_out"  # type: ignore[union-attr]
    with pytest.raises(Refused) as refusal:
        buying.placed(tier(bundle), at=now)
    assert refusal.value.code == "sold_out"


def test_what_was_set_aside_is_freed(shop: Shop, now: datetime) -> None:
    first, second = (tier(make.offer(now, shop, tiers=[make.fixed(stock=3)])) for _each in range(2))
    bundle = bundles.offer(now, shop, parts=[first, second])
    order = buying.placed(tier(bundle), tier(make.offer(now, shop)), first, at=now)
    assert [Tier.objects.get(pk=each.pk).reserved for each in (first, second)] == [2, 1]
    orders.cancel(order.pk, by=GUEST, at=now)
    assert not Tier.objects.filter(reserved__gt=0).exists()
    order = buying.chosen(order, "pay", at=now)
    assert [Tier.objects.get(pk=each.pk).sold for each in (first, second)] == [2, 1]
    assert not Tier.objects.filter(reserved__gt=0).exists()


def test_money_that_comes_too_late_goes_back_whole(shop: Shop, now: datetime) -> None:
    """The order was given up, and the last copy of a part went to somebody else: nothing of it stays taken."""
    scarce, plenty = tier(make.offer(now, shop, tiers=[make.fixed(stock=1)])), tier(make.offer(now, shop))
    bundle = bundles.offer(now, shop, parts=[plenty, scarce])
    order = buying.placed(tier(bundle), at=now)
    payment, charge = buying.sent(order, at=now)
    orders.cancel(order.pk, by=GUEST, at=now)
    buying.paid_order(scarce, at=now)
    sandbox.choose(charge.ref, "pay", at=now)
    assert orders.confirm(payment.token, by=GUEST, at=now).status == "refunded"
    assert {each.pk: (each.sold, each.reserved) for each in Tier.objects.all()} == {
        tier(bundle).pk: (0, 0),
        plenty.pk: (0, 0),
        scarce.pk: (1, 0),
    }


def test_what_the_operator_hid_is_not_sold_in_a_bundle(shop: Shop, now: datetime) -> None:
    card = make.offer(now, shop)
    bundle = bundles.offer(now, shop, parts=[tier(card), tier(make.offer(now, shop))])
    cart = buying.cart_with(tier(bundle), at=now)
    offers.hide(card, reason="It is copied.", by=make.operator_of(now), at=now)
    (line,) = carts.view(cart, at=now).problems
    assert line.problem.code == "not_for_sale"  # type: ignore[union-attr]


def test_the_cart_says_what_the_buyer_has(shop: Shop, now: datetime) -> None:
    buyer = make.account(now)
    card, poster, song = (make.offer(now, shop, title=title) for title in ("Card", "Poster", "Song"))
    buying.paid_order(tier(card), by=person(buyer.pk), at=now)
    small = bundles.offer(now, shop, parts=[tier(poster), tier(song)])
    large = bundles.offer(now, shop, parts=[tier(each) for each in (card, poster, song)], title="All of it")
    for offer, said in ((small, []), (large, ["Card"])):
        view = carts.view(buying.cart_with(tier(offer), by=person(buyer.pk), at=now), buyer, at=now)
        assert view.lines[0].owned_titles == said
    buying.paid_order(tier(small), by=person(buyer.pk), at=now)
    view = carts.view(buying.cart_with(tier(large), by=person(buyer.pk), at=now), buyer, at=now)
    assert view.lines[0].owned_titles == ["Card", "Poster", "Song"]
    assert view.lines[0].problem is None


def test_a_bundle_asks_no_more_for_more_parts(shop: Shop, now: datetime) -> None:
    asked = []
    for many in (2, 10):
        bundle = bundles.offer(now, shop, parts=[tier(make.offer(now, shop)) for _each in range(many)])
        cart = buying.cart_with(tier(bundle), at=now)
        carts.view(cart, at=now)  # the studios' taxes are asked for now and then
        with CaptureQueriesContext(connection) as seen:
            carts.view(cart, at=now)
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 7


@pytest.mark.django_db(transaction=True)
def test_the_last_copy_of_a_part_goes_to_one(now: datetime) -> None:
    shop = make.shop(now)
    scarce = tier(make.offer(now, shop, tiers=[make.fixed(stock=2)]))
    bundle = tier(bundles.offer(now, shop, parts=[scarce, tier(make.offer(now, shop))]))
    carts_ = [buying.cart_with(bundle if number % 2 else scarce, at=now) for number in range(8)]
    answers = race(
        *[partial(buying.placed, cart=cart, at=now, email=f"b{n}@example.com") for n, cart in enumerate(carts_)]
    )
    refused = errors(answers)
    assert len(refused) == 6
    assert {getattr(each, "code", each) for each in refused} == {"sold_out"}
    assert Tier.objects.get(pk=scarce.pk).reserved == 2
