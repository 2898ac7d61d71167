"""A payment under several connections at once."""

import pytest

from dhara.kit.actor import GUEST, SYSTEM, gateway
from dhara.kit.facts.models import RecordedFact
from dhara.kit.lifecycle.models import Transition
from dhara.kit.refusal import Conflict
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.ledger import queries as books
from dhara.money.ledger.models import Entry
from dhara.money.models import Payment, PaymentRefund, SandboxCharge
from dhara.money.payments import actions, rules
from tests.make import money as make
from tests.make.race import errors, race

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_payment_confirmed_five_times_at_once_is_captured_once(now):
    begun, charge = make.redirected(now)
    sandbox.choose(charge.ref, "pay", at=now)
    answers = race(*[lambda: actions.ask(begun.pk, by=gateway(), at=now)] * 5)
    assert not errors(answers)
    assert {payment.status for payment in answers} == {rules.CAPTURED}
    assert Entry.objects.count() == 1
    assert RecordedFact.objects.filter(name="money.PaymentCaptured").count() == 1
    assert Transition.objects.filter(lifecycle="payment", target=rules.CAPTURED).count() == 1


def test_money_and_our_impatience_at_the_same_moment(now):
    """Whichever comes first, the money is taken once."""
    for _time in range(5):
        begun, charge = make.redirected(now)
        sandbox.choose(charge.ref, "pay", at=now)
        from dhara.money.gateways.rules import Outcome

        race(
            lambda pk=begun.pk: actions.ask(pk, by=gateway(), at=now),
            lambda pk=begun.pk: actions.apply(pk, Outcome("expired"), by=SYSTEM, at=now),
        )
        assert Payment.objects.get(pk=begun.pk).status == rules.CAPTURED
        assert books.unused(begun.subject, "BDT") == begun.money


def test_sending_the_payer_from_two_tabs(now):
    begun = make.payment(now)
    urls = race(*[lambda: actions.send_payer(begun.pk, by=GUEST, at=now)] * 3)
    assert len(set(urls)) == 1
    assert SandboxCharge.objects.count() == 1


def test_refunds_at_once_give_back_no_more_than_there_is(now):
    paid = make.captured(now)
    acts = [
        lambda key=f"r{n}": actions.refund(paid.pk, make.taka(30_000), key=key, reason="", by=SYSTEM, at=now)
        for n in range(5)
    ]
    assert [type(error) for error in errors(race(*acts))] == [Conflict] * 2

    def same():
        return actions.refund(paid.pk, make.taka(10_000), key="same", reason="", by=SYSTEM, at=now)

    assert len({made.pk for made in race(same, same, same)}) == 1
    assert Payment.objects.get().refunded == 100_000
    made = PaymentRefund.objects.values_list("pk", flat=True)
    answers = race(*[lambda pk=pk: actions.drive_refund(pk, by=SYSTEM, at=now) for pk in [*made, *made]])
    assert not errors(answers)
    assert Payment.objects.get().status == rules.REFUNDED
    assert SandboxCharge.objects.get().refunded == 100_000
    assert Entry.objects.filter(memo="refund_done").count() == 4
