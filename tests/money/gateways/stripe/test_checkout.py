"""A charge from the session to the money, and everything that may become of it in between."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from dhara.kit.currency import Money
from dhara.kit.refusal import Refused
from dhara.money.gateways.rules import GatewayTrouble
from tests.fakes.stripe import CARDS


def test_what_stripe_is_told_of_a_charge(shop):
    charge = shop.started(language="bn")
    told = shop.fake.session(charge.gateway_ref)
    assert (told["amount_total"], told["currency"], told["client_reference_id"]) == (2_000, "usd", "tok-1")
    assert (told["customer_email"], told["locale"], told["_name"]) == ("a@example.com", "auto", "Dhara D-7K4Q-2M8T")
    assert told["success_url"] == "https://dhara.example/checkout/return/tok-1/?session_id={CHECKOUT_SESSION_ID}"
    assert told["cancel_url"] == "https://dhara.example/checkout/return/tok-1/?stripe=cancelled"
    assert told["expires_at"] == int((shop.at + timedelta(minutes=60)).timestamp())
    assert told["_intent"]["capture_method"] == "automatic"
    assert "setup_future_usage" not in told["_intent"]
    assert shop.fake.session(shop.started(token="tok-2", language="en").gateway_ref)["locale"] == "en"


def test_the_payer_lands_where_we_said(shop):
    """Through the page itself, as a browser."""
    redirect = shop.start(shop.charge())
    page = httpx.get(redirect.url)
    assert "20.00 USD" in page.text
    assert "Your card was declined." in httpx.post(redirect.url, data={"card": "4000000000000002"}).text
    paid = httpx.post(redirect.url, data={"card": "4242 4242 4242 4242"})
    assert paid.status_code == 303
    back = urlsplit(paid.headers["location"])
    assert (back.netloc, parse_qs(back.query)) == ("dhara.example", {"session_id": [redirect.gateway_ref]})


def test_a_repeated_start_is_the_same_session_even_later(shop):
    charge = shop.charge()
    first = shop.start(charge)
    shop.at += timedelta(minutes=5)
    assert shop.start(charge) == first
    assert len(shop.fake.books.of("checkout.session")) == 1


def test_the_same_token_for_another_amount_is_no_second_charge(shop):
    shop.start(shop.charge())
    with pytest.raises(GatewayTrouble, match="IdempotencyError"):
        shop.start(shop.charge(minor=3_000))
    assert len(shop.fake.books.of("checkout.session")) == 1


def test_what_stripe_refuses_is_told_to_the_payer(shop):
    with pytest.raises(Refused, match="valid email address"):
        shop.start(shop.charge(payer_email="nonsense"))
    with pytest.raises(Refused, match="too small"):
        shop.start(shop.charge(minor=1, token="tok-2"))


def test_a_mistake_of_ours_is_told_to_the_operator_and_not_to_the_payer(shop):
    with pytest.raises(GatewayTrouble, match="Invalid currency: sek"):
        shop.start(shop.charge(currency="SEK"))


def test_the_money_its_fee_and_what_may_be_shown(shop):
    outcome = shop.query(shop.paid())
    assert (outcome.state, outcome.amount, outcome.fee) == ("captured", Money(2_000, "USD"), Money(88, "USD"))
    assert outcome.details["method"] == "card"
    assert (outcome.details["brand"], outcome.details["last4"]) == ("visa", "4242")
    assert outcome.details["settled"] == "2000 USD"
    assert outcome.method == ""
    assert not [card for card in CARDS if card in repr(outcome)]


@pytest.mark.parametrize(("code", "minor"), [("BDT", 45_000), ("JPY", 500), ("KWD", 5_120), ("EUR", 900)])
def test_a_fee_is_told_in_the_currency_of_the_charge(shop, code, minor):
    outcome = shop.query(shop.paid(minor=minor, currency=code))
    assert outcome.amount == Money(minor, code)
    assert outcome.fee.currency == code
    booked = shop.fake.books.get("balance_transaction", shop.fake.charge(outcome.gateway_ref)["balance_transaction"])
    assert abs(outcome.fee.minor * booked["amount"] - booked["fee"] * minor) <= booked["amount"]


def test_a_declined_card_leaves_the_payer_at_the_page(shop):
    charge = shop.started()
    assert shop.fake.pay(charge.gateway_ref, "4000000000009995")["decline_code"] == "insufficient_funds"
    assert shop.query(charge).state == "pending"
    shop.fake.pay(charge.gateway_ref)
    assert shop.query(charge).state == "captured"


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("4000000000000002", "The bank declined the payment."),
        ("4000000000009995", "There is not enough money on the card."),
        ("4000000000000069", "The card has expired."),
        ("4000000000000127", "The card's security code is wrong."),
    ],
)
def test_who_goes_back_after_a_decline_is_told_why(shop, card, words):
    charge = shop.started()
    shop.fake.pay(charge.gateway_ref, card)
    back = replace(charge, returned={"stripe": "cancelled"})
    for asked in (back, charge):
        outcome = shop.query(asked)
        assert (outcome.state, outcome.reason, outcome.amount) == ("failed", words, None)


def test_who_cancels_can_not_pay_that_session_any_more(shop):
    charge = shop.started()
    back = replace(charge, returned={"stripe": "cancelled"})
    assert shop.query(back).state == "cancelled"
    assert shop.fake.pay(charge.gateway_ref)["message"]
    shop.at += timedelta(days=3)
    assert shop.query(charge).state == "cancelled"


def test_who_paid_in_another_window_has_paid(shop):
    charge = shop.paid()
    assert shop.query(replace(charge, returned={"stripe": "cancelled"})).state == "captured"


def test_paying_is_faster_than_cancelling(shop):
    """The payer pays between our look at the session and our closing it."""
    charge = shop.started()
    shop.fake.before = lambda method, path: path.endswith("/expire") and shop.fake.pay(charge.gateway_ref)
    assert shop.query(replace(charge, returned={"stripe": "cancelled"})).state == "captured"


def test_a_page_that_was_left(shop):
    charge = shop.started()
    shop.at += timedelta(minutes=61)
    outcome = shop.query(charge)
    assert (outcome.state, bool(outcome.reason)) == ("expired", True)


@pytest.mark.parametrize(("proved", "state"), [(True, "captured"), (None, "pending"), (False, "pending")])
def test_a_bank_that_wants_to_see_its_customer(shop, proved, state):
    charge = shop.started()
    shop.fake.pay(charge.gateway_ref, "4000002500003155", proved=proved)
    assert shop.query(charge).state == state


@pytest.mark.parametrize("paid", [True, False])
def test_money_that_takes_days(shop, paid):
    charge = shop.started()
    shop.fake.pay_by_debit(charge.gateway_ref)
    assert shop.query(charge).state == "pending"
    shop.at += timedelta(days=3)
    shop.fake.settle_debit(charge.gateway_ref, paid=paid)
    assert shop.query(charge).state == ("captured" if paid else "failed")


def test_a_review_at_stripe_holds_the_payment_until_it_is_approved(shop):
    charge = shop.paid("4000000000009235")
    outcome = shop.query(charge)
    assert (outcome.state, outcome.amount, outcome.details["risk"]) == ("review", charge.amount, "elevated")
    shop.fake.approve(charge.gateway_ref)
    assert shop.query(charge).state == "captured"


def test_what_really_came_is_told_not_what_was_asked_for(shop):
    charge = shop.started()
    shop.fake.pay_other(charge.gateway_ref, 1_500, "eur")
    assert shop.query(charge).amount == Money(1_500, "EUR")


def test_stripe_is_given_a_moment_to_tell_its_fee(shop):
    charge = shop.paid()
    shop.fake.charge(charge.gateway_ref)["balance_transaction"] = None
    assert shop.query(charge).state == "pending"
    shop.at += timedelta(minutes=10)
    outcome = shop.query(charge)
    assert (outcome.state, outcome.amount, outcome.fee) == ("captured", charge.amount, Money.zero("USD"))


def test_a_lost_reference_is_found_only_by_its_own_token(shop):
    charge = shop.paid()
    found = shop.query(replace(charge, gateway_ref=""))
    assert (found.state, found.gateway_ref) == ("captured", charge.gateway_ref)
    assert shop.query(shop.charge(token="tok-2")).state == "pending"


def test_a_charge_that_stripe_does_not_know_is_trouble_not_an_answer(shop):
    with pytest.raises(GatewayTrouble):
        shop.query(replace(shop.charge(), gateway_ref="cs_test_somebody_elses"))


class TestStoredMethod:
    def test_is_kept_only_when_the_payer_allowed_it(self, shop):
        assert shop.query(shop.paid()).method == ""
        kept = shop.query(shop.paid(token="tok-2", save_method=True)).method
        assert kept.startswith("cus_")
        assert ":pm_" in kept

    def _again(self, shop, card, token="tok-2", minor=900):
        method = shop.query(shop.paid(card, save_method=True)).method
        charge = shop.charge(token=token, minor=minor)
        return charge, shop.gateway.charge_again(charge, method, keys=shop.keys, at=shop.at), method

    def test_is_charged_without_the_payer(self, shop):
        charge, outcome, _method = self._again(shop, "4242424242424242")
        assert (outcome.state, outcome.amount) == ("captured", Money(900, "USD"))
        assert outcome.gateway_ref.startswith("pi_")
        assert shop.query(replace(charge, gateway_ref=outcome.gateway_ref)) == outcome
        assert shop.query(charge) == outcome, "its reference may be lost too"

    def test_is_charged_once_however_often_it_is_asked_for(self, shop):
        charge, first, method = self._again(shop, "4242424242424242")
        assert shop.gateway.charge_again(charge, method, keys=shop.keys, at=shop.at) == first
        assert len(shop.fake.books.of("charge")) == 2

    def test_is_charged_once_though_the_answer_was_lost(self, shop):
        method = shop.query(shop.paid(save_method=True)).method
        shop.fake.hang_up_next(2)
        charge = shop.charge(token="tok-2")
        with pytest.raises(GatewayTrouble):
            shop.gateway.charge_again(charge, method, keys=shop.keys, at=shop.at)
        assert shop.query(charge).state == "captured"
        assert shop.gateway.charge_again(charge, method, keys=shop.keys, at=shop.at).state == "captured"
        assert len(shop.fake.books.of("charge")) == 2

    def test_that_the_bank_wants_confirmed_is_failed_and_nothing_charged(self, shop):
        charge = shop.started(save_method=True)
        shop.fake.pay(charge.gateway_ref, "4000002760003184", proved=True)
        again = shop.charge(token="tok-2")
        outcome = shop.gateway.charge_again(again, shop.query(charge).method, keys=shop.keys, at=shop.at)
        assert (outcome.state, outcome.details["code"]) == ("failed", "authentication_required")
        assert "confirm this payment yourself" in outcome.reason
        assert shop.query(replace(again, gateway_ref=outcome.gateway_ref)).state == "failed"

    def test_that_is_declined_says_why(self, shop):
        _charge, outcome, _method = self._again(shop, "4000000000000341")
        assert (outcome.state, outcome.reason) == ("failed", "The bank declined the payment.")

    @pytest.mark.parametrize("method", ["", "pm_1", "cus_1:", "cus_nobody:pm_nobody"])
    def test_that_is_not_there_is_failed(self, shop, method):
        outcome = shop.gateway.charge_again(shop.charge(), method, keys=shop.keys, at=shop.at)
        assert (outcome.state, bool(outcome.reason)) == ("failed", True)

    def test_is_refunded_by_its_own_name(self, shop):
        charge, outcome, _method = self._again(shop, "4242424242424242")
        back = shop.refund(replace(charge, gateway_ref=outcome.gateway_ref), 900)
        assert back.state == "succeeded"
