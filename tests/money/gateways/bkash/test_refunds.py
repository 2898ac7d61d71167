"""Money back through bKash, which knows no idempotency key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dhara.money.gateways.rules import GatewayTrouble


def _made(desk):
    return [(f"{each.amount}", each.sku, each.status) for each in next(iter(desk.fake.books.payments.values())).refunds]


def test_the_key_travels_as_sku(desk):
    charge = desk.paid()
    assert desk.give(charge, "refund:7", 20_000, reason="").state == "succeeded"
    made = desk.fake.books.payments[charge.gateway_ref].refunds[0]
    assert (f"{made.amount}", made.sku, made.reason) == ("200.00", "refund:7", "refund")


def test_an_answer_that_was_lost_is_found_by_the_key(desk):
    charge = desk.paid()
    desk.fake.timeout_next("/transaction")
    with pytest.raises(GatewayTrouble):
        desk.give(charge, "refund:7", 20_000)
    again = desk.give(charge, "refund:7", 20_000)
    assert (again.state, again.gateway_ref) == ("succeeded", "B0000004")
    assert len(_made(desk)) == 1


def test_without_our_key_on_the_list_nobody_guesses(desk):
    """Whether one of the same amount is ours can not be told, so it is not made twice."""
    charge = desk.paid()
    desk.fake.tells_sku = False
    desk.fake.timeout_next("/transaction")
    with pytest.raises(GatewayTrouble):
        desk.give(charge, "refund:7", 20_000)
    doubtful = desk.give(charge, "refund:7", 20_000)
    assert (doubtful.state, bool(doubtful.reason)) == ("pending", True)
    assert desk.give(charge, "refund:8", 10_000).state == "succeeded"
    assert len(_made(desk)) == 2


def test_by_its_own_name_it_is_found_without_the_key(desk):
    charge = desk.paid()
    desk.fake.tells_sku = False
    made = desk.give(charge, "refund:7", 20_000)
    assert desk.give(charge, "refund:7", 20_000, made.gateway_ref) == made


def test_waiting_then_failing(desk):
    desk.fake.refunds_wait = True
    charge = desk.paid()
    first = desk.give(charge, "refund:7", 20_000)
    assert first.state == "pending"
    desk.fake.settle_refunds(well=False)
    after = desk.give(charge, "refund:7", 20_000, first.gateway_ref)
    assert (after.state, bool(after.reason)) == ("failed", True)


def test_more_than_is_left(desk):
    charge = desk.paid()
    assert desk.give(charge, "refund:7", 45_000).state == "succeeded"
    refused = desk.give(charge, "refund:8", 100)
    assert refused.state == "failed"
    assert "more than is left" in refused.reason


def test_too_little_with_the_merchant(desk):
    charge = desk.paid()
    desk.fake.books.funds *= 0
    assert "not enough money in the bKash merchant account" in desk.give(charge, "refund:7", 100).reason


def test_details_that_were_lost(desk):
    """The transaction is asked for where we did not keep it."""
    charge = replace(desk.paid(), details={})
    assert desk.give(charge, "refund:7", 100).state == "succeeded"


def test_what_was_never_paid(desk):
    charge = desk.start()
    assert desk.give(charge, "refund:7", 100).state == "failed"
    assert desk.give(replace(charge, details={"transaction": "B9999999"}), "refund:7", 100).state == "failed"
