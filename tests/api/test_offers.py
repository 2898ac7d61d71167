"""What one offer says of itself: the parts of a bundle, what licence keys allow, how many are left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.catalog.models import Offer, Tier
from dhara.catalog.offers import actions as offers
from dhara.delivery.licences import actions as licences
from dhara.kit.actor import SYSTEM
from tests.api.door import Program
from tests.make import bundles
from tests.make import catalog as make
from tests.make import licences as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def shown(offer: Offer) -> dict[str, Any]:
    answer = Program().get(f"/offers/{offer.pk}")
    assert answer.status_code == 200
    said: dict[str, Any] = answer.json()
    return said


def test_a_download_has_neither(now: datetime) -> None:
    said = shown(make.offer(now))
    assert (said["kind"], said["parts"], said["licence"]) == ("download", [], None)


def test_a_bundle_names_its_parts(now: datetime) -> None:
    shop = make.shop(now)
    card = make.offer(now, shop, "Card", tiers=[make.fixed(450_00, name="Print", stock=7)])
    gift = make.offer(now, shop, "Gift", tiers=[make.free(stock=3)])
    kept = make.offer(now, shop, "Kept back", published=False)
    bundle = bundles.offer(now, shop, parts=[each.tiers.get() for each in (card, gift, kept)], stock=5)
    said = shown(bundle)
    assert said["kind"] == "bundle"
    first, second, third = said["parts"]
    assert (first["tier"], first["tier_name"], first["offer"]) == (card.tiers.get().pk, "Print", card.pk)
    assert (first["title"], first["studio"]["handle"]) == ("Card", shop.studio.handle)
    assert first["url"].endswith(f"/@{shop.studio.handle}/{card.slug}")
    assert [each["amount"] for each in first["prices"]] == [450_00]
    assert (second["prices"], third["url"]) == ([], None)
    assert said["tiers"][0]["left"] == 3
    Tier.objects.filter(offer=card).update(sold=6)
    assert shown(bundle)["tiers"][0]["left"] == 1
    by_address = Program().get(f"/studios/{shop.studio.handle}/offers/{bundle.slug}").json()
    assert by_address == shown(bundle)


def test_software_says_what_a_key_allows(now: datetime) -> None:
    offer = made.offer(now, seats=3, days=365, starts="activation")
    tier = offer.tiers.get().pk
    wanted = {"seats": [{"tier": tier, "seats": 3}], "days": 365, "starts": "activation"}
    said = shown(offer)
    assert (said["kind"], said["licence"], said["tiers"][0]["left"]) == ("licence", wanted, None)
    licences.set_terms(offer, source="pattern", seats=3, tier_seats={tier: None}, by=SYSTEM, at=now)
    assert shown(offer)["licence"]["seats"] == [{"tier": tier, "seats": None}]


def test_as_many_are_left_as_keys_of_a_list(now: datetime) -> None:
    offer = made.offer(now, keys="ONE-1\nTWO-2\nTHREE-3")
    assert shown(offer)["tiers"][0]["left"] == 3
    made.sold(now, offer)
    assert shown(offer)["tiers"][0]["left"] == 2
    made.sold(now, offer, copies=2)
    assert shown(offer)["tiers"][0]["left"] == 0
    text = str(shown(offer))
    assert not [key for key in ("ONE-1", "TWO-2", "THREE-3") if key in text]


def test_one_and_twenty_parts_cost_the_same_queries(now: datetime) -> None:
    shop = make.shop(now)
    parts = [make.offer(now, shop).tiers.get() for _each in range(20)]
    small, large = (bundles.offer(now, shop, parts=some) for some in (parts[:2], parts))
    counts = []
    for bundle in (small, large):
        shown(bundle)
        with CaptureQueriesContext(connection) as queries:
            assert len(shown(bundle)["parts"]) == len(Offer.objects.get(pk=bundle.pk).parts.all())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_bundle_of_what_is_gone_has_none_left(now: datetime) -> None:
    shop = make.shop(now)
    cards = [make.offer(now, shop) for _each in range(2)]
    bundle = bundles.offer(now, shop, parts=[each.tiers.get() for each in cards])
    assert shown(bundle)["tiers"][0]["left"] is None
    offers.hide(cards[0], reason="It belongs to somebody else.", by=make.operator_of(now), at=now)
    assert shown(bundle)["tiers"][0]["left"] == 0
