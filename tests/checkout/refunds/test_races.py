"""Two who give back at once, and a process that dies between: never more than was paid, and all of it or nothing."""

import sys
from datetime import timedelta

import pytest

from dhara.checkout.models import OrderLine, Refund, RefundRequest
from dhara.checkout.refunds import actions
from dhara.kit.actor import GUEST, SYSTEM, operator, person
from dhara.kit.queue import drain
from dhara.kit.refusal import Refused
from dhara.money.clearing.actions import clear_due
from dhara.money.ledger.models import Entry
from dhara.money.models import PaymentRefund, SandboxCharge
from dhara.money.payments.actions import drive_refund
from tests.make import checkout as make
from tests.make import people
from tests.make import refunds as made
from tests.make.race import errors, race

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_at_once_never_give_more_than_was_paid(now):
    cast = people.cast()
    order = make.paid_order(make.tier(cast.studio, prices={"BDT": 100_000}), at=now)
    line = OrderLine.objects.get()

    def give(n):
        by = operator(cast.karim.pk) if n % 2 else person(cast.nadia.pk)
        return lambda: made.given(order, {line.pk: 30_000}, at=now, by=by, key=f"k{n}")

    answers = race(*(give(n) for n in range(8)))
    assert all(isinstance(each, Refused) for each in errors(answers)), errors(answers)
    assert len(errors(answers)) == 5
    drain(now)
    assert SandboxCharge.objects.get().refunded == 90_000
    made.sound(now)


def test_a_double_click_is_one_refund(now):
    order = make.paid_order(make.tier(people.studio(), prices={"BDT": 100_000}), at=now)
    line = OrderLine.objects.get()
    answers = race(*(lambda: made.given(order, {line.pk: 30_000}, at=now, key="k") for _n in range(4)))
    assert not errors(answers)
    assert (Refund.objects.count(), PaymentRefund.objects.count()) == (1, 1)


def test_clearing_and_refunds_and_an_answer_at_once(now):
    cast = people.cast()
    tier = make.tier(cast.studio, prices={"BDT": 100_000})
    orders = [make.paid_order(tier, at=now) for _n in range(3)]
    later = now + timedelta(days=8)
    line = OrderLine.objects.earliest("id")
    request = actions.ask(orders[0].pk, line.pk, reason="No.", by=GUEST, at=later)
    answers = race(
        lambda: clear_due(by=SYSTEM, at=later),
        lambda: clear_due(by=SYSTEM, at=later),
        lambda: actions.accept(request.pk, by=person(cast.nadia.pk), at=later),
        lambda: actions.decline(request.pk, answer="No.", by=person(cast.mitu.pk), at=later),
        lambda: made.refunded(orders[1], at=later),
        lambda: made.refunded(orders[2], 50_000, at=later),
    )
    assert all(isinstance(each, Refused) for each in errors(answers)), errors(answers)
    while clear_due(by=SYSTEM, at=later):
        pass
    drain(later)
    accepted = RefundRequest.objects.get().status == "accepted"
    assert Refund.objects.filter(order=orders[0]).exists() is accepted
    made.sound(later)


@pytest.mark.parametrize("where", ["book", "restand", "write"])
def test_killed_in_the_middle_nothing_has_happened(now, monkeypatch, where):
    order = make.paid_order(make.tier(people.studio(), prices={"BDT": 100_000}), at=now)

    def die(*_given, **_named):
        raise SystemExit

    monkeypatch.setattr(f"dhara.checkout.refunds.actions.books.{where}", die)
    with pytest.raises(SystemExit):
        made.refunded(order, at=now)
    monkeypatch.undo()
    order.refresh_from_db()
    assert (order.status, Refund.objects.count(), OrderLine.objects.get().refunded) == ("paid", 0, 0)
    assert not Entry.objects.filter(memo="sale_reversed").exists()
    made.refunded(order, at=now)
    drain(now)
    made.sound(now)


def test_killed_after_the_gateway_gave_it_back_it_is_given_once(now, monkeypatch):
    order = make.paid_order(make.tier(people.studio(), prices={"BDT": 100_000}), at=now)
    refund = made.refunded(order, at=now)

    def die(*_given, **_named):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(sys.modules["dhara.money.payments.actions.refund"], "_answered", die)
        with pytest.raises(SystemExit):
            drive_refund(refund.payment_refund_id, by=SYSTEM, at=now)
    drain(now)
    refund.refresh_from_db()
    assert (refund.status, SandboxCharge.objects.get().refunded) == ("succeeded", 100_000)
    made.sound(now)
