"""Money back: once per key whatever happens, and what becomes of it later."""

from dataclasses import replace

import pytest

from dhara.money.gateways.stripe import rules


def test_a_refund_carries_our_words(shop):
    charge = shop.paid()
    back = shop.refund(charge, 500)
    told = shop.fake.books.get("refund", back.gateway_ref)
    assert (told["amount"], told["metadata"]) == (500, {rules.KEY: "refund-1", rules.TOKEN: "tok-1"})
    assert back.state == "succeeded"


def test_a_key_counts_when_stripe_has_long_forgotten_it(shop):
    charge = shop.paid()
    first = shop.refund(charge, 500)
    shop.fake.remembered.clear()
    assert shop.refund(charge, 500) == first
    assert len(shop.fake.books.of("refund")) == 1


def test_among_many_refunds_the_right_one_is_found(shop):
    charge = shop.paid()
    first = shop.refund(charge, 5)
    for number in range(120):
        shop.fake.refund(charge.gateway_ref, 5 if number % 2 else 7)
    shop.fake.remembered.clear()
    assert shop.refund(charge, 5) == first


def test_a_charge_is_refunded_by_its_session_too(shop):
    charge = replace(shop.paid(), details={})
    assert shop.refund(charge, 500).state == "succeeded"


@pytest.mark.parametrize(("minor", "words"), [(2_001, "greater than unrefunded"), (0, "Invalid positive integer")])
def test_an_amount_that_does_not_fit_is_refused(shop, minor, words):
    back = shop.refund(shop.paid(), minor)
    assert back.state == "failed"
    assert words in back.reason


def test_nothing_is_left(shop):
    charge = shop.paid()
    shop.refund(charge, 2_000)
    assert shop.refund(charge, 1, "refund-2").reason == "All of it was given back already."


def test_what_the_bank_took_back_is_not_given_back_again(shop):
    charge = shop.paid()
    shop.fake.dispute(charge.gateway_ref)
    back = shop.refund(charge, 500)
    assert (back.state, "through their bank" in back.reason) == ("failed", True)


def test_a_refund_that_takes_its_time(shop):
    charge = shop.paid("4000000000007726")
    back = shop.refund(charge, 500)
    assert back.state == "pending"
    shop.fake.settle_refund(back.gateway_ref)
    assert shop.event("refund.updated").ref == back.gateway_ref
    assert shop.refund(charge, 500, ref=back.gateway_ref).state == "succeeded"


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("lost_or_stolen_card", "no longer valid"),
        ("expired_or_canceled_card", "no longer valid"),
        ("unknown", "did not arrive"),
    ],
)
def test_a_refund_that_fails_afterwards(shop, why, words):
    charge = shop.paid("4000000000005126")
    back = shop.refund(charge, 500)
    assert back.state == "succeeded"
    shop.fake.settle_refund(back.gateway_ref, "failed", why)
    event = shop.event("refund.failed")
    assert (event.about, event.ref, event.gateway_ref) == ("refund", back.gateway_ref, "tok-1")
    after = shop.refund(charge, 500, ref=back.gateway_ref)
    assert (after.state, words in after.reason) == ("failed", True)


@pytest.mark.parametrize("status", ["requires_action", "something_new"])
def test_a_refund_that_is_not_over_is_pending(shop, status):
    charge = shop.paid()
    back = shop.refund(charge, 500)
    shop.fake.books.get("refund", back.gateway_ref)["status"] = status
    assert shop.refund(charge, 500, ref=back.gateway_ref).state == "pending"


def test_a_refund_by_hand_in_the_dashboard_is_told_from_ours(shop):
    charge = shop.paid()
    ours = shop.refund(charge, 300)
    assert (shop.event("refund.created").ref, shop.event("refund.created").body["by_hand"]) == (ours.gateway_ref, False)
    told = shop.fake.refund(charge.gateway_ref, 500)
    by_hand = shop.event("refund.created")
    assert (by_hand.about, by_hand.ref, by_hand.body["by_hand"]) == ("refund", told["id"], True)
    assert shop.gateway.trace(by_hand.gateway_ref, keys=shop.keys, at=shop.at) == charge.gateway_ref
