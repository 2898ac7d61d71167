"""Income tells what is left after refunds, and what they cost."""

from datetime import timedelta

import pytest

from dhara.insights.income import queries
from tests.make import checkout as make
from tests.make import disputes, people
from tests.make import refunds as made

pytestmark = pytest.mark.django_db


def test_refunds_and_lost_disputes_are_taken_off(now, monkeypatch, django_assert_num_queries):
    bank = disputes.bank(monkeypatch)
    studio = people.studio()
    tier = make.tier(studio, prices={"BDT": 100_000})
    orders = [disputes.paid(bank, tier, at=now, fee=2_000, email=f"b{n}@example.com") for n in range(4)]
    made.refunded(orders[0], at=now)
    made.refunded(orders[1], 50_000, at=now)
    disputes.told(orders[2], "needs_response", at=now)
    disputes.told(orders[2], "lost", at=now)
    with django_assert_num_queries(1):
        (total,) = queries.totals(studio, now - timedelta(days=1), now + timedelta(days=1))
    assert (total.orders, total.gross.minor, total.refunded.minor) == (4, 150_000, 250_000)
    # Of 93 000 each: one is untouched, half of one is left; fees of 2 000, 1 000 and 2 000 + 1 500 stay lost.
    assert total.net.minor == 93_000 + 46_500 - 2_000 - 1_000 - 3_500
