"""The demo world's studio says what goes well together, once."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.catalog.models import Suggestion
from dhara.cli.demo import shops
from tests.make import catalog as make

pytestmark = pytest.mark.django_db


def test_offers_go_well_with_the_next_ones(now: datetime) -> None:
    shop = make.shop(now)
    made = [make.offer(now, shop) for _each in range(4)]
    for _twice in range(2):
        shops.propose(shop.studio, now)
    assert Suggestion.objects.count() == 4
    first = made[0].suggestions.order_by("position")
    assert [(each.tier.offer_id, each.bp) for each in first] == [(made[1].pk, 1_000), (made[2].pk, 0)]
