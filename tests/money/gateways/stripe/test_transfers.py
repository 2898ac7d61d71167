"""Money out to sellers through Connect."""

from dataclasses import replace

import pytest

from dhara.kit.currency import Money
from dhara.money.gateways.rules import GatewayTrouble, PaysOut, Transfer
from dhara.money.gateways.stripe.gateway import Stripe

TO = Transfer("payout-1", Money(5_000, "USD"), {"account": "acct_1Nadia0001"})


def _pay(shop, transfer=TO, keys=None):
    return shop.gateway.pay_out(transfer, keys=keys or shop.keys, at=shop.at)


def _ask(shop, transfer=TO):
    return shop.gateway.query_payout(transfer, keys=shop.keys, at=shop.at)


def test_it_pays_out():
    assert isinstance(Stripe(), PaysOut)
    assert Stripe().pays == {"stripe"}


def test_a_seller_is_paid_once_per_key(shop):
    first = _pay(shop)
    assert (first.state, first.ref[:3]) == ("paid", "tr_")
    assert _pay(shop) == first
    shop.fake.remembered.clear()  # a day later
    assert _pay(shop) == first
    told = shop.fake.books.of("transfer")
    assert [(each["amount"], each["currency"], each["destination"]) for each in told] == [
        (5_000, "usd", "acct_1Nadia0001")
    ]


def test_a_transfer_that_was_made_and_not_answered(shop):
    shop.fake.before = lambda method, path: method == "POST" and shop.fake.timeout_next(1, seconds=0, now=True)
    with pytest.raises(GatewayTrouble):
        _pay(shop)
    shop.fake.before = lambda method, path: None
    assert _ask(shop).state == "paid"
    assert _pay(shop).state == "paid"
    assert len(shop.fake.books.of("transfer")) == 1


def test_one_that_never_reached_stripe_is_unknown(shop):
    assert (_ask(shop).state, _ask(shop).reason) == ("failed", "unknown")
    assert _ask(shop, replace(TO, ref="tr_nothing")).reason == "unknown"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ({}, "is missing"),
        ({"account": "nadia@example.com"}, "is missing"),
        ({"account": "acct_closed01"}, "No such destination"),
    ],
)
def test_an_account_that_is_none(shop, target, words):
    outcome = _pay(shop, replace(TO, target=target))
    assert (outcome.state, words in outcome.reason) == ("failed", True)


def test_an_empty_balance_says_so_and_works_later(shop):
    shop.fake.books.spent["usd"] = 0
    outcome = _pay(shop)
    assert (outcome.state, outcome.reason) == ("failed", "There is not enough money in the Stripe balance.")


def test_without_connect_nothing_is_sent(shop):
    keys = replace(shop.keys, values={**shop.keys.values, "connect": ""})
    outcome = _pay(shop, keys=keys)
    assert (outcome.state, "not switched on" in outcome.reason) == ("failed", True)
    assert not shop.fake.books.of("transfer")


def test_a_transfer_that_is_reversed_came_back(shop):
    made = _pay(shop)
    shop.fake.reverse(made.ref)
    event = shop.event("transfer.reversed")
    assert (event.about, event.ref) == ("payout", made.ref)
    outcome = _ask(shop, replace(TO, ref=made.ref))
    assert (outcome.state, bool(outcome.reason)) == ("returned", True)
