"""As many orders at once as the gig takes: refused before the money, and open again when one has ended."""

from datetime import timedelta

import pytest

from dhara.checkout.cart import queries
from dhara.checkout.models import Order
from dhara.checkout.orders import actions as orders
from dhara.delivery.gigs.queries import next_place, under_way, unit_of_line
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.queue import drain
from dhara.kit.refusal import Refused
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.people.models import Member
from dhara.work.engagements import actions as work
from tests.make import checkout as make
from tests.make import gigs
from tests.make.race import at_once
from tests.make.refunds import sound


def busy(gig):
    return under_way([gig.pk])[gig.pk].busy


def problem(cart, now):
    (line,) = queries.view(cart, at=now).lines
    return line.problem and line.problem.code


@pytest.fixture
def gig(db, now):
    return gigs.offer(now, queue=1)


@pytest.fixture
def tier(gig):
    return gig.tiers.select_related("offer__studio").get()


def test_a_gig_without_a_limit_is_never_full(db, now):
    gig = gigs.offer(now)
    gigs.ordered(now, gig)
    assert under_way([gig.pk]) == {}


def test_who_waits_to_pay_has_the_place(gig, tier, now):
    early, late = make.cart_with(tier, at=now), make.cart_with(tier, at=now)
    order = make.placed(cart=early, at=now)
    assert busy(gig) == 1
    assert problem(early, now) is None, "it is this cart's own order"
    assert problem(late, now) == "queue_full"
    for attempt in (lambda: make.placed(cart=late, at=now), lambda: make.cart_with(tier, at=now)):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "queue_full"
    assert make.placed(cart=early, at=now) == order
    orders.cancel(order.pk, by=GUEST, at=now)
    assert busy(gig) == 0
    assert make.placed(cart=late, at=now).status == "pending"


def test_it_is_taken_from_the_payment_until_the_work_has_ended(gig, tier, now):
    order = make.chosen(make.placed(tier, at=now), "pay", at=now)
    assert busy(gig) == 1, "before the worker has begun it"
    drain(now)
    unit = unit_of_line(order.lines.get().pk)
    worker = person(Member.objects.get(studio=gig.studio).account_id)
    assert next_place(gig.pk) is None
    work.act(unit.pk, "require", by=GUEST, at=now, content={"name": "Dokan", "style": "Plain"})
    assert next_place(gig.pk) == now + timedelta(days=3)
    work.act(unit.pk, "deliver", by=worker, at=now, text="Here it is.")
    assert busy(gig) == 1
    work.act(unit.pk, "accept", by=GUEST, at=now)
    assert busy(gig) == 0
    assert make.placed(tier, at=now).status == "pending"


def test_a_cancelled_work_gives_the_place_back(gig, tier, now):
    unit = gigs.ordered(now, gig)
    work.act(unit.pk, "require", by=GUEST, at=now, content={"name": "Dokan", "style": "Plain"})
    now += timedelta(days=5)
    work.act(unit.pk, "cancel_late", by=GUEST, at=now)
    drain(now)
    assert busy(gig) == 0


def test_who_was_declined_comes_back_too_late(gig, tier, now):
    first = make.chosen(make.placed(tier, at=now), "decline", at=now)
    second = make.placed(tier, at=now)
    with pytest.raises(Refused) as refusal:
        orders.pay(first.pk, orders.Means("sandbox", "/checkout/return/{token}/"), by=GUEST, at=now)
    assert refusal.value.code == "queue_full"
    orders.cancel(second.pk, by=GUEST, at=now)
    orders.pay(first.pk, orders.Means("sandbox", "/checkout/return/{token}/"), by=GUEST, at=now)
    assert busy(gig) == 1


def test_money_that_comes_late_goes_back_when_the_place_is_gone(gig, tier, now):
    first = make.placed(tier, at=now)
    payment, charge = make.sent(first, at=now)
    orders.expire(first.pk, by=SYSTEM, at=now + timedelta(days=30))
    second = make.placed(tier, at=now)
    sandbox.choose(charge.ref, "pay", at=now)
    orders.confirm(payment.token, by=GUEST, at=now)
    drain(now)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("refunded", "pending")
    sound(now)


@pytest.mark.django_db(transaction=True)
def test_two_buyers_of_the_last_place(now):
    tier = gigs.offer(now, queue=2).tiers.select_related("offer__studio").get()
    make.placed(tier, at=now)
    carts = [make.cart_with(tier, at=now) for _buyer in range(6)]
    made = at_once(
        *(
            lambda cart=cart, n=n: orders.place(
                cart,
                **{**make.BUYER, "email": f"b{n}@example.com"},
                intent=f"button-{n}",
                confirmed_total=450_00,
                by=GUEST,
                at=now,
            )
            for n, cart in enumerate(carts)
        )
    )
    assert len([order for order in made if isinstance(order, Order)]) == 1
    assert {refusal.code for refusal in made if isinstance(refusal, Refused)} == {"queue_full"}
