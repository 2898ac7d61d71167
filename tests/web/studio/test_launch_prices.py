"""A launch price from the studio's page to the buyer's, in the browser's words and the program's."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from dhara.catalog.models import Tier
from dhara.catalog.offers import actions as offers
from tests.api.door import Program
from tests.make import catalog
from tests.make.delivery import file as make_file
from tests.web.studio.place import Workplace
from tests.web.studio.test_prices import post


@pytest.fixture
def offer(work: Workplace, now: datetime) -> catalog.Offer:
    before = now - timedelta(hours=1)
    made = catalog.draft(before, work.shop, "Cards", description="<p>Print.</p>", category=catalog.category())
    make_file(made, work.shop, before, "Cards.pdf")
    return made


def test_it_is_typed_shown_and_kept_to(work: Workplace, offer: catalog.Offer, now: datetime) -> None:
    url = f"{work.base}offers/{offer.pk}/prices/"
    row = {"amount_BDT": "450", "launch_BDT": "৩০০", "launch_until": "2031-05-01T18:00", "launch_copies": "২০"}
    assert work.nadia.post(url, post(row, currencies=("BDT",))).status_code == 302
    (tier,) = Tier.objects.filter(retired=False)
    assert (tier.launch_copies, tier.prices.get().launch) == (20, 300_00)
    assert tier.launch_until is not None
    assert tier.launch_until.isoformat() == "2031-05-01T12:00:00+00:00"  # the studio's clock is Dhaka's

    offers.publish(offer, by=work.shop.by, at=now - timedelta(minutes=1))
    page = Client(headers={"accept-language": "en"}).get(f"/@{work.shop.studio.handle}/{offer.slug}").content.decode()
    for words in ("৳300", "৳450", "1 May 2031, 6:00 pm (Bangladesh time, UTC+6)", "20 copies left at this price."):
        assert words in page
    assert '"price":"300.00"' in page
    assert '"priceValidUntil":"2031-05-01T12:00:00+00:00"' in page
    told = Program().get(f"/offers/{offer.pk}").json()["tiers"][0]
    assert told["launch"] == {"until": "2031-05-01T12:00:00Z", "left": 20}
    assert told["prices"][0]["launch"]["amount"] == 300_00

    later = {**row, "id": tier.pk, "launch_until": "2031-06-01T18:00"}
    refused = work.nadia.post(url, post(later, currencies=("BDT",)))
    assert refused.status_code == 422
    assert "so it can end sooner but not later" in refused.content.decode()
    assert "2031-06-01T18:00" in refused.content.decode()
    ended = work.nadia.post(url, post({"id": tier.pk, "amount_BDT": "450"}, currencies=("BDT",)))
    assert ended.status_code == 302
    assert Program().get(f"/offers/{offer.pk}").json()["tiers"][0]["launch"] is None
    assert 'value="300"' not in work.nadia.get(url.removesuffix("prices/")).content.decode()
