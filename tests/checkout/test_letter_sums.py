"""What the buyer's papers say of prices: list prices, why it cost less, what was paid; and what a bundle gave."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from dhara.checkout.models import Order
from dhara.checkout.orders import mail, receipt
from dhara.checkout.orders.queries import bought
from dhara.kit.actor import SYSTEM
from dhara.kit.mail.models import Letter
from tests.make import bundles, catalog, people
from tests.make import checkout as make
from tests.make.suggestions import suggestion
from tests.web.checkout.buying import details

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["৳450", "Together with “Cards”", "−৳90", "৳810"]), ("bn", ["৳৪৫০", "−৳৯০", "৳৮১০"])],
)
def test_the_letter_says_why_it_cost_less(client: Client, now: datetime, language: str, words: list[str]) -> None:
    studio = people.studio()
    main, other = make.tier(studio, title="Cards", at=now), make.tier(studio, title="Envelopes", at=now)
    made = suggestion(main, other, "cross", bp=2_000)
    client.post("/cart/pairs/", {"suggestion": made.pk, "tier": main.pk})
    client.post("/checkout/", details(client))
    order = Order.objects.get()
    Order.objects.update(language=language)
    order.refresh_from_db()
    mail.receipt(order, list(order.lines.select_related("studio")), by=SYSTEM, at=now)
    letter = Letter.objects.get(name="receipt")
    for part in (letter.text, letter.html):
        assert all(word in part for word in words)


def test_a_launch_price_has_a_name_on_the_receipt(now: datetime) -> None:
    order = make.paid_order(make.tier(at=now), at=now)
    reason = {"kind": "launch", "words": "", "amount": 5_000}
    order.lines.update(list_price=50_000, discount=5_000, discounts=[reason])
    labels = [row["label"] for row in receipt.content(order, "en")["sums"]]
    assert "Launch price" in labels


def test_a_bundle_names_what_it_gave(now: datetime) -> None:
    shop = catalog.shop(now)
    parts = [catalog.offer(now, shop, title=title).tiers.get() for title in ("Cards", "Envelopes")]
    order = make.paid_order(bundles.offer(now, shop, parts=parts).tiers.get(), at=now)
    line = receipt.content(order, "en")["sellers"][0]["lines"][0]
    assert "Cards · Envelopes" in line["tier"]
    mail.receipt(order, bought(order.pk), again=True, by=SYSTEM, at=now)
    letter = Letter.objects.filter(name="receipt").latest("pk")
    assert "Cards · Envelopes" in letter.text
