"""bKash's payments, beyond what every gateway must withstand (see contract.py)."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from django.utils import translation

from dhara.kit.actor import SYSTEM
from dhara.kit.currency import Money
from dhara.kit.refusal import Refused
from dhara.money.gateways import entry
from dhara.money.gateways.bkash import reasons
from dhara.money.gateways.bkash.gateway import Bkash
from dhara.money.gateways.rules import GatewayTrouble, Keys
from dhara.money.policies import actions as policies
from tests.fakes.bkash import BLOCKED, TEST_KEYS
from tests.money.gateways.bkash.desk import CHARGE, GATEWAY


def test_what_is_sent(desk):
    redirect = GATEWAY.start(CHARGE, keys=desk.keys, at=desk.at)
    given = desk.fake.books.payments[redirect.gateway_ref].given
    assert given == {
        "mode": "0011",
        "payerReference": "01770618575",
        "callbackURL": CHARGE.return_url,
        "amount": "450.50",
        "currency": "BDT",
        "intent": "sale",
        "merchantInvoiceNumber": "tok-1",
    }
    assert redirect.url.startswith(f"{desk.fake.base}/pay/?paymentID={redirect.gateway_ref}&")


def test_whole_amounts_have_two_decimals(desk):
    charge = desk.start(replace(CHARGE, amount=Money(50_000, "BDT"), payer_phone="+14155550100"))
    given = desk.fake.books.payments[charge.gateway_ref].given
    assert (given["amount"], given["payerReference"]) == ("500.00", "tok-1")


def test_its_hosts():
    from dhara.money.gateways.bkash.tokens import base

    assert base(Keys(), "tokenized") == "https://tokenized.sandbox.bka.sh/v1.2.0-beta/tokenized/checkout"
    assert base(Keys(live=True), "tokenized") == "https://tokenized.pay.bka.sh/v1.2.0-beta/tokenized/checkout"
    assert base(Keys(live=True), "checkout") == "https://checkout.pay.bka.sh/v1.2.0-beta/checkout"


def test_the_keys_fit_their_fields():
    assert entry.clean(GATEWAY.fields, TEST_KEYS, {}) == TEST_KEYS
    with pytest.raises(entry.KeysRefused) as refused:
        entry.clean(GATEWAY.fields, {**TEST_KEYS, "topic_arn": "bkash-payments"}, {})
    assert list(refused.value.problems) == ["topic_arn"]


def test_limits_are_policies(db, now):
    def code(minor):
        refusal = Bkash().refusal(Money(minor, "BDT"), at=now)
        return refusal.code if refusal else ""

    assert [code(minor) for minor in (99, 100, 5_000_000, 5_000_001)] == [
        "amount_too_small",
        "",
        "",
        "amount_too_large",
    ]
    policies.set_policy("gateway.bkash.max_minor", 1_000, by=SYSTEM, at=now)
    assert code(1_001) == "amount_too_large"


@pytest.mark.parametrize(("refused", "words"), [("2006", "this amount"), ("2029", "wait a few minutes")])
def test_a_payment_that_bkash_does_not_begin(desk, refused, words):
    desk.fake.refuses_creation = refused
    with pytest.raises(Refused, match=words):
        desk.start()


def test_maintenance_is_trouble(desk):
    charge = desk.start()
    desk.fake.maintenance = True
    with pytest.raises(GatewayTrouble, match="maintenance"):
        desk.query(charge)
    with pytest.raises(GatewayTrouble):
        desk.start()


def test_what_is_kept_of_it(desk):
    charge = desk.start()
    desk.fake.pay(charge.gateway_ref, "01711234567")
    first, again = desk.query(charge, "success"), desk.query(charge)
    trx = desk.fake.books.payments[charge.gateway_ref].trx
    assert first == again
    assert first.details == {
        "method": "bkash",
        "transaction": trx,
        "wallet": "017••••4567",
        "paid_at": "2026-03-02T10:00:00+06:00",
    }
    assert (first.amount, first.fee) == (Money(45_050, "BDT"), Money(676, "BDT"))


def test_the_fee_is_the_one_of_when_it_began(desk):
    charge = replace(desk.paid(), began_at=desk.at)
    desk.wait(hours=1)
    policies.set_policy("gateway.bkash.fee_bp", 200, by=SYSTEM, at=desk.at)
    assert desk.query(charge).fee == Money(676, "BDT")
    assert desk.query(replace(charge, began_at=desk.at)).fee == Money(901, "BDT")


@pytest.mark.parametrize("tells", [True, False])
def test_the_wrong_pin_three_times(desk, tells):
    desk.fake.tells_ends = tells
    charge = desk.start()
    desk.fake.lock_out(charge.gateway_ref)
    outcome = desk.query(charge, "failure")
    assert (outcome.state, outcome.details["code"]) == ("failed", "2015")
    assert "PIN was wrong too many times" in outcome.reason
    after = desk.query(replace(charge, details=outcome.details))
    assert (after.state, after.reason) == ("failed", outcome.reason)


def test_reasons_are_in_the_payers_language(desk):
    charge = desk.start()
    desk.fake.lock_out(charge.gateway_ref)
    with translation.override("bn"):
        assert "পিন" in desk.query(charge, "failure").reason


@pytest.mark.parametrize("tells", [True, False])
def test_too_little_in_the_wallet(desk, tells):
    desk.fake.tells_ends = tells
    charge = desk.start()
    desk.fake.decline(charge.gateway_ref)
    outcome = desk.query(charge, "success")
    assert (outcome.state, outcome.details) == ("failed", {"ended": "failed", "code": "2023"})
    assert "not enough money" in outcome.reason


def test_a_barred_wallet(desk):
    charge = desk.start()
    desk.fake.pay(charge.gateway_ref, BLOCKED)
    assert "can not pay at present" in desk.query(charge).reason


@pytest.mark.parametrize("tells", [True, False])
def test_the_payer_cancels(desk, tells):
    desk.fake.tells_ends = tells
    charge = desk.start()
    desk.fake.cancel(charge.gateway_ref)
    assert desk.query(charge, "cancel").state == "cancelled"


def test_cancelled_and_yet_said_to_be_paid(desk):
    """bKash's answer to the execution counts, where its status tells nothing."""
    desk.fake.tells_ends = False
    charge = desk.start()
    desk.fake.cancel(charge.gateway_ref)
    assert desk.query(charge, "success").state == "cancelled"


@pytest.mark.parametrize("code", ["2014", "2015", "2023", "2029", "2054", "2056", "2060", "9999"])
def test_every_code_has_words_in_both_languages(code):
    english = reasons.for_payer(code)
    with translation.override("bn"):
        bengali = reasons.for_payer(code)
    assert english
    assert english.isascii()
    assert not bengali.isascii()


def test_what_was_called_over_is_never_executed(desk):
    """The browser says cancelled, the payer is told so, and approves on bKash's page after all: no money moves."""
    charge = desk.start()
    told = desk.query(charge, "cancel")
    assert told.state == "cancelled"
    desk.fake.pay(charge.gateway_ref)
    over = replace(charge, details=told.details)
    assert desk.query(over).state == "cancelled"
    assert desk.query(over, "success").state == "cancelled"
    assert desk.fake.books.payments[charge.gateway_ref].trx == ""


def test_completed_counts_whatever_we_said(desk):
    charge = desk.paid()
    over = replace(charge, details={"ended": "cancelled"})
    assert desk.query(over).state == "captured"


def test_the_browsers_word_about_another_payment_is_not_heard(desk):
    charge = desk.start()
    returned = desk.fake.returned("TR0011SOMEBODYS", "cancel")
    assert desk.query(replace(charge, returned=returned)).state == "pending"


def test_a_lost_reference_is_brought_back_by_the_browser(desk):
    charge = desk.start()
    desk.fake.pay(charge.gateway_ref)
    lost = replace(charge, gateway_ref="", returned=desk.fake.returned(charge.gateway_ref))
    outcome = desk.query(lost)
    assert (outcome.state, outcome.gateway_ref) == ("captured", charge.gateway_ref)


def test_a_payment_of_others_is_not_taken_for_ours(desk):
    theirs = desk.start(replace(CHARGE, token="tok-2"))
    desk.fake.pay(theirs.gateway_ref)
    thief = replace(CHARGE, returned=desk.fake.returned(theirs.gateway_ref))
    assert desk.query(thief).state == "pending"
    with pytest.raises(GatewayTrouble):
        desk.query(replace(thief, gateway_ref=theirs.gateway_ref))
    assert desk.fake.books.payments[theirs.gateway_ref].trx == ""


@pytest.mark.parametrize("given", ["", "../../token/grant", "x", "ক" * 20, "TR0011NEVERHEARD"])
def test_references_that_are_none(desk, given):
    assert desk.query(replace(CHARGE, returned={"paymentID": given, "status": "success"})).state == "pending"


@pytest.mark.parametrize("fault", ["nonsense", "down", "hang up"])
def test_trouble_with_a_question(desk, fault):
    charge = desk.paid()
    desk.fake.fail_next(fault)
    with pytest.raises(GatewayTrouble):
        desk.query(charge)
    assert desk.query(charge).state == "captured"


def test_another_amount_is_told_as_it_is(desk):
    charge = desk.start()
    desk.fake.books.payments[charge.gateway_ref].given["amount"] = "1"
    desk.fake.pay(charge.gateway_ref)
    assert desk.query(charge).amount == Money(100, "BDT")


def test_wrong_keys_are_told_by_field(desk):
    def fields(**changed):
        found = GATEWAY.check(replace(desk.keys, values={**TEST_KEYS, **changed}), at=desk.at)
        return [problem.field for problem in found]

    assert fields() == []
    assert fields(app_secret="other") == ["app_key"]
    assert fields(username="other") == ["username"]
    assert fields(payout_app_key="only-one") == ["payout_app_key"]
    more = {f"payout_{name}": TEST_KEYS[name] for name in ("app_key", "app_secret", "username")}
    assert fields(**more, payout_password="wrong") == ["payout_username"]


def test_the_clock_of_the_fake_is_not_ours(desk):
    """A guard for these tests: the fake's time stands still unless it is told to go on."""
    begun = desk.fake.books.now()
    time.sleep(0.01)
    assert desk.fake.books.now() == begun
