"""The figures of the whole market."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from dhara.insights.market.queries import DAYS, figures
from tests.make import checkout as make
from tests.make import people

ZONE = "Asia/Dhaka"


@pytest.mark.django_db
def test_they_say_what_was_sold_on_each_day(now: datetime, django_assert_num_queries: Any) -> None:
    people.account("mina@example.com", at=now)
    make.paid_order(make.tier(at=now), at=now)
    make.paid_order(make.tier(at=now), make.tier(at=now), at=now - timedelta(days=3))
    make.paid_order(make.tier(at=now, prices={"USD": 500}), at=now, currency="USD")
    make.paid_order(make.tier(at=now), at=now - timedelta(days=DAYS + 1))
    make.placed(make.tier(at=now), at=now)
    cache.clear()
    with django_assert_num_queries(6):
        seen = figures(at=now, time_zone=ZONE)
    with django_assert_num_queries(0):
        assert figures(at=now, time_zone=ZONE) == seen
    assert len(seen.days) == DAYS
    assert list(seen.sales) == ["BDT", "USD"]
    taka = {day: amount.minor for day, amount in zip(seen.days, seen.sales["BDT"], strict=True) if amount}
    assert taka == {now.date(): 45_000, now.date() - timedelta(days=3): 90_000}
    assert (seen.orders, sum(seen.joined)) == (3, 1)
    assert seen.earned["BDT"].minor == 3 * 2_250


@pytest.mark.django_db
def test_an_empty_market_has_figures_too(now: datetime) -> None:
    seen = figures(at=now, time_zone=ZONE)
    assert (seen.sales, seen.orders, sum(seen.joined), seen.studios, seen.offers) == ({}, 0, 0, 0, 0)
