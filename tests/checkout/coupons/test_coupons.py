"""Coupons: what they take off, when they do not count, and how often they can be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError

from dhara.checkout.cart import actions as carts
from dhara.checkout.cart import queries
from dhara.checkout.coupons import queries as coupons
from dhara.checkout.coupons import rules
from dhara.checkout.models import Cart, Coupon, CouponUse, Order
from dhara.checkout.orders import actions as orders
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.refusal import Conflict, Refused
from dhara.money.models import Leg
from tests.make import checkout as make
from tests.make import people
from tests.make.coupons import coupon, enter

pytestmark = pytest.mark.django_db


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code


def _place(cart: Cart, total: int, at: datetime, *, intent: str = "button-one", **buyer: str) -> Order:
    given = {**make.BUYER, **buyer}
    return orders.place(cart, **given, intent=intent, confirmed_total=total, by=GUEST, at=at)


def test_a_discount_is_shown_and_charged_to_the_last_poisha(now: datetime) -> None:
    studio = people.studio()
    first, second, third = (make.tier(studio, prices={"BDT": price}) for price in (10_001, 20_002, 9_999))
    coupon(studio, bp=3_333, at=now)
    cart = enter(make.cart_with(first, second, third, at=now), at=now)
    view = queries.view(cart, at=now)
    assert (view.listed.minor, view.discount.minor, view.total.minor) == (40_002, 13_333, 26_669)
    assert [each.code for each in view.applied] == ["EID20"]
    assert sum(line.total.minor for line in view.lines) == 26_669
    with refused("price_changed"):
        _place(cart, 40_002, now)
    order = _place(cart, 26_669, now)
    lines = list(order.lines.all())
    assert (order.total, order.discount) == (26_669, 13_333)
    for line in lines:
        assert line.gross == line.list_price * line.quantity - line.discount
        assert line.discounts == [{"kind": "coupon", "words": "EID20", "amount": line.discount}]
    paid = make.chosen(order, "pay", at=now)
    assert paid.status == "paid"
    for line in paid.lines.all():
        assert line.gross == line.gateway_fee + line.platform_fee + line.net
    use = CouponUse.objects.get()
    assert (use.amount, use.gross, use.counts, use.paid_at) == (13_333, 26_669, True, now)
    (row,) = coupons.brought([use.coupon_id])[use.coupon_id]
    assert (row.orders, row.gross.minor, row.saved.minor) == (1, 26_669, 13_333)


def test_a_code_is_known_in_any_case_and_script(now: datetime) -> None:
    studio = people.studio()
    tier = make.tier(studio)
    coupon(studio, "ঈদ২০", at=now)
    coupon(studio, "Eid-50", bp=5_000, at=now)
    for typed, total in (("  ঈদ20 ", 36_000), ("eid-৫০", 22_500)):
        cart = enter(make.cart_with(tier, at=now), typed, at=now)
        assert queries.view(cart, at=now).total.minor == total
    assert rules.key_of("ঈদ২০") == rules.key_of("ঈদ\u200d20")
    with pytest.raises(Conflict) as refusal:
        coupon(studio, "EID-50", at=now)
    assert (refusal.value.code, refusal.value.field) == ("code_taken", "code")


def test_the_best_of_several_codes_counts_and_each_seller_has_one(now: datetime) -> None:
    nadia, tuli = people.studio(handle="nadia"), people.studio(people.account("tuli@example.com"), handle="tuli")
    cart = make.cart_with(make.tier(nadia), make.tier(tuli, prices={"BDT": 10_000}), at=now)
    coupon(nadia, "SMALL", bp=500, at=now)
    coupon(nadia, "LARGE", bp=5_000, at=now)
    coupon(tuli, "TULI", kind="amount", amounts={"BDT": 3_000}, at=now)
    for code in ("LARGE", "TULI", "SMALL"):
        cart = carts.enter_code(cart.token, code=code, by=GUEST, at=now, strict=False)
    view = queries.view(cart, at=now)
    assert {each.code: each.amount.minor for each in view.applied} == {"LARGE": 22_500, "TULI": 3_000}
    assert [(each.code, each.why.code) for each in view.idle] == [("SMALL", "coupon_saves_less")]
    assert view.total.minor == 22_500 + 7_000


def test_why_a_code_does_not_count(now: datetime) -> None:
    studio = people.studio()
    tier, other = make.tier(studio, prices={"BDT": 45_000, "USD": 500}), make.tier(studio)
    day = timedelta(days=1)
    coupon(studio, "EARLY", starts_at=now + day, at=now)
    coupon(studio, "LATE", ends_at=now + day, at=now - day)
    coupon(studio, "OTHER", offer_ids=[other.offer_id], at=now)
    coupon(studio, "MUCH", least={"BDT": 100_000}, at=now)
    coupon(studio, "MANY", least_quantity=2, at=now)
    coupon(studio, "DOLLAR", kind="amount", amounts={"USD": 100}, at=now)
    coupon(studio, "GONE", cap=1, at=now)
    Coupon.objects.filter(code="GONE").update(used=1)
    cart = make.cart_with(tier, at=now)
    said = {
        "NONE": "coupon_unknown",
        "EARLY": "coupon_early",
        "OTHER": "coupon_other_offers",
        "MUCH": "coupon_minimum",
        "MANY": "coupon_quantity",
        "DOLLAR": "coupon_currency",
        "GONE": "coupon_used_up",
    }
    for code, problem in said.items():
        with pytest.raises(Refused) as refusal:
            enter(cart, code, at=now)
        assert (refusal.value.code, refusal.value.field) == (problem, "coupon"), code
    with pytest.raises(Refused) as refusal:
        enter(cart, "LATE", at=now + day)
    assert refusal.value.code == "coupon_expired"
    cart.refresh_from_db()
    assert cart.codes == []


def test_a_coupon_for_one_tier_leaves_the_others_alone(now: datetime) -> None:
    studio = people.studio()
    small = make.tier(studio)
    large = make.tier(offer=small.offer, prices={"BDT": 90_000}, name="Team")
    coupon(studio, tier_ids=[large.pk], kind="amount", amounts={"BDT": 200_000}, at=now)
    view = queries.view(enter(make.cart_with(small, large, at=now), at=now), at=now)
    assert {line.tier.pk: line.total.minor for line in view.lines} == {small.pk: 45_000, large.pk: 0}


def test_a_coupon_for_everything_makes_it_free_and_paid_at_once(now: datetime) -> None:
    studio = people.studio()
    coupon(studio, bp=10_000, at=now)
    cart = enter(make.cart_with(make.tier(studio), at=now), at=now)
    order = _place(cart, 0, now)
    assert (order.status, order.total, order.discount) == ("paid", 0, 45_000)
    assert CouponUse.objects.get().paid_at == now
    assert not Leg.objects.exists()


def test_a_use_comes_back_when_the_order_is_given_up_and_counts_again_when_it_is_paid(now: datetime) -> None:
    studio = people.studio()
    coupon(studio, cap=1, at=now)
    order = _place(enter(make.cart_with(make.tier(studio), at=now), at=now), 36_000, now)
    assert Coupon.objects.get().used == 1
    orders.expire(order.pk, by=SYSTEM, at=now)
    assert (Coupon.objects.get().used, CouponUse.objects.get().counts) == (0, False)
    orders.pay(order.pk, orders.Means("sandbox", "/r/{token}/"), by=GUEST, at=now)
    assert (Coupon.objects.get().used, CouponUse.objects.get().counts) == (1, True)
    orders.cancel(order.pk, by=GUEST, at=now)
    other = _place(
        enter(make.cart_with(make.tier(studio), at=now), at=now),
        36_000,
        now,
        intent="button-two",
        email="b@example.com",
    )
    assert other.status == "pending"
    with refused("coupon_used_up"):
        orders.pay(order.pk, orders.Means("sandbox", "/r/{token}/"), by=GUEST, at=now)
    assert Coupon.objects.get().used == 1


def test_late_money_for_a_coupon_that_is_used_up_meanwhile_goes_back(now: datetime) -> None:
    studio = people.studio()
    coupon(studio, cap=1, at=now)
    order = _place(enter(make.cart_with(make.tier(studio, stock=5), at=now), at=now), 36_000, now)
    payment, charge = make.sent(order, at=now)
    orders.expire(order.pk, by=SYSTEM, at=now)
    _place(
        enter(make.cart_with(make.tier(studio), at=now), at=now),
        36_000,
        now,
        intent="button-two",
        email="b@example.com",
    )
    from dhara.money.gateways.sandbox import actions as sandbox

    sandbox.choose(charge.ref, "pay", at=now)
    late = orders.confirm(payment.token, by=GUEST, at=now)
    assert late.status == "refunded"
    assert Coupon.objects.get().used == 1


def test_a_new_order_of_the_same_cart_takes_the_only_use_over(now: datetime) -> None:
    studio = people.studio()
    coupon(studio, cap=1, at=now)
    cart = enter(make.cart_with(make.tier(studio), at=now), at=now)
    first = _place(cart, 36_000, now)
    carts.add(cart.token, tier_id=make.tier(studio).pk, by=GUEST, at=now)
    # The buyer's own waiting order holds the only use, which is no reason to refuse it to them.
    assert not queries.view(cart, at=now).idle
    second = _place(cart, 72_000, now, intent="button-two")
    first.refresh_from_db()
    assert (first.status, second.status, Coupon.objects.get().used) == ("cancelled", "pending", 1)
    stranger = make.cart_with(make.tier(studio), at=now)
    with refused("coupon_used_up"):
        enter(stranger, at=now)


def test_one_buyer_uses_it_as_often_as_allowed(now: datetime) -> None:
    studio, karim = people.studio(), people.account("karim@example.com")
    coupon(studio, cap_each=1, at=now)
    _place(enter(make.cart_with(make.tier(studio), at=now), at=now), 36_000, now)
    again = enter(make.cart_with(make.tier(studio), at=now), at=now)
    with pytest.raises(Refused) as refusal:
        _place(again, 36_000, now, intent="button-two", email="Karim@Example.com")
    assert refusal.value.code == "coupon_used_before"
    # Signed in with another address given, the proven one is remembered all the same.
    mine = make.cart_with(make.tier(studio), by=person(karim.pk), at=now)
    enter(mine, by=person(karim.pk), at=now)
    with refused("coupon_used_before"):
        orders.place(
            mine, email="other@example.com", name="K", intent="button-three", confirmed_total=36_000,
            by=person(karim.pk), at=now,
        )  # fmt: skip
    assert Order.objects.count() == 1
    assert Coupon.objects.get().used == 1


def test_a_first_purchase_is_one_of_the_studio(now: datetime) -> None:
    studio = people.studio()
    make.paid_order(make.tier(studio), at=now)
    coupon(studio, first_only=True, at=now)
    cart = enter(make.cart_with(make.tier(studio), at=now), at=now)
    with refused("coupon_first_only"):
        _place(cart, 36_000, now)
    assert _place(cart, 36_000, now, email="new@example.com").status == "pending"


def test_a_code_that_ends_between_cart_and_order_must_be_agreed_to(now: datetime) -> None:
    studio = people.studio()
    made = coupon(studio, at=now)
    cart = enter(make.cart_with(make.tier(studio), at=now), at=now)
    Coupon.objects.filter(pk=made.pk).update(ends_at=now)
    with refused("price_changed"):
        _place(cart, 36_000, now)
    assert _place(cart, 45_000, now).total == 45_000


def test_the_database_itself_refuses_one_use_too_many(now: datetime) -> None:
    made = coupon(people.studio(), cap=1, at=now)
    with pytest.raises(IntegrityError, match="coupon_never_oversold"):
        Coupon.objects.filter(pk=made.pk).update(used=2)


@pytest.mark.parametrize("count", [1, 20])
def test_a_coupon_costs_one_query_more_for_any_number_of_lines(
    count: int, now: datetime, django_assert_num_queries: object
) -> None:
    studio = people.studio()
    coupon(studio, at=now)
    cart = make.cart_with(*(make.tier(studio) for _each in range(count)), at=now)
    queries.view(cart, at=now)  # warms what is kept for a few seconds
    with django_assert_num_queries(2):  # type: ignore[operator]
        queries.view(cart, at=now)
    enter(cart, at=now)
    cart.refresh_from_db()
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert queries.view(cart, at=now).discount.minor == 9_000 * count
