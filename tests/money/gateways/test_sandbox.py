"""The sandbox plays whatever a payment company may do to us."""

from datetime import timedelta

import pytest
from standardwebhooks import Webhook

from dhara.kit.actor import SYSTEM
from dhara.kit.queue import drain
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.money import doctor
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.sandbox import actions, queries, rules
from dhara.money.ledger.models import Entry
from dhara.money.models import GatewayEvent
from dhara.money.payments import actions as payments
from dhara.money.payments import rules as states
from tests.make import money as make


def _choose(now, choice):
    """The payer chooses, jobs run; the payment afterwards."""
    begun, charge = make.redirected(now)
    assert actions.choose(charge.ref, choice, at=now) == f"/checkout/return/{begun.token}/"
    drain(now)
    begun.refresh_from_db()
    return begun


@pytest.mark.parametrize(
    ("choice", "status", "events"),
    [
        ("pay", states.CAPTURED, 1),
        ("decline", states.FAILED, 1),
        ("cancel", states.CANCELLED, 1),
        ("pay_late", states.REDIRECTED, 0),
        ("answer_twice", states.CAPTURED, 2),
        ("never", states.REDIRECTED, 0),
        ("pay_unreturnable", states.CAPTURED, 1),
    ],
)
def test_what_a_choice_becomes_by_notices_alone(db, now, choice, status, events):
    payment = _choose(now, choice)
    assert payment.status == status
    handled = GatewayEvent.objects.filter(handled_at__isnull=False, problem="")
    assert handled.count() == GatewayEvent.objects.count() == events
    assert Entry.objects.filter(memo="capture").count() == (status == states.CAPTURED)


def test_every_choice_is_tried_above():
    assert len(rules.CHOICES) == 7


def test_money_that_comes_late(db, now):
    payment = _choose(now, "pay_late")
    drain(now + timedelta(seconds=19))
    payment.refresh_from_db()
    assert payment.status == states.REDIRECTED
    drain(now + timedelta(seconds=20))
    payment.refresh_from_db()
    assert payment.status == states.CAPTURED


def test_money_that_comes_after_we_gave_up(db, now):
    payment = _choose(now, "never")
    late = now + timedelta(minutes=61)
    assert payments.ask(payment.pk, by=SYSTEM, at=late).status == states.EXPIRED
    actions.pay_late(payment.gateway_ref, at=late)
    drain(late)
    payment.refresh_from_db()
    assert payment.status == states.CAPTURED


def test_the_first_choice_counts(db, now):
    _begun, charge = make.redirected(now)
    actions.choose(charge.ref, "decline", at=now)
    actions.choose(charge.ref, "pay", at=now)
    charge.refresh_from_db()
    assert (charge.state, charge.choice, charge.paid_at) == (rules.DECLINED, "decline", None)


def test_a_refused_choice_changes_nothing(db, now):
    _begun, charge = make.redirected(now)
    with pytest.raises(Invalid):
        actions.choose(charge.ref, "steal", at=now)
    with pytest.raises(NotFoundHere):
        actions.choose("sbx_none", "pay", at=now)
    charge.refresh_from_db()
    assert charge.state == rules.WAITING


def test_a_refund_that_fails_is_taken_back_in_the_books(db, now):
    payment = _choose(now, "pay_unreturnable")
    back = payments.refund(payment.pk, make.taka(100_000), key="r", reason="", by=SYSTEM, at=now)
    drain(now)
    back.refresh_from_db()
    payment.refresh_from_db()
    assert (back.status, payment.status, payment.refunded) == (states.FAILED, states.CAPTURED, 0)
    assert all(finding.ok for finding in doctor.check(at=now))


def test_the_page_shows_choices_until_one_is_made(db, now, settings):
    begun, charge = make.redirected(now)
    page = queries.charge_for_page(charge.ref)
    assert [code for code, _label, _about in page.choices] == list(rules.CHOICES)
    assert (page.amount, page.payer_email) == (begun.money, "rahim@example.com")
    actions.choose(charge.ref, "pay", at=now)
    page = queries.charge_for_page(charge.ref)
    assert (page.choices, page.chosen, page.return_url) == ((), "pay", begun.return_url)
    with pytest.raises(NotFoundHere):
        queries.charge_for_page("sbx_none")
    settings.SANDBOX = False
    with pytest.raises(NotFoundHere):
        queries.charge_for_page(charge.ref)


def test_it_is_offered_in_a_sandbox_only(db, now, settings):
    assert [each.code for each in gateways.offered(make.taka(100), at=now)] == ["sandbox"]
    assert gateways.offered(make.taka(99), at=now) == []
    assert "sandbox" in [each.code for each in gateways.available("USD")]
    settings.SANDBOX = False
    assert "sandbox" not in [each.code for each in gateways.available("BDT")]
    with pytest.raises(NotFoundHere):
        gateways.gateway("sandbox")


def test_its_signature_is_that_of_standard_webhooks(now, frozen):
    """Whoever uses the published library can check our sandbox's notices."""
    import base64

    event_id, body = rules.notice("sbx_1", "paid", 1, now)
    headers = rules.sign(b"secret", event_id, body, now)
    assert Webhook(base64.b64encode(b"secret").decode()).verify(body, headers)["data"]["charge"] == "sbx_1"
