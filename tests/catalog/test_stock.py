"""Copies are never oversold, however many buyers come at once."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dhara.catalog.models import Tier
from dhara.catalog.prices import actions as prices
from dhara.kit.refusal import Conflict, Refused
from tests.make import catalog as make


def at_once(count: int, work: Callable[[int], None]) -> list[str]:
    """Call `work` in so many threads with a connection each; what each came to: "ok" or the refusal's code."""
    outcomes: list[str] = []
    ready = threading.Barrier(count)

    def run(number: int) -> None:
        try:
            ready.wait(timeout=20)
            work(number)
            outcomes.append("ok")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_twenty_buyers_of_the_last_five_copies(now: datetime) -> None:
    tier = make.tier(make.offer(now), name="limited", stock=5)
    outcomes = at_once(20, lambda _number: prices.reserve(tier.pk, 1))
    tier.refresh_from_db()
    assert sorted(outcomes) == ["ok"] * 5 + ["sold_out"] * 15
    assert (tier.reserved, tier.sold, tier.left) == (5, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_late_payers_and_new_buyers_share_the_last_copies(now: datetime) -> None:
    tier = make.tier(make.offer(now), name="limited", stock=5)

    def buy(number: int) -> None:
        (prices.take_for_paid if number % 2 else prices.reserve)(tier.pk, 1)

    outcomes = at_once(20, buy)
    tier.refresh_from_db()
    assert outcomes.count("ok") == 5
    assert tier.sold + tier.reserved == 5


@pytest.mark.django_db(transaction=True)
def test_a_reservation_is_sold_or_given_back_but_not_both(now: datetime) -> None:
    tier = make.tier(make.offer(now), name="limited", stock=5)
    prices.reserve(tier.pk, 1)
    outcomes = at_once(8, lambda number: (prices.sell if number % 2 else prices.release)(tier.pk, 1))
    tier.refresh_from_db()
    assert sorted(outcomes) == ["not_reserved"] * 7 + ["ok"]
    assert tier.reserved == 0
    assert tier.sold in (0, 1)


@pytest.mark.django_db
def test_each_count_is_one_statement(now: datetime, django_assert_num_queries: Callable[..., object]) -> None:
    tier = make.tier(make.offer(now), name="limited", stock=5)
    for verb in (prices.reserve, prices.release, prices.reserve, prices.sell, prices.put_back, prices.take_for_paid):
        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            verb(tier.pk, 1)


@pytest.mark.django_db
def test_a_retired_tier_is_sold_out_but_gives_what_was_ordered(now: datetime) -> None:
    tier = make.tier(make.offer(now), name="old", retired=True)
    with pytest.raises(Refused) as refusal:
        prices.reserve(tier.pk, 1)
    assert refusal.value.code == "sold_out"
    prices.take_for_paid(tier.pk, 1)
    tier.refresh_from_db()
    assert tier.sold == 1


@pytest.mark.django_db
def test_what_was_not_set_aside_is_neither_given_back_nor_sold(now: datetime) -> None:
    tier = make.tier(make.offer(now), name="limited", stock=5)
    for verb in (prices.release, prices.sell, prices.put_back):
        with pytest.raises(Conflict):
            verb(tier.pk, 1)
    tier.refresh_from_db()
    assert (tier.sold, tier.reserved) == (0, 0)


class Sequences(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 6), st.lists(st.tuples(st.sampled_from("rlstp"), st.integers(1, 3)), max_size=25))
    def test_no_sequence_oversells_or_loses_a_copy(self, stock: int, steps: list[tuple[str, int]]) -> None:
        tier = _tier(stock)
        verbs = {
            "r": prices.reserve,
            "l": prices.release,
            "s": prices.sell,
            "t": prices.take_for_paid,
            "p": prices.put_back,
        }
        sold = reserved = 0
        for letter, quantity in steps:
            may = {
                "r": sold + reserved + quantity <= stock,
                "t": sold + reserved + quantity <= stock,
                "l": reserved >= quantity,
                "s": reserved >= quantity,
                "p": sold >= quantity,
            }[letter]
            try:
                verbs[letter](tier.pk, quantity)
            except Refused:
                assert not may
                continue
            assert may
            reserved += {"r": quantity, "l": -quantity, "s": -quantity}.get(letter, 0)
            sold += {"s": quantity, "t": quantity, "p": -quantity}.get(letter, 0)
        tier.refresh_from_db()
        assert (tier.sold, tier.reserved) == (sold, reserved)
        assert tier.left == stock - sold - reserved


def _tier(stock: int) -> Tier:
    from datetime import UTC

    at = datetime(2026, 3, 2, 4, tzinfo=UTC)
    return make.tier(make.draft(at, title=f"Card {random.random()}"), name="limited", stock=stock)
