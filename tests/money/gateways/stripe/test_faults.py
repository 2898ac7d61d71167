"""Stripe is down, slow, talks nonsense, or does as told and is not heard of: one charge, and nobody lies about it."""

from contextlib import suppress
from dataclasses import replace

import pytest

from dhara.money.gateways.rules import GatewayTrouble
from dhara.money.gateways.stripe import wire
from tests.fakes.stripe import SECRET_KEY


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(wire, "READ", 0.3)


def _posts(shop, path):
    return shop.fake.calls.count(f"POST /v1/{path}")


def test_a_single_failure_is_asked_again_by_itself(shop):
    shop.fake.fail_next(status=503)
    assert shop.start(shop.charge()).url
    shop.fake.fail_next(status=500, after=True)
    assert shop.query(shop.started()).state == "pending"


def test_a_session_that_was_made_and_not_answered_is_the_same_afterwards(shop):
    """The connection breaks after Stripe made the session; the SDK's second try carries the same key."""
    shop.fake.hang_up_next()
    first = shop.start(shop.charge())
    assert _posts(shop, "checkout/sessions") == 2
    assert len(shop.fake.books.of("checkout.session")) == 1
    assert shop.start(shop.charge()) == first


def test_a_session_that_was_never_answered(shop):
    shop.fake.hang_up_next(2)
    with pytest.raises(GatewayTrouble):
        shop.start(shop.charge())
    assert shop.query(shop.charge()).state == "pending"
    assert shop.start(shop.charge()).url
    assert len(shop.fake.books.of("checkout.session")) == 1


def test_silence_after_the_money_was_given_back_gives_it_back_once(shop, impatient):
    charge = shop.paid()
    _lose_posts(shop, "/v1/refunds", 2)
    with pytest.raises(GatewayTrouble):
        shop.refund(charge, 500)
    assert shop.refund(charge, 500).state == "succeeded"
    assert [told["amount"] for told in shop.fake.books.of("refund")] == [500]


def _lose_posts(shop, path, many):
    """The next `many` such posts are carried out, and then nothing is heard of them."""
    left = [many]

    def before(method, here):
        if (method, here) == ("POST", path) and left[0]:
            left[0] -= 1
            shop.fake.timeout_next(1, seconds=0.6, now=True)

    shop.fake.before = before


def test_a_silent_stripe_is_trouble_soon_enough(shop, impatient):
    charge = shop.started()
    shop.fake.timeout_next(2, seconds=1)
    with pytest.raises(GatewayTrouble, match="APIConnectionError"):
        shop.query(charge)
    assert shop.query(charge).state == "pending"


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a_stripe_that_is_down_is_trouble(shop, status):
    charge = shop.paid()
    shop.fake.fail_next(2, status=status)
    with pytest.raises(GatewayTrouble):
        shop.query(charge)
    shop.fake.faults.clear()
    assert shop.query(charge).state == "captured"


def test_nonsense_is_trouble(shop):
    charge = shop.paid()
    for ask in (
        lambda: shop.query(charge),
        lambda: shop.start(shop.charge(token="tok-2")),
        lambda: shop.refund(charge, 5),
    ):
        shop.fake.talk_nonsense_next(2)
        with pytest.raises(GatewayTrouble):
            ask()
        shop.fake.faults.clear()


@pytest.mark.parametrize("broken", [{"payment_intent": None}, {"status": None}, {"status": "new"}])
def test_a_session_that_makes_no_sense_sells_nothing(shop, broken):
    charge = shop.paid()
    shop.fake.session(charge.gateway_ref).update(broken)
    with suppress(GatewayTrouble):
        assert shop.query(charge).state in ("pending", "expired")


def test_refused_keys_are_trouble_and_never_told(shop):
    charge = shop.started()
    keys = replace(shop.keys, values={**shop.keys.values, "secret_key": "sk_test_WrongButSecret"})
    for ask in (
        lambda: shop.gateway.query(charge, keys=keys, at=shop.at),
        lambda: shop.gateway.start(charge, keys=keys, at=shop.at),
    ):
        with pytest.raises(GatewayTrouble) as trouble:
            ask()
        assert "WrongButSecret" not in str(trouble.value)
        assert SECRET_KEY not in str(trouble.value)


def test_a_request_that_is_still_being_carried_out_is_not_a_second_one(shop):
    """409 of Stripe's idempotency: the SDK waits and asks again."""
    shop.fake.fail_next(1, status=409)
    assert shop.start(shop.charge()).url
    assert len(shop.fake.books.of("checkout.session")) == 1
