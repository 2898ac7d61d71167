"""Refunds that a person has to send, because the gateway gives nothing back by itself."""

import pytest

from dhara.kit.actor import GUEST, SYSTEM, operator
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed
from dhara.money import doctor
from dhara.money.gateways.queries import GATEWAYS
from dhara.money.gateways.rules import RefundOutcome
from dhara.money.ledger import queries as books
from dhara.money.models import Payment, PaymentRefund
from dhara.money.payments import actions, queries, rules
from tests.make import money as make


@pytest.fixture
def waiting(db, now, monkeypatch):
    """A refund of 400.00 that waits for somebody."""
    paid = make.captured(now, make.taka(100_000), "errand:1")
    drain(now)
    fake = make.FakeGateway("sandbox")
    fake.refunds_by_hand = True
    fake.answers["refund"] = RefundOutcome("pending")
    monkeypatch.setitem(GATEWAYS, "sandbox", fake)
    made = actions.refund(paid.pk, make.taka(40_000), key="r", reason="", by=SYSTEM, at=now)
    drain(now)
    made.refresh_from_db()
    assert made.status == rules.PENDING
    return made


def _sound(now):
    return all(finding.ok for finding in doctor.check(at=now) if finding.section != "sandbox")


def test_it_was_sent(waiting, now):
    assert queries.open_refunds() == []
    assert list(queries.refunds_to_send()) == [waiting]
    made = actions.settle_by_hand(waiting.pk, reference="7B2K9", by=operator(1), at=now)
    assert (made.status, made.gateway_ref) == (rules.SUCCEEDED, "7B2K9")
    payment = Payment.objects.get()
    assert (payment.status, payment.refunded) == (rules.PARTIALLY_REFUNDED, 40_000)
    assert not queries.refunds_to_send()
    assert _sound(now)


def test_it_can_not_be_sent(waiting, now):
    made = actions.settle_by_hand(waiting.pk, reason="The wallet is closed.", by=operator(1), at=now)
    assert made.status == rules.FAILED
    assert books.unused("errand:1", "BDT") == make.taka(100_000)
    assert Payment.objects.get().refunded == 0
    assert _sound(now)


def test_only_once_only_with_a_number_only_by_an_operator(waiting, now):
    with pytest.raises(Invalid):
        actions.settle_by_hand(waiting.pk, by=operator(1), at=now)
    with pytest.raises(NotAllowed):
        actions.settle_by_hand(waiting.pk, reference="7B2K9", by=GUEST, at=now)
    actions.settle_by_hand(waiting.pk, reference="7B2K9", by=operator(1), at=now)
    for again in ({"reference": "7B2K0"}, {"reason": "no"}):
        with pytest.raises(Conflict):
            actions.settle_by_hand(waiting.pk, **again, by=operator(2), at=now)
    assert PaymentRefund.objects.get().gateway_ref == "7B2K9"
    assert _sound(now)


def test_not_where_the_gateway_does_it(waiting, now, monkeypatch):
    GATEWAYS["sandbox"].refunds_by_hand = False
    with pytest.raises(Conflict):
        actions.settle_by_hand(waiting.pk, reference="7B2K9", by=operator(1), at=now)
    assert queries.open_refunds() == [waiting.pk]
