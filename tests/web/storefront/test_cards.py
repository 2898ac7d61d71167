"""Cards tell what one has to know before a click: a launch price with its end, and what has yet to come out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from dhara.catalog.models import Tier
from dhara.catalog.prices.rules import PriceDraft, TierDraft
from tests.make import catalog as make
from tests.make.releases import coming

pytestmark = pytest.mark.django_db


def cards(visitor: Client, address: str) -> str:
    return visitor.get(address).content.decode()


def launched(until: datetime | None, copies: int | None = None) -> TierDraft:
    return TierDraft(prices=(PriceDraft("BDT", 900_00, launch=600_00),), launch_until=until, launch_copies=copies)


@pytest.mark.parametrize("address", ["/market/", "/market/?free=&most=5000", "/search/?q=Poster", "/"])
def test_a_launch_price_with_its_real_end(visitor: Client, soon: datetime, address: str) -> None:
    make.offer(soon, title="Poster", tiers=[launched(soon + timedelta(days=3, hours=1))])
    text = cards(visitor, address)
    assert '<span class="price">৳600<s class="price-was"><span class="sr-only">before </span>৳900</s></span>' in text
    assert "Launch price until " in text


def test_it_is_gone_when_it_has_ended(visitor: Client, soon: datetime) -> None:
    offer = make.offer(soon, title="Poster", tiers=[launched(None, 2)])
    assert "Launch price for 2 more copies" in cards(visitor, "/market/")
    Tier.objects.filter(offer=offer).update(launch_taken=2)
    text = cards(visitor, "/market/")
    assert "Launch price" not in text
    assert '<span class="price">৳900</span>' in text


def test_a_dearer_tier_at_a_launch_price_is_not_the_lowest(visitor: Client, soon: datetime) -> None:
    small = make.fixed(300_00, name="Small")
    large = TierDraft(
        name="Large", prices=(PriceDraft("BDT", 900_00, launch=600_00),), launch_until=soon + timedelta(days=3)
    )
    make.offer(soon, title="Poster", tiers=[small, large])
    text = cards(visitor, "/market/")
    assert '<span class="price">৳300 and up</span>' in text
    assert "Launch price" not in text


def test_what_comes_out_later_says_when(visitor: Client, soon: datetime) -> None:
    offer = coming(soon, soon + timedelta(days=9))
    for address in ("/market/", "/search/?q=card", f"/@{offer.studio.handle}"):
        text = cards(visitor, address)
        assert '<span class="badge badge-marigold">Pre-order</span>' in text
        assert '<p class="offer-note">Comes out on ' in text
