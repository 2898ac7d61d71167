"""Money goes back once, and only money that no order uses."""

from datetime import timedelta

import pytest

from dhara.kit.actor import SYSTEM, operator
from dhara.kit.currency import Money
from dhara.kit.facts.models import RecordedFact
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict
from dhara.money import doctor
from dhara.money.gateways.queries import GATEWAYS
from dhara.money.gateways.rules import GatewayTrouble, RefundOutcome
from dhara.money.ledger import queries as books
from dhara.money.ledger.actions import KeyReused
from dhara.money.models import Payment, PaymentRefund
from dhara.money.payments import actions, queries, rules, tasks
from tests.make import money as make


@pytest.fixture
def paid(db, now):
    made = make.captured(now, make.taka(100_000), "errand:1")
    drain(now)  # the sandbox's notice
    made.refresh_from_db()
    return made


@pytest.fixture
def fake(paid, monkeypatch):
    """From now on the payment's gateway answers what the test says."""
    made = make.FakeGateway("sandbox")
    monkeypatch.setitem(GATEWAYS, "sandbox", made)
    return made


def _refund(paid, now, minor=40_000, key="r", **other):
    return actions.refund(paid.pk, make.taka(minor), **{"key": key, "reason": "", "by": SYSTEM, "at": now, **other})


def _sound(now):
    return all(finding.ok for finding in doctor.check(at=now) if finding.section != "sandbox")


def test_in_parts_until_all_is_back(paid, now):
    _refund(paid, now)
    drain(now)
    paid.refresh_from_db()
    assert (paid.status, paid.refunded) == (rules.PARTIALLY_REFUNDED, 40_000)
    assert queries.refundable(paid) == make.taka(60_000)
    _refund(paid, now, 10_000, "r2")
    drain(now)
    _refund(paid, now, 50_000, "r3")
    drain(now)
    paid.refresh_from_db()
    assert (paid.status, paid.refunded) == (rules.REFUNDED, 100_000)
    assert all(finding.ok for finding in doctor.check(at=now + timedelta(hours=2)))
    told = RecordedFact.objects.filter(name="money.PaymentRefunded")
    assert [each.data["amount"] for each in told] == [40_000, 10_000, 50_000]


def test_the_same_key_refunds_once(paid, now):
    first = _refund(paid, now)
    assert _refund(paid, now) == first
    drain(now)
    assert _refund(paid, now) == first
    with pytest.raises(KeyReused):
        _refund(paid, now, 50_000)
    assert PaymentRefund.objects.count() == 1


@pytest.mark.parametrize("minor", [0, -1, 100_001])
def test_not_more_than_there_is(paid, now, minor):
    with pytest.raises(Conflict):
        _refund(paid, now, minor)
    with pytest.raises(Conflict):
        actions.refund(paid.pk, Money(100, "USD"), key="r", reason="", by=SYSTEM, at=now)
    assert not PaymentRefund.objects.exists()


def test_what_is_on_its_way_counts_as_gone(paid, now):
    _refund(paid, now, 60_000)
    with pytest.raises(Conflict):
        _refund(paid, now, 60_000, "again")


def test_not_while_an_order_uses_it(paid, nadia, now):
    make.sold(paid, nadia, now)
    with pytest.raises(Conflict, match="in use"):
        _refund(paid, now)


def test_a_payment_that_did_not_come_about(db, now):
    with pytest.raises(Conflict):
        _refund(make.payment(now), now)


def test_silence_leaves_it_on_its_way_until_it_is_asked_again(paid, fake, now, frozen):
    fake.answers["refund"] = GatewayTrouble("timeout")
    made = _refund(paid, now)
    drain(now)
    fake.answers["refund"] = RefundOutcome("pending")
    tasks.drive_refunds.func(timestamp=0)
    drain(now)
    made.refresh_from_db()
    assert made.status == rules.PENDING
    assert _sound(now)
    fake.answers["refund"] = RefundOutcome("succeeded", "gw-1")
    tasks.drive_refunds.func(timestamp=0)
    drain(now)
    made.refresh_from_db()
    assert (made.status, made.gateway_ref, fake.calls) == (rules.SUCCEEDED, "gw-1", ["refund"] * 3)
    assert actions.drive_refund(made.pk, by=SYSTEM, at=now).status == rules.SUCCEEDED
    assert fake.calls == ["refund"] * 3


def test_soon_after_a_silence_it_is_asked_again_by_itself(paid, fake, now, frozen):
    fake.answers["refund"] = GatewayTrouble("timeout")
    made = _refund(paid, now)
    drain(now)
    assert fake.calls == ["refund"]
    drain(now + timedelta(minutes=1))
    assert fake.calls == ["refund"] * 3
    fake.answers["refund"] = RefundOutcome("succeeded", "gw-1")
    drain(now + timedelta(minutes=3))
    made.refresh_from_db()
    assert (made.status, fake.calls) == (rules.SUCCEEDED, ["refund"] * 4)


def test_endless_silence_is_left_to_the_job_that_asks_about_all(paid, fake, now, frozen):
    fake.answers["refund"] = GatewayTrouble("timeout")
    _refund(paid, now)
    drain(now)
    drain(now + timedelta(days=1))
    assert fake.calls == ["refund"] * (1 + len(rules.REFUND_PAUSES))
    tasks.drive_refunds.func(timestamp=0)
    drain(now + timedelta(days=2))
    assert fake.calls == ["refund"] * (2 + len(rules.REFUND_PAUSES))


def test_a_refused_refund_is_reversed_and_can_be_tried_again(paid, fake, now):
    fake.answers["refund"] = RefundOutcome("failed", reason="account closed")
    made = _refund(paid, now)
    drain(now)
    made.refresh_from_db()
    assert made.status == rules.FAILED
    assert books.unused("errand:1", "BDT") == make.taka(100_000)
    assert Payment.objects.get().refunded == 0
    assert RecordedFact.objects.filter(name="money.PaymentRefundFailed").count() == 1
    assert _sound(now)
    fake.answers["refund"] = RefundOutcome("succeeded", "gw-2")
    actions.retry(made.pk, by=operator(1), at=now)
    drain(now)
    made.refresh_from_db()
    assert made.status == rules.SUCCEEDED
    assert Payment.objects.get().refunded == 40_000
    # A gateway that answers the same key with its first answer is asked by another one, and by no name of the old try.
    first, second = fake.backs
    assert (second.key, second.refund_ref) == (f"{first.key}:1", "")
    assert _sound(now)


def test_a_refused_refund_is_not_tried_again_once_the_money_is_gone(paid, fake, now):
    fake.answers["refund"] = RefundOutcome("failed")
    made = _refund(paid, now, 60_000)
    drain(now)
    fake.answers.clear()
    _refund(paid, now, 60_000, "other")
    drain(now)
    with pytest.raises(Conflict):
        actions.retry(made.pk, by=operator(1), at=now)
    assert _sound(now)
