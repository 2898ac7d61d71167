"""The section of an offer in which its licence keys are arranged, without scripts."""

from __future__ import annotations

from dhara.catalog.models import Offer
from dhara.delivery.licences.rules import DEFAULT_PATTERN
from tests.make import catalog
from tests.web.studio.place import Workplace
from tests.web.studio.test_offers import one_price

FIRST = "Set a price below first."


def test_a_list_of_keys_asks_for_a_price_first(work: Workplace) -> None:
    catalog.category()
    url = work.nadia.post(f"{work.base}offers/new/", {"title": "বাংলা ফন্ট", "kind": "licence"})["Location"]
    assert FIRST not in work.nadia.get(url).content.decode()
    rule = {"source": "list", "pattern": "", "seats": "1", "days": "", "starts": "purchase"}
    assert work.nadia.post(f"{url}licences/", rule)["Location"] == f"{url}#licences"
    draft = work.nadia.get(url).content.decode()
    assert FIRST in draft
    assert f"{url}licences/keys/" not in draft
    assert work.nadia.post(f"{url}prices/", one_price("৩০০"))["Location"] == f"{url}#prices"
    priced = work.nadia.get(url).content.decode()
    assert FIRST not in priced
    assert f"{url}licences/keys/" in priced
    tier = Offer.objects.get().tiers.get()
    work.nadia.post(f"{url}licences/keys/", {"tier": tier.pk, "keys": "KEY-ONE-1\nKEY-TWO-2\nKEY-ONE-1"})
    listed = work.nadia.get(url).content.decode()
    assert "2 left" in listed
    assert "keys in your list" in listed
    assert "tiers-0-stock" not in listed
    row = {**one_price("৩৫০"), "tiers-0-id": str(tier.pk), "tiers-0-stock": "0"}
    assert work.nadia.post(f"{url}prices/", row)["Location"] == f"{url}#prices"
    tier.refresh_from_db()
    assert tier.left == 2
    work.nadia.post(f"{url}licences/", {**rule, "source": "pattern", "pattern": DEFAULT_PATTERN})
    assert "tiers-0-stock" in work.nadia.get(url).content.decode()
