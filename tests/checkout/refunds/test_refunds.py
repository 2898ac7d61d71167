"""Money goes back: books, lines, order and access in one step, and back again when the gateway fails."""

from datetime import timedelta

import pytest

from dhara.checkout.models import Order, OrderLine, Refund
from dhara.checkout.refunds import actions, rules
from dhara.checkout.refunds.actions import Part
from dhara.kit.actor import GUEST, SYSTEM, operator, person
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.money.clearing.actions import clear_due
from dhara.money.ledger import queries as books
from dhara.money.ledger import rules as accounts
from dhara.money.ledger.actions import account_id
from dhara.money.models import Clearing, Payment, PaymentRefund, SandboxCharge
from dhara.money.policies import actions as policies
from tests.make import checkout as make
from tests.make import people
from tests.make import refunds as made

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=8)


def _balance(purpose, studio=None):
    return books.balance(account_id(purpose, "BDT", studio.pk if studio else None))


@pytest.fixture
def nadia():
    return people.studio()


@pytest.fixture
def order(nadia, now):
    """Gross 1 000 taka, the gateway's fee 15, the platform's 50, Nadia's share 935."""
    return make.paid_order(make.tier(nadia, prices={"BDT": 100_000}), at=now)


def test_all_of_it_before_it_cleared(order, nadia, now):
    refund = made.refunded(order, at=now)
    order.refresh_from_db()
    assert (order.status, refund.status, OrderLine.objects.get().refunded) == ("refunded", "pending", 100_000)
    # The platform's share comes back; the gateway keeps its fee, which Nadia bears.
    assert _balance(accounts.SELLER_PENDING, nadia) == 0
    assert _balance(accounts.SELLER_OWES, nadia) == -1_500
    assert _balance(accounts.PLATFORM_FEES) == 0
    line = refund.lines.get()
    assert (line.net, line.gateway_kept, line.platform_kept, line.borne) == (93_500, 1_500, 0, 95_000)
    drain(now)
    refund.refresh_from_db()
    assert (refund.status, SandboxCharge.objects.get().refunded) == ("succeeded", 100_000)
    assert Payment.objects.get().status == "refunded"
    made.sound(now)


def test_after_it_cleared_the_balance_pays_and_the_rest_is_owed(order, nadia, now):
    later = now + WEEK
    clear_due(by=SYSTEM, at=later)
    made.refunded(order, 40_000, at=later)
    order.refresh_from_db()
    assert order.status == "partially_refunded"
    assert _balance(accounts.SELLER_AVAILABLE, nadia) == 93_500 - 37_400 - 600
    made.refunded(order, at=later)
    assert _balance(accounts.SELLER_AVAILABLE, nadia) == 0
    assert _balance(accounts.SELLER_OWES, nadia) == -1_500
    drain(later)
    made.sound(later)


def test_fees_follow_the_policies_that_the_order_agreed_on(nadia, now):
    for name, value in (("refund.platform_fee_bp", 2_000), ("refund.gateway_fee_bp", 10_000)):
        policies.set_policy(name, value, by=SYSTEM, at=now)
    order = make.paid_order(make.tier(nadia, prices={"BDT": 100_000}), at=now)
    policies.set_policy("refund.platform_fee_bp", 0, by=SYSTEM, at=now + WEEK)
    refund = made.refunded(order, at=now + WEEK)
    line = refund.lines.get()
    assert (line.gateway_kept, line.platform_kept) == (0, 4_000)
    assert _balance(accounts.PLATFORM_FEES) == 4_000
    assert _balance(accounts.GATEWAY_FEES) == -1_500
    made.sound(now, besides=("refunds",))


def test_a_partial_refund_keeps_access_and_a_whole_one_ends_it(order, now):
    made.refunded(order, 30_000, at=now)
    drain(now)
    grant = order.grants.get()
    assert grant.status == "active"
    made.refunded(order, at=now)
    drain(now)
    grant.refresh_from_db()
    assert grant.status == "revoked"


def test_the_seller_may_choose_otherwise(order, now):
    made.refunded(order, 30_000, at=now, revokes=True)
    drain(now)
    assert order.grants.get().status == "revoked"


def test_another_purchase_keeps_access(now, nadia):
    tier = make.tier(nadia, prices={"BDT": 100_000})
    first, second = make.paid_order(tier, at=now), make.paid_order(tier, at=now)
    made.refunded(first, at=now)
    drain(now)
    assert (first.grants.get().status, second.grants.get().status) == ("revoked", "active")


def test_copies_are_put_back_by_choice_and_once(now, nadia):
    tier = make.tier(nadia, prices={"BDT": 100_000}, stock=5)
    order = make.paid_order(tier, at=now)
    made.refunded(order, 10_000, at=now)
    tier.refresh_from_db()
    assert tier.sold == 1
    for amount in (10_000, None):
        made.refunded(order, amount, at=now, restocks=True)
        tier.refresh_from_db()
        assert tier.sold == 0


def test_a_free_order_gives_nothing_back_but_access(now, nadia):
    order = make.paid_order(make.tier(nadia, pricing="free"), at=now)
    refund = made.refunded(order, 0, at=now)
    order.refresh_from_db()
    assert (refund.status, refund.payment_refund, order.status) == ("succeeded", None, "refunded")
    drain(now)
    assert order.grants.get().status == "revoked"
    with pytest.raises(Conflict):
        made.refunded(order, 0, at=now)
    made.sound(now)


def test_never_more_than_is_left(order, now):
    made.refunded(order, 60_000, at=now)
    with pytest.raises(Invalid) as refusal:
        made.refunded(order, 40_001, at=now)
    assert "400" in str(refusal.value)
    assert refusal.value.field == f"line_{OrderLine.objects.get().pk}"
    with pytest.raises(Invalid):
        made.refunded(order, -1, at=now)
    with pytest.raises(Invalid) as empty:
        made.refunded(order, 0, at=now)
    assert empty.value.code == "refund_empty"
    made.refunded(order, 40_000, at=now)
    with pytest.raises(Conflict) as refusal:
        made.refunded(order, 1, at=now)
    assert refusal.value.code == "nothing_left"


def test_what_is_not_paid_can_not_go_back(now, nadia):
    order = make.placed(make.tier(nadia), at=now)
    with pytest.raises(Conflict) as refusal:
        made.refunded(order, 100, at=now)
    assert refusal.value.code == "not_paid"


def test_who_may(now):
    cast = people.cast()
    mine, other = make.tier(cast.studio), make.tier(people.studio(people.account("tuhin@example.com"), handle="tuhin"))
    order = make.paid_order(mine, other, at=now)
    own, foreign = OrderLine.objects.filter(order=order).order_by("id")
    viewer = people.member(cast.studio).account
    for lines, by, refusal in (
        ({own.pk: 100}, GUEST, NotAllowed),
        ({own.pk: 100}, person(cast.karim.pk), NotFoundHere),
        ({own.pk: 100}, person(viewer.pk), NotAllowed),
        ({own.pk: 100}, person(cast.rafi.pk), NotAllowed),
        ({own.pk: 100, foreign.pk: 100}, person(cast.nadia.pk), NotFoundHere),
        ({10**9: 100}, operator(cast.nadia.pk), NotFoundHere),
    ):
        with pytest.raises(refusal):
            made.given(order, lines, at=now, by=by)
    made.given(order, {own.pk: 100}, at=now, by=person(cast.mitu.pk))
    made.given(order, {own.pk: 100, foreign.pk: 100}, at=now, by=operator(cast.nadia.pk))
    made.sound(now)


def test_the_same_key_is_the_same_refund(order, now):
    line = OrderLine.objects.get()
    first = made.given(order, {line.pk: 30_000}, at=now, key="k")
    assert made.given(order, {line.pk: 30_000}, at=now, key="k").pk == first.pk
    for other in (30_001, 0, Part(30_000, revokes=True), Part(30_000, restocks=True)):
        with pytest.raises(Conflict) as refusal:
            made.given(order, {line.pk: other if isinstance(other, Part) else Part(other)}, at=now, key="k")
        assert refusal.value.code == "idempotency_key_reused"
    with pytest.raises(Conflict):
        actions.refund(order.pk, lines={line.pk: 30_000}, reason="No.", by=SYSTEM, at=now, key="k")
    assert made.given(order, {line.pk: Part(30_000, revokes=False)}, at=now, key="k").pk == first.pk
    assert (Refund.objects.count(), PaymentRefund.objects.count()) == (1, 1)


def test_all_that_is_left_is_asked_for_again_when_nothing_is(order, now):
    line = OrderLine.objects.get()
    made.refunded(order, 30_000, at=now)
    first = made.given(order, {line.pk: Part(None)}, at=now, key="k")
    assert first.amount == 70_000
    assert made.given(order, {line.pk: Part(None)}, at=now, key="k").pk == first.pk


def _fails_later(refund, now):
    from dhara.money.gateways.rules import RefundOutcome
    from dhara.money.payments.actions.refund import _answered

    _answered(refund.payment_refund_id, RefundOutcome("failed", "r", "The account is closed."), by=SYSTEM, at=now)


@pytest.mark.parametrize("cleared", [False, True])
def test_what_the_gateway_refuses_later_is_a_sale_again(order, nadia, now, cleared):
    refund = made.refunded(order, at=now, revokes=True)
    drain(now)
    assert order.grants.get().status == "revoked"
    at = now + WEEK if cleared else now
    if cleared:
        clear_due(by=SYSTEM, at=at)
    _fails_later(refund, at)
    drain(at)
    refund.refresh_from_db()
    order.refresh_from_db()
    assert (refund.status, order.status, OrderLine.objects.get().refunded) == ("failed", "paid", 0)
    assert order.grants.get().status == "active"
    where = accounts.SELLER_AVAILABLE if cleared else accounts.SELLER_PENDING
    assert _balance(where, nadia) == 93_500
    assert _balance(accounts.SELLER_OWES, nadia) == 0
    made.sound(at, besides=("sandbox",))
    again = made.refunded(order, at=at)
    assert again.status == "pending"
    made.sound(at, besides=("sandbox",))


def test_a_failed_refund_leaves_an_earlier_one_standing(order, nadia, now):
    made.refunded(order, 30_000, at=now)
    second = made.refunded(order, at=now)
    drain(now)
    _fails_later(second, now)
    drain(now)
    order.refresh_from_db()
    assert (order.status, OrderLine.objects.get().refunded) == ("partially_refunded", 30_000)
    made.sound(now, besides=("sandbox",))


def test_copies_that_went_back_are_taken_again_unless_they_were_sold(now, nadia):
    tier = make.tier(nadia, prices={"BDT": 100_000}, stock=1)
    order = make.paid_order(tier, at=now)
    refund = made.refunded(order, at=now, restocks=True)
    _fails_later(refund, now)
    drain(now)
    tier.refresh_from_db()
    assert tier.sold == 1
    refund = made.refunded(order, at=now, restocks=True)
    make.paid_order(tier, at=now)
    _fails_later(refund, now)
    drain(now)
    tier.refresh_from_db()
    assert tier.sold == 1


def test_refused_at_once_by_the_gateway(nadia, now):
    order = make.chosen(make.placed(make.tier(nadia), at=now), "pay_unreturnable", at=now)
    drain(now)
    refund = made.refunded(order, at=now)
    drain(now)
    refund.refresh_from_db()
    order.refresh_from_db()
    assert (refund.status, order.status) == ("failed", "paid")
    assert Clearing.objects.get().taken_back == 0
    assert order.grants.get().status == "active"
    made.sound(now)


def test_the_words_of_lifecycles_and_orders_agree():
    assert set(rules.LIVE) < set(rules.LIFECYCLE.states)
    assert Order.LIFECYCLE.arrows[("refunded", "paid")]
    assert actions.Part is Part
