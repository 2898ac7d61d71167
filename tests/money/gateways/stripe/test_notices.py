"""Stripe's notices on the way through Dhara: late, double, disordered, forged, by hand; the books in the end."""

import pytest
from django.test import Client

from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.currency import Money
from dhara.kit.queue import drain
from dhara.money import doctor
from dhara.money.gateways import actions as accounts
from dhara.money.models import Entry, GatewayEvent, Payment, PaymentRefund
from dhara.money.payments import actions as payments
from dhara.money.payments import rules
from tests.fakes.stripe import TEST_KEYS

AMOUNT = Money(45_000, "BDT")


@pytest.fixture
def begun(shop, settings, frozen):
    """A payment whose payer stands before Stripe's page."""
    settings.GATEWAY_BASES = {"stripe": shop.keys.base}
    accounts.have(gateway="stripe", values=TEST_KEYS, by=SYSTEM, at=shop.at)
    back = "https://dhara.example/checkout/return/{token}/"
    given = {"payer_email": "a@example.com", "return_url": back, "by": GUEST, "at": shop.at}
    made = payments.begin(subject="errand:1", amount=AMOUNT, gateway="stripe", **given)
    payments.send_payer(made.pk, by=GUEST, at=shop.at)
    made.refresh_from_db()
    return made


def _post(shop, event, **forged):
    headers, body = shop.fake.post.signed(event, at=shop.at.timestamp(), **forged)
    given = {"headers": {"Stripe-Signature": headers["Stripe-Signature"]}, "content_type": "application/json"}
    return Client().post("/hooks/stripe/", body, **given).status_code


def _is(payment, status, captures):
    payment.refresh_from_db()
    assert payment.status == status
    assert Entry.objects.filter(memo="capture").count() == captures
    assert [finding for finding in doctor.check(at=payment.created_at) if not finding.ok] == []


def test_all_notices_backwards_and_twice_take_the_money_once(shop, begun):
    shop.fake.pay(begun.gateway_ref, "4000000000000002")
    shop.fake.pay(begun.gateway_ref)
    for event in [*shop.fake.events(), *reversed(shop.fake.events())]:
        assert _post(shop, event) in (200, 202)
        drain(shop.at)
    _is(begun, rules.CAPTURED, 1)
    assert not GatewayEvent.objects.filter(about="payment", handled_at=None).exists()
    assert set(GatewayEvent.objects.exclude(problem="").values_list("problem", flat=True)) == set()


def test_forged_notices_are_refused_and_change_nothing(shop, begun):
    shop.fake.pay(begun.gateway_ref)
    for event in shop.fake.events():
        assert _post(shop, event, secret="whsec_SomebodyElses") == 400
    drain(shop.at)
    assert not GatewayEvent.objects.exists()
    _is(begun, rules.REDIRECTED, 0)


def test_a_notice_that_lies_about_money_changes_nothing(shop, begun):
    """Signed well, as by a stolen secret: we ask Stripe itself."""
    lie = shop.fake.books.event("checkout.session.completed", shop.fake.session(begun.gateway_ref))
    lie["data"]["object"] |= {"status": "complete", "payment_status": "paid"}
    assert _post(shop, lie) == 202
    drain(shop.at)
    _is(begun, rules.REDIRECTED, 0)


@pytest.mark.parametrize(("minor", "code"), [(44_000, "bdt"), (45_000, "usd"), (46_000, "bdt")])
def test_another_amount_or_currency_waits_for_an_operator(shop, begun, minor, code):
    shop.fake.pay_other(begun.gateway_ref, minor, code)
    _post(shop, shop.fake.events("checkout.session.completed")[0])
    drain(shop.at)
    _is(begun, rules.REVIEW, 0)


def test_a_review_of_stripes_waits_and_ends_well(shop, begun):
    shop.fake.pay(begun.gateway_ref, "4000000000009235")
    _post(shop, shop.fake.events("checkout.session.completed")[0])
    drain(shop.at)
    _is(begun, rules.REVIEW, 0)
    shop.fake.approve(begun.gateway_ref)
    payments.ask(begun.pk, by=SYSTEM, at=shop.at)
    _is(begun, rules.CAPTURED, 1)


def _refunded(shop, begun, card="4242424242424242"):
    shop.fake.pay(begun.gateway_ref, card)
    payments.ask(begun.pk, by=SYSTEM, at=shop.at)
    made = payments.refund(begun.pk, Money(10_000, "BDT"), key="r-1", reason="", by=SYSTEM, at=shop.at)
    drain(shop.at)
    made.refresh_from_db()
    return made


def test_our_own_refund_raises_no_alarm(shop, begun):
    made = _refunded(shop, begun)
    assert made.status == rules.SUCCEEDED
    for event in shop.fake.events():
        _post(shop, event)
    drain(shop.at)
    assert not GatewayEvent.objects.exclude(problem="").exists()
    _is(begun, rules.PARTIALLY_REFUNDED, 1)
    assert PaymentRefund.objects.count() == 1


def test_a_refund_that_fails_afterwards_is_money_again(shop, begun):
    made = _refunded(shop, begun, "4000000000005126")
    shop.fake.settle_refund(made.gateway_ref, "failed")
    _post(shop, shop.fake.events("refund.failed")[0])
    drain(shop.at)
    made.refresh_from_db()
    assert (made.status, made.gateway_ref) == (rules.FAILED, shop.fake.books.of("refund")[0]["id"])
    _is(begun, rules.CAPTURED, 1)


def test_a_refund_by_hand_is_a_case_for_the_operator_at_once(shop, begun):
    shop.fake.pay(begun.gateway_ref)
    payments.ask(begun.pk, by=SYSTEM, at=shop.at)
    shop.fake.refund(begun.gateway_ref, 10_000)
    _post(shop, shop.fake.events("refund.created")[0])
    drain(shop.at)
    event = GatewayEvent.objects.get()
    assert (event.handled_at, "by hand" in event.problem) == (shop.at, True)
    _is(begun, rules.CAPTURED, 1)


def test_two_starts_at_once_of_one_payment_are_one_session(shop, begun):
    assert payments.send_payer(begun.pk, by=GUEST, at=shop.at) == begun.redirect_url
    assert len(shop.fake.books.of("checkout.session")) == Payment.objects.count() == 1
