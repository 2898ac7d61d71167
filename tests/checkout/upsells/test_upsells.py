"""What is offered after a payment: once, at the shown price, for the same buyer, apart from the order before it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.catalog.models import Tier
from dhara.checkout.models import Cart, Order, Upsell
from dhara.checkout.orders import queries as orders
from dhara.checkout.upsells import actions, queries
from dhara.kit.actor import GUEST, person
from dhara.kit.currency import Money
from dhara.kit.refusal import Conflict, Refused
from tests.make import checkout as make
from tests.make import people
from tests.make.suggestions import suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(now: datetime) -> list[Tier]:
    studio = people.studio()
    tiers = [make.tier(studio, title=title, at=now) for title in ("Cards", "Envelopes", "Stickers")]
    suggestion(tiers[0], tiers[1], "upsell", bp=2_000)
    suggestion(tiers[0], tiers[2], "downsell", amounts={"BDT": 30_000})
    for tier in tiers:
        tier.offer.refresh_from_db()
    return tiers


def offered(order: Order, at: datetime) -> queries.Proposal | None:
    fresh = orders.by_token(order.token)
    assert fresh is not None
    return queries.proposal(fresh, at)


def test_accepted_it_is_an_order_of_its_own(three: list[Tier], now: datetime) -> None:
    order = make.paid_order(three[0], at=now)
    found = offered(order, now)
    assert found is not None
    assert (found.step, found.total) == ("upsell", Money(36_000, "BDT"))
    made = actions.accept(order.pk, step="upsell", total=found.total, by=GUEST, at=now)
    line = made.lines.get()
    assert (made.status, made.total, made.email, made.pk == order.pk) == ("pending", 36_000, order.email, False)
    assert line.discounts == [{"kind": "upsell", "words": "Cards", "amount": 9_000}]
    paid = make.chosen(made, "pay", at=now)
    assert paid.status == "paid"
    assert offered(paid, now) is None, "after what was offered so nothing is offered"
    assert offered(order, now) is None, "nor is anything once more"
    order.refresh_from_db()
    assert (order.status, order.total) == ("paid", 45_000)


def test_accepted_twice_it_is_one(three: list[Tier], now: datetime) -> None:
    order = make.paid_order(three[0], at=now)
    given = {"step": "upsell", "total": Money(36_000, "BDT"), "by": GUEST, "at": now}
    first = actions.accept(order.pk, **given)
    assert actions.accept(order.pk, **given).pk == first.pk
    assert Upsell.objects.count() == 1


def test_declined_the_other_comes_and_then_nothing(three: list[Tier], now: datetime) -> None:
    order = make.paid_order(three[0], at=now)
    for step, price in (("upsell", 36_000), ("downsell", 15_000)):
        found = offered(order, now)
        assert found is not None
        assert (found.step, found.total.minor) == (step, price)
        for _twice in range(2):
            actions.decline(order.pk, step=step, by=GUEST, at=now)
    assert offered(order, now) is None
    with pytest.raises(Conflict) as refusal:
        actions.accept(order.pk, step="upsell", total=Money(36_000, "BDT"), by=GUEST, at=now)
    assert refusal.value.code == "upsell_over"
    assert Order.objects.count() == 1


def test_the_other_is_not_to_be_had_first(three: list[Tier], now: datetime) -> None:
    order = make.paid_order(three[0], at=now)
    with pytest.raises(Conflict) as refusal:
        actions.accept(order.pk, step="downsell", total=Money(15_000, "BDT"), by=GUEST, at=now)
    assert refusal.value.code == "upsell_over"


def test_never_more_than_was_shown(three: list[Tier], now: datetime) -> None:
    order = make.paid_order(three[0], at=now)
    three[1].prices.update(amount=50_000)
    with pytest.raises(Refused) as refusal:
        actions.accept(order.pk, step="upsell", total=Money(36_000, "BDT"), by=GUEST, at=now)
    assert refusal.value.code == "price_changed"
    assert not Upsell.objects.exists()
    assert Order.objects.count() == 1


def test_for_a_while_only(three: list[Tier], now: datetime) -> None:
    order = make.paid_order(three[0], at=now)
    late = now + timedelta(minutes=61)
    assert offered(order, late) is None
    with pytest.raises(Conflict) as refusal:
        actions.accept(order.pk, step="upsell", total=Money(36_000, "BDT"), by=GUEST, at=late)
    assert refusal.value.code == "upsell_over"


def test_not_what_is_owned_sold_out_withdrawn_or_in_another_currency(three: list[Tier], now: datetime) -> None:
    mina = people.account("mina@example.com")
    make.paid_order(three[1], by=person(mina.pk), at=now, email=mina.email)
    assert offered(make.paid_order(three[0], by=person(mina.pk), at=now, email=mina.email), now) is None
    order = make.paid_order(three[0], at=now)
    Tier.objects.filter(pk=three[1].pk).update(stock=1)  # and one is sold
    assert offered(order, now) is None
    Tier.objects.filter(pk=three[1].pk).update(stock=None, retired=True)
    assert offered(order, now) is None
    Tier.objects.filter(pk=three[1].pk).update(retired=False)
    Tier.objects.filter(pk=three[1].pk).update(stock=None)
    both = make.paid_order(three[0], three[1], at=now)
    assert offered(both, now) is None
    assert offered(order, now) is not None
    three[1].prices.update(currency="USD")
    assert offered(order, now) is None


def test_it_belongs_to_the_buyer_whoever_holds_the_link(three: list[Tier], now: datetime) -> None:
    mina, karim = people.account("mina@example.com"), people.account("karim2@example.com")
    order = make.paid_order(three[0], by=person(mina.pk), at=now, email=mina.email)
    made = actions.accept(order.pk, step="upsell", total=Money(36_000, "BDT"), by=person(karim.pk), at=now)
    assert (made.account_id, made.email) == (mina.pk, mina.email)
    assert not Cart.objects.filter(account__isnull=False, after__isnull=False).exists()


def test_no_query_where_nothing_is_suggested(now: datetime, django_assert_num_queries: object) -> None:
    order = orders.by_token(make.paid_order(at=now).token)
    assert order is not None
    with django_assert_num_queries(0):
        assert queries.proposal(order, now) is None
        assert queries.made_after(order) == []
