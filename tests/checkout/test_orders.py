"""From the cart to the paid order, and every other way that it can end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.catalog.models import Tier
from dhara.checkout.cart import actions as carts
from dhara.checkout.cart import queries
from dhara.checkout.models import Order
from dhara.checkout.orders import actions as orders
from dhara.checkout.orders import rules
from dhara.delivery.models import Grant
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.facts.models import Reaction, RecordedFact
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, Refused
from dhara.money.ledger.queries import balances
from dhara.money.models import Clearing, Entry, Leg, Payment, PaymentRefund
from tests.make import checkout as make
from tests.make import people

pytestmark = pytest.mark.django_db


def _facts(order: Order) -> list[str]:
    return list(RecordedFact.objects.filter(subject=f"order:{order.pk}").order_by("id").values_list("name", flat=True))


def test_a_sale_from_cart_to_booked(now: datetime) -> None:
    nadia, tuli = people.studio(handle="nadia"), people.studio(people.account("tuli@example.com"), handle="tuli")
    first, second = make.tier(nadia, prices={"BDT": 45_000}), make.tier(tuli, prices={"BDT": 12_345})
    order = make.placed(first, second, at=now)
    assert (order.status, order.total, order.currency) == ("pending", 57_345, "BDT")
    paid = make.chosen(order, "pay", at=now)
    assert (paid.status, paid.paid_at) == ("paid", now)

    fee = Payment.objects.get().fee
    lines = list(paid.lines.all())
    for line in lines:
        assert line.gross == line.tax + line.gateway_fee + line.platform_fee + line.net
        assert line.paid_at == now
    assert sum(line.gateway_fee for line in lines) == fee == 860
    assert [line.platform_fee for line in lines] == [2_250, 617]
    assert balances(nadia.pk)["BDT"]["pending"].minor == lines[0].net
    assert balances(tuli.pk)["BDT"]["pending"].minor == lines[1].net
    assert Entry.objects.get(key=f"order:{order.pk}:sale").legs.count() == 5
    assert Clearing.objects.filter(subject=f"order:{order.pk}").count() == 2
    assert set(Tier.objects.values_list("sold", "reserved")) == {(1, 0)}
    assert first.offer.__class__.objects.get(pk=first.offer_id).sold == 1

    drain(now)
    assert Grant.objects.filter(order=order).count() == 2
    assert not Reaction.objects.exclude(state="done").exists()
    assert queries.view(order.cart).count == 0
    assert "checkout.OrderPaid" in _facts(order)


def test_zero_is_paid_at_once_without_a_gateway(now: datetime) -> None:
    tier = make.tier(pricing="free", stock=3)
    order = make.placed(tier, at=now)
    drain(now)
    tier.refresh_from_db()
    assert (order.status, tier.sold, tier.reserved) == ("paid", 1, 0)
    assert Grant.objects.count() == 1
    assert not Payment.objects.exists()
    assert not Leg.objects.exists()


def test_the_same_button_twice_is_one_order(now: datetime) -> None:
    cart = make.cart_with(make.tier(stock=5), at=now)
    given = {**make.BUYER, "confirmed_total": 45_000, "by": GUEST, "at": now}
    first = orders.place(cart, intent="one-button", **given)
    again = orders.place(cart, intent="one-button", **given)
    reloaded_page = orders.place(cart, intent="another-button", **given)
    assert first.pk == again.pk == reloaded_page.pk
    assert Tier.objects.get().reserved == 1


def test_another_cart_replaces_the_waiting_order(now: datetime) -> None:
    rare, common = make.tier(stock=1), make.tier()
    cart = make.cart_with(rare, at=now)
    first = make.placed(cart=cart, at=now)
    carts.add(cart.token, tier_id=common.pk, by=GUEST, at=now)
    second = make.placed(cart=cart, at=now)
    first.refresh_from_db()
    rare.refresh_from_db()
    assert (first.status, second.status, rare.reserved) == ("cancelled", "pending", 1)


def test_a_changed_price_must_be_confirmed(now: datetime) -> None:
    tier = make.tier(prices={"BDT": 45_000})
    cart = make.cart_with(tier, at=now)
    tier.prices.update(amount=50_000)
    with pytest.raises(Refused) as refusal:
        orders.place(cart, **make.BUYER, intent="some-button", confirmed_total=45_000, by=GUEST, at=now)
    assert refusal.value.code == "price_changed"
    seen = {"confirmed_total": 50_000, "confirmed_currency": "USD"}
    with pytest.raises(Refused) as refusal:
        orders.place(cart, **make.BUYER, intent="some-button", **seen, by=GUEST, at=now)
    assert refusal.value.code == "price_changed"
    assert "৳500" in str(refusal.value)
    assert [line.changed for line in queries.view(cart).lines] == [True]
    assert not Order.objects.exists()
    order = orders.place(cart, **make.BUYER, intent="some-button", confirmed_total=50_000, by=GUEST, at=now)
    assert order.total == 50_000
    assert not queries.view(cart).changes


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"email": "karim"}, "email"),
        ({"name": " \u200b "}, "name"),
        ({"phone": "123"}, "phone"),
        ({"name": "x" * 121}, "name"),
    ],
)
def test_wrong_details_are_refused_at_their_field(now: datetime, given: dict[str, str], field: str) -> None:
    cart = make.cart_with(make.tier(), at=now)
    with pytest.raises(Invalid) as refusal:
        make.placed(cart=cart, at=now, **given)
    assert refusal.value.field == field
    assert not Order.objects.exists()


def test_details_are_kept_clean(now: datetime) -> None:
    order = make.placed(make.tier(), at=now, email=" Karim@Example.COM", name="করিম   উদ্দিন", phone="০১৭১২-৩৪৫৬৭৮")
    assert (order.email, order.name, order.phone) == ("karim@example.com", "করিম উদ্দিন", "+8801712345678")
    assert len(order.token) >= 32
    assert order.number.startswith("D-")


@pytest.mark.parametrize(("choice", "status"), [("decline", "failed"), ("cancel", "cancelled")])
def test_declined_or_cancelled_then_paid(now: datetime, choice: str, status: str) -> None:
    tier = make.tier(stock=1)
    order = make.chosen(make.placed(tier, at=now), choice, at=now)
    tier.refresh_from_db()
    assert (order.status, tier.reserved) == (status, 0)
    later = now + timedelta(minutes=2)
    order = make.chosen(order, "pay", at=later)
    drain(later)
    tier.refresh_from_db()
    assert (order.status, tier.sold, tier.reserved) == ("paid", 1, 0)
    assert Payment.objects.count() == 2
    assert Grant.objects.count() == 1


def test_trying_again_needs_copies_and_a_fresh_order(now: datetime) -> None:
    tier = make.tier(stock=1)
    order = make.chosen(make.placed(tier, at=now), "decline", at=now)
    make.placed(tier, at=now, email="tuli@example.com")
    with pytest.raises(Refused) as refusal:
        orders.pay(order.pk, orders.Means("sandbox", "/"), by=GUEST, at=now)
    assert refusal.value.code == "sold_out"
    with pytest.raises(Refused) as refusal:
        orders.pay(order.pk, orders.Means("sandbox", "/"), by=GUEST, at=now + timedelta(days=2))
    assert refusal.value.code == "order_old"
    assert Payment.objects.count() == 1


def test_paying_twice_at_the_same_gateway_is_one_payment(now: datetime) -> None:
    order, means = make.placed(make.tier(), at=now), orders.Means("sandbox", "/")
    address = orders.pay(order.pk, means, by=GUEST, at=now)
    assert orders.pay(order.pk, means, by=GUEST, at=now) == address
    assert Payment.objects.count() == 1


def test_a_paid_order_is_not_paid_again_nor_cancelled(now: datetime) -> None:
    order = make.paid_order(at=now)
    for verb in (
        lambda: orders.pay(order.pk, orders.Means("sandbox", "/"), by=GUEST, at=now),
        lambda: orders.cancel(order.pk, by=GUEST, at=now),
    ):
        with pytest.raises(Conflict):
            verb()
    assert orders.expire(order.pk, by=SYSTEM, at=now).status == "paid"


def test_nobody_pays_in_time(now: datetime) -> None:
    tier = make.tier(stock=1)
    order = make.placed(tier, at=now)
    drain(now + timedelta(minutes=59))
    order.refresh_from_db()
    assert order.status == "pending"
    drain(now + timedelta(minutes=61))
    order.refresh_from_db()
    tier.refresh_from_db()
    assert (order.status, tier.reserved) == ("expired", 0)


def test_the_buyer_cancels_twice(now: datetime) -> None:
    tier = make.tier(stock=1)
    order = make.placed(tier, at=now)
    for _time in range(2):
        assert orders.cancel(order.pk, by=GUEST, at=now).status == "cancelled"
    tier.refresh_from_db()
    assert tier.reserved == 0


def _late(order: Order, at: datetime) -> None:
    """The buyer paid, but nobody heard of it before the order was given up."""
    from dhara.money.gateways.sandbox import actions as sandbox

    payment, charge = make.sent(order, at=at)
    orders.cancel(order.pk, by=GUEST, at=at)
    sandbox.choose(charge.ref, "pay", at=at)


def test_late_money_buys_what_is_still_there(now: datetime) -> None:
    tier = make.tier(stock=1)
    order = make.placed(tier, at=now)
    _late(order, now)
    drain(now + timedelta(minutes=1))
    order.refresh_from_db()
    tier.refresh_from_db()
    assert (order.status, tier.sold, tier.reserved) == ("paid", 1, 0)
    assert Grant.objects.count() == 1


def test_late_money_goes_back_when_it_is_sold_out(now: datetime) -> None:
    studio = people.studio()
    rare, common = make.tier(studio, stock=1), make.tier(studio)
    order = make.placed(common, rare, at=now)
    _late(order, now)
    faster = make.paid_order(rare, at=now, email="tuli@example.com")
    drain(now + timedelta(minutes=10))
    order.refresh_from_db()
    rare.refresh_from_db()
    common.refresh_from_db()
    assert (faster.status, order.status, rare.sold, common.sold) == ("paid", "refunded", 1, 0)
    payment = Payment.objects.get(subject=f"order:{order.pk}")
    refund = PaymentRefund.objects.get()
    assert (payment.status, refund.status, refund.amount) == ("refunded", "succeeded", 90_000)
    assert not Grant.objects.filter(order=order).exists()
    from dhara.kit.mail.models import Letter

    assert Letter.objects.filter(key=f"money_returned:{order.pk}:{payment.pk}").exists()
    orders.settle(order.pk, payment.pk, by=SYSTEM, at=now)
    assert PaymentRefund.objects.count() == 1


def test_money_that_comes_twice_goes_back_once(now: datetime) -> None:
    from dhara.money.gateways.sandbox import actions as sandbox

    order = make.placed(make.tier(), at=now)
    first, charge = make.sent(order, at=now)
    orders.cancel(order.pk, by=GUEST, at=now)
    paid = make.chosen(order, "pay", at=now)
    sandbox.choose(charge.ref, "pay", at=now)
    drain(now + timedelta(minutes=10))
    for _time in range(2):
        orders.confirm(first.token, by=GUEST, at=now + timedelta(minutes=11))
    drain(now + timedelta(minutes=12))
    paid.refresh_from_db()
    assert paid.status == "paid"
    assert [refund.payment_id for refund in PaymentRefund.objects.all()] == [first.pk]
    assert _facts(paid).count("checkout.OrderMoneyReturned") == 1


def test_a_proven_address_takes_its_orders(now: datetime) -> None:
    order = make.paid_order(at=now, email="Mina@Example.com")
    other = make.paid_order(at=now, email="tuli@example.com")
    mina = people.account("mina@example.com")
    assert orders.attach(mina.pk, "MINA@example.com", by=person(mina.pk), at=now) == [order.pk]
    assert orders.attach(mina.pk, "mina@example.com", by=person(mina.pk), at=now) == []
    other.refresh_from_db()
    assert other.account_id is None


def test_numbers_are_readable() -> None:
    numbers = {rules.new_number() for _time in range(200)}
    assert len(numbers) == 200
    assert not any(set(number[2:]) & set("01OILU") for number in numbers)
