"""SSLCommerz's odd answers, beyond what every gateway must withstand (see contract.py)."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from dhara.kit.currency import Money
from dhara.kit.refusal import Refused
from dhara.money.gateways import wire
from dhara.money.gateways.rules import Charge, GatewayTrouble, GiveBack, Keys
from dhara.money.gateways.sslcommerz.gateway import SSLCommerz
from dhara.money.gateways.sslcommerz.rules import transaction_id
from tests.fakes.sslcommerz import TEST_KEYS, Fake

GATEWAY = SSLCommerz()
CHARGE = Charge(
    "tok-1",
    Money(45_050, "BDT"),
    "https://dhara.example/checkout/return/tok-1/",
    "a@example.com",
    notice_url="https://dhara.example/hooks/sslcommerz/",
    payer_phone="+8801712345678",
    description="Dhara D-7K4Q-2M8T",
)


@pytest.fixture
def fake():
    made = Fake(posts=False)
    made.start()
    yield made
    wire.hang_up()
    made.stop()


@pytest.fixture
def keys(fake):
    return Keys(TEST_KEYS, base=fake.base)


def _query(charge, keys, now):
    return GATEWAY.query(charge, keys=keys, at=now)


def _paid(fake, keys, now, **changed):
    ref = GATEWAY.start(CHARGE, keys=keys, at=now).gateway_ref
    made = fake.act(ref, **changed)
    return replace(CHARGE, gateway_ref=ref), made


def test_what_is_sent(fake, keys, now):
    answer = GATEWAY.start(CHARGE, keys=keys, at=now)
    sent = fake.session(transaction_id("tok-1")).given
    assert answer.gateway_ref == sent["tran_id"]
    assert answer.url.startswith(fake.base)
    assert (sent["total_amount"], sent["currency"], sent["value_a"]) == ("450.50", "BDT", "tok-1")
    assert (sent["product_profile"], sent["shipping_method"]) == ("non-physical-goods", "NO")
    assert sent["success_url"] == sent["fail_url"] == sent["cancel_url"] == CHARGE.return_url
    assert (sent["cus_name"], sent["cus_add1"], sent["cus_country"]) == ("N/A", "N/A", "Bangladesh")
    assert sent["cus_phone"] == "+8801712345678"


def test_a_buyer_who_told_nothing(fake, keys, now):
    silent = replace(CHARGE, payer_email="", payer_phone="", payer_name="")
    GATEWAY.start(silent, keys=keys, at=now)
    sent = fake.session(transaction_id("tok-1")).given
    assert {sent[name] for name in ("cus_name", "cus_email", "cus_phone", "cus_country")} == {"N/A"}


@pytest.mark.parametrize(
    ("minor", "code"), [(999, "amount_too_small"), (50_000_001, "amount_too_large"), (1_000, ""), (50_000_000, "")]
)
def test_limits(now, minor, code):
    refusal = GATEWAY.refusal(Money(minor, "BDT"), at=now)
    assert (refusal.code if refusal else "") == code


def test_a_refused_session_says_why(fake, keys, now):
    with pytest.raises(Refused) as refused:
        GATEWAY.start(replace(CHARGE, amount=Money(500, "BDT")), keys=keys, at=now)
    assert "between 10 and 500000" in str(refused.value)
    wrong = replace(keys, values={**TEST_KEYS, "store_passwd": "nope"})
    with pytest.raises(Refused, match="closed") as closed:
        GATEWAY.start(CHARGE, keys=wrong, at=now)
    assert closed.value.code == "gateway_closed"


def test_a_page_elsewhere_is_not_followed(fake, keys, now, monkeypatch):
    monkeypatch.setattr(fake, "base", "http://elsewhere.example")
    with pytest.raises(GatewayTrouble):
        GATEWAY.start(CHARGE, keys=keys, at=now)


def test_fee_and_details(fake, keys, now):
    charge, made = _paid(fake, keys, now)
    outcome = _query(charge, keys, now)
    assert (outcome.amount, outcome.fee) == (Money(45_050, "BDT"), Money(1_126, "BDT"))
    assert outcome.details["last4"] == "6675"
    assert outcome.details["bank_tran_id"] == made.told["bank_tran_id"]
    assert "418117" not in str(outcome)


def test_validated_on_the_second_look(fake, keys, now):
    charge, made = _paid(fake, keys, now)
    back = replace(charge, returned=fake.returned(made))
    first, second = _query(back, keys, now), _query(back, keys, now)
    assert (first, made.validated) == (second, 2)


@pytest.mark.parametrize(
    ("changed", "came"),
    [
        ({"paid": "10.00"}, Money(1_000, "BDT")),
        ({"amount": "449.00"}, Money(44_900, "BDT")),
        ({"currency_amount": "451.00"}, Money(45_100, "BDT")),
        ({"currency_type": "USD", "currency_amount": "4.50"}, Money(450, "USD")),
    ],
)
def test_another_amount_or_currency_is_told_as_it_came(fake, keys, now, changed, came):
    charge, _made = _paid(fake, keys, now, **changed)
    outcome = _query(charge, keys, now)
    assert (outcome.state, outcome.amount) == ("captured", came)
    assert outcome.fee.currency == came.currency


def test_risk_waits_for_a_person(fake, keys, now):
    charge, _made = _paid(fake, keys, now, risk_level="1", risk_title="Not Safe")
    outcome = _query(charge, keys, now)
    assert (outcome.state, outcome.amount) == ("review", CHARGE.amount)
    assert "Not Safe" in outcome.reason


def test_a_val_id_of_another_transaction_buys_nothing(fake, keys, now):
    """Somebody paid ten taka for something else, and brings that receipt."""
    other = replace(CHARGE, token="tok-2", amount=Money(1_000, "BDT"))
    ref = GATEWAY.start(other, keys=keys, at=now).gateway_ref
    receipt = fake.returned(fake.act(ref))
    mine = GATEWAY.start(CHARGE, keys=keys, at=now).gateway_ref
    for brought in (receipt, {**receipt, "tran_id": mine, "value_a": "tok-1"}):
        outcome = _query(replace(CHARGE, gateway_ref=mine, returned=brought), keys, now)
        assert outcome.state == "pending"


def test_a_val_id_of_another_store(fake, keys, now):
    mine = GATEWAY.start(CHARGE, keys=keys, at=now).gateway_ref
    brought = {"val_id": "of-another-store", "status": "VALID", "tran_id": mine}
    assert _query(replace(CHARGE, gateway_ref=mine, returned=brought), keys, now).state == "pending"
    hostile = {"val_id": "1&store_id=x&val_id=../..", "status": "VALID"}
    assert _query(replace(CHARGE, gateway_ref=mine, returned=hostile), keys, now).state == "pending"


def test_a_failed_try_then_paid(fake, keys, now):
    ref = GATEWAY.start(CHARGE, keys=keys, at=now).gateway_ref
    fake.act(ref, "FAILED", error="Insufficient Funds")
    outcome = _query(replace(CHARGE, gateway_ref=ref), keys, now)
    assert (outcome.state, outcome.reason) == ("failed", "There is not enough money on the card.")
    fake.act(ref)
    assert _query(replace(CHARGE, gateway_ref=ref), keys, now).state == "captured"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("FAILED", "failed"),
        ("CANCELLED", "cancelled"),
        ("EXPIRED", "expired"),
        ("UNATTEMPTED", "expired"),
        ("PENDING", "pending"),
        ("SOMETHING NEW", "pending"),
    ],
)
def test_how_it_may_end(fake, keys, now, status, state):
    charge, _made = _paid(fake, keys, now, status=status)
    assert _query(charge, keys, now).state == state


def test_a_signed_return_tells_of_an_end_that_the_list_does_not_know(fake, keys, now):
    charge, made = _paid(fake, keys, now, status="CANCELLED")
    brought = fake.returned(made)
    fake.books.transactions.clear()
    assert _query(replace(charge, returned=brought), keys, now).state == "cancelled"
    assert _query(replace(charge, returned={**brought, "status": "FAILED"}), keys, now).state == "pending"
    other = replace(charge, token="tok-2", returned=brought)
    assert _query(other, keys, now).state == "pending"


@pytest.mark.parametrize("fault", ["down", "nonsense", "hang up", "hang up after"])
def test_trouble(fake, keys, now, fault):
    charge, made = _paid(fake, keys, now)
    fake.fail_next(fault)
    with pytest.raises(GatewayTrouble):
        _query(charge, keys, now)
    fake.fail_next(fault)
    with pytest.raises(GatewayTrouble):
        _query(replace(charge, returned=fake.returned(made)), keys, now)
    fake.fail_next("slow")
    assert _query(charge, keys, now).state == "captured"


@pytest.mark.parametrize("changed", [{"amount": "a lot"}, {"store_amount": ""}, {"currency_type": "XXX"}])
def test_nonsense_amounts(fake, keys, now, changed):
    charge, _made = _paid(fake, keys, now, **changed)
    with pytest.raises(GatewayTrouble):
        _query(charge, keys, now)


def test_a_notice_finds_the_payment_by_our_token_or_by_theirs(fake, keys, now):
    _charge, made = _paid(fake, keys, now)
    told = GATEWAY.verify_event({}, urlencode(fake.notice(made)).encode(), keys=keys, at=now)
    assert told.gateway_ref == "tok-1"
    made.told["value_a"] = "tok-9"
    told = GATEWAY.verify_event({}, urlencode(fake.notice(made)).encode(), keys=keys, at=now)
    assert told.gateway_ref == made.told["tran_id"]
    again = GATEWAY.verify_event({}, urlencode(fake.notice(made, again=True)).encode(), keys=keys, at=now)
    assert again.id == told.id.replace("VALID", "VALIDATED")


def _give(keys, now, charge, outcome, key="k1", minor=10_000, ref=""):
    amount = Money(minor, "BDT")
    back = GiveBack(key, amount, charge.gateway_ref, details=outcome.details, refund_ref=ref, token=charge.token)
    return GATEWAY.refund(back, keys=keys, at=now)


def test_a_refund_whose_answer_was_lost_is_not_given_twice(fake, keys, now):
    charge, _made = _paid(fake, keys, now)
    outcome = _query(charge, keys, now)
    fake.timeout_next()
    with pytest.raises(GatewayTrouble):
        _give(keys, now, charge, outcome)
    assert _give(keys, now, charge, outcome).state == "succeeded"
    assert len(fake.books.refunds) == 1


def test_a_refund_is_found_without_details(fake, keys, now):
    charge, _made = _paid(fake, keys, now)
    assert _give(keys, now, charge, replace(_query(charge, keys, now), details={})).state == "succeeded"


def test_refunds_that_are_refused_cancelled_or_unclear(fake, keys, now, monkeypatch):
    charge, made = _paid(fake, keys, now)
    outcome = _query(charge, keys, now)
    made.refund_mode = "refused"
    refused = _give(keys, now, charge, outcome)
    assert (refused.state, "Card is closed" in refused.reason) == ("failed", True)
    made.refund_mode = "fail"
    first = _give(keys, now, charge, outcome, "k2")
    assert first.state == "pending"
    fake.settle_refunds()
    after = _give(keys, now, charge, outcome, "k2", ref=first.gateway_ref)
    assert (after.state, "The card is closed" in after.reason) == ("failed", True)
    unknown = {"APIConnect": "DONE", "status": "failed", "errorReason": "Duplicate refund_trans_id"}
    monkeypatch.setattr("tests.fakes.sslcommerz.api._refund", lambda *_: unknown)
    with pytest.raises(GatewayTrouble):
        _give(keys, now, charge, outcome, "k3")


def test_an_address_that_is_not_on_their_list_decides_nothing(fake, keys, now, monkeypatch):
    charge, _made = _paid(fake, keys, now)
    outcome = _query(charge, keys, now)
    monkeypatch.setattr("tests.fakes.sslcommerz.api._refund", lambda *_: {"APIConnect": "INVALID_REQUEST"})
    with pytest.raises(GatewayTrouble):
        _give(keys, now, charge, outcome)
