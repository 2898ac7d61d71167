"""Amounts, signatures and the words of notices: decided without asking Stripe."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import stripe
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from dhara.kit.currency import CODES, Money, currency
from dhara.money.gateways.rules import Forged
from dhara.money.gateways.stripe import rules
from dhara.money.gateways.stripe.gateway import Stripe

SECRET = "whsec_test"
AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
BODY = json.dumps({"id": "evt_1", "object": "event", "type": "x", "data": {"object": {"id": "y"}}}).encode()


def _header(body=BODY, secret=SECRET, at=AT):
    return stripe.WebhookSignature.generate_signature_header(body.decode(), secret, int(at.timestamp()))


def _theirs(header, body, at):
    """What the SDK says at that moment."""
    with time_machine.travel(at, tick=False):
        try:
            stripe.Webhook.construct_event(body, header, SECRET)
        except (stripe.SignatureVerificationError, TypeError):  # it stumbles over other letters than ASCII
            return False
        return True


STAMP = int(AT.timestamp())
GOOD = _header().partition("v1=")[2]
HEADERS = [
    _header(),
    f"t={STAMP},v1={'0' * 64},v1={GOOD}",
    f"t={STAMP},v0={GOOD}",
    f"t={STAMP},v1={GOOD},v0=x",
    f"v1={GOOD},t={STAMP}",
    f"t={STAMP}, v1={GOOD}",
    f"t=0{STAMP},v1={GOOD}",
    f"t={STAMP + 1},v1={GOOD}",
    f"t={STAMP},v1={GOOD[:-1]}",
    f"t={STAMP},v1=",
    f"t={STAMP}",
    f"v1={GOOD}",
    f"t=x,v1={GOOD}",
    f"t=99999999999999999999,v1={GOOD}",
    f"t=-1,v1={GOOD}",
    f"t={STAMP},v1=é",
    _header(secret="whsec_other"),
    _header(body=BODY + b" "),
    "t",
    "=",
    ",",
    "",
]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("late", [0, 299, 301, 3600])
def test_a_signature_is_judged_as_the_sdk_judges_it(header, late):
    at = AT + timedelta(seconds=late)
    assert rules.genuine(SECRET, header, BODY, at) is _theirs(header, BODY, at)


def test_a_signature_from_the_future_is_refused_though_the_sdk_lets_it_pass():
    early = AT - timedelta(seconds=301)
    assert _theirs(_header(), BODY, early)
    assert not rules.genuine(SECRET, _header(), BODY, early)
    assert rules.genuine(SECRET, _header(), BODY, AT - timedelta(seconds=300))


@given(body=st.text(), secret=st.text(st.characters(codec="ascii"), min_size=1).filter(str.strip))
def test_any_body_is_signed_as_the_sdk_signs_it(body, secret):
    raw = body.encode()
    assert rules.genuine(secret, _header(raw, secret), raw, AT)


def test_no_secret_proves_nothing():
    assert not rules.genuine("", _header(secret=""), BODY, AT)
    assert not rules.genuine(" ", _header(secret=" "), BODY, AT)


@given(code=st.sampled_from(CODES), minor=st.integers(0, 10**9))
def test_amounts_go_to_stripe_and_back(code, minor):
    money = Money(minor, code)
    assert rules.from_stripe(rules.to_stripe(money), code.lower()) == money


@pytest.mark.parametrize(("code", "minor", "units"), [("JPY", 500, 500), ("USD", 500, 500), ("KWD", 5_120, 5_120)])
def test_stripe_counts_in_smallest_units(code, minor, units):
    assert rules.to_stripe(Money(minor, code)) == units


def test_every_currency_of_ours_is_taken_and_has_a_least_amount():
    assert set(CODES) <= rules.CURRENCIES
    for code in CODES:
        assert rules.least(code).minor >= 2 * 10 ** (currency(code).exponent - 1)


def test_a_currency_that_we_do_not_deal_in_is_said_so():
    with pytest.raises(ValueError, match="XAG"):
        rules.from_stripe(1, "xag")


@pytest.mark.parametrize(
    ("code", "minor", "refused"),
    [
        ("USD", 49, "amount_too_small"),
        ("USD", 50, None),
        ("JPY", 49, "amount_too_small"),
        ("JPY", 50, None),
        ("BDT", 7_499, "amount_too_small"),
        ("USD", 100_000_000, "amount_too_large"),
        ("KWD", 5_124, "amount_uneven"),
        ("KWD", 5_120, None),
    ],
)
def test_amounts_that_can_not_be_charged_are_refused_before(code, minor, refused):
    refusal = Stripe().refusal(Money(minor, code), at=AT)
    assert (refusal.code if refusal else None) == refused
    assert refusal is None or str(refusal)


@given(kept=st.integers(0, 5_000), rate=st.integers(1, 500), minor=st.integers(100, 10**8))
def test_a_fee_in_another_currency_stays_within_the_charge(kept, rate, minor):
    settled = max(1, minor * rate // 100)
    charged = Money(minor, "BDT")
    assert Money.zero("BDT") <= rules.fee(min(kept, settled), settled, charged) <= charged


def test_a_fee_in_the_same_currency_is_exact():
    assert rules.fee(88, 2_000, Money(2_000, "USD")) == Money(88, "USD")
    assert rules.fee(41, 369, Money(45_000, "BDT")) == Money(5_000, "BDT")
    assert rules.fee(41, 0, Money(1, "BDT")) == Money.zero("BDT")


OBJECT = {"id": "obj_1", "payment_intent": "pi_1", "metadata": {}}
OURS = {**OBJECT, "metadata": {rules.TOKEN: "tok-1"}}


@pytest.mark.parametrize(
    ("kind", "told", "about", "charge", "ref"),
    [
        ("checkout.session.completed", OBJECT, "payment", "obj_1", ""),
        ("checkout.session.expired", OURS, "payment", "obj_1", ""),
        ("checkout.session.async_payment_failed", OBJECT, "payment", "obj_1", ""),
        ("payment_intent.succeeded", OURS, "payment", "tok-1", ""),
        ("payment_intent.payment_failed", OBJECT, "payment", "obj_1", ""),
        ("charge.refunded", OURS, "other", "tok-1", "obj_1"),
        ("refund.failed", OBJECT, "refund", "pi_1", "obj_1"),
        ("refund.updated", OURS, "refund", "tok-1", "obj_1"),
        ("charge.refund.updated", OBJECT, "refund", "pi_1", "obj_1"),
        ("charge.dispute.created", OBJECT, "dispute", "pi_1", "obj_1"),
        ("charge.dispute.closed", {"id": "du_1", "charge": "ch_1"}, "dispute", "ch_1", "du_1"),
        ("radar.early_fraud_warning.created", OBJECT, "dispute", "pi_1", "obj_1"),
        ("transfer.reversed", OBJECT, "payout", "", "obj_1"),
        ("payout.failed", {"id": "po_1"}, "other", "", "po_1"),
        ("customer.created", {"id": "cus_1"}, "other", "", "cus_1"),
    ],
)
def test_what_a_notice_is_about(kind, told, about, charge, ref):
    event = rules.event(json.dumps({"id": "evt_1", "type": kind, "data": {"object": told}}).encode())
    assert (event.id, event.about, event.gateway_ref, event.ref) == ("evt_1", about, charge, ref)


@pytest.mark.parametrize(("metadata", "by_hand"), [({rules.KEY: "refund-1"}, False), ({}, True), (None, True)])
def test_a_refund_by_hand_is_told_from_ours(metadata, by_hand):
    told = {"id": "re_1", "payment_intent": "pi_1", "metadata": metadata}
    event = rules.event(json.dumps({"id": "evt_1", "type": "refund.created", "data": {"object": told}}).encode())
    assert event.body["by_hand"] is by_hand


def test_a_notice_is_kept_without_the_payer():
    told = {"id": "cs_1", "amount_total": 5, "customer_email": "a@example.com", "customer_details": {"name": "A"}}
    told |= {"client_secret": "x", "url": "https://x"}
    event = rules.event(
        json.dumps({"id": "evt_1", "type": "checkout.session.completed", "data": {"object": told}}).encode()
    )
    assert event.body["data"] == {"object": {"id": "cs_1", "amount_total": 5}}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"1",
        b"{}",
        b'{"id":"e","type":"x","data":{}}',
        b'{"id":"e","type":"x","data":{"object":[]}}',
        b"\xff",
    ],
)
def test_what_is_no_event_is_refused(body):
    with pytest.raises(Forged):
        rules.event(body)
