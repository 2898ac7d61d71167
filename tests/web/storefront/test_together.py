"""What was bought together, on the offer's page and over the API."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.catalog.models import Offer
from dhara.catalog.suggestions.rules import CROSS
from dhara.checkout.together.actions import count_anew
from tests.api.door import Program
from tests.make import catalog as make
from tests.make import delivery
from tests.make.suggestions import suggestion

pytestmark = pytest.mark.django_db
WORDS = "Often bought together"


@pytest.fixture
def shop(soon: datetime) -> make.Shop:
    return make.shop(soon)


def sold(soon: datetime, now: datetime, shop: make.Shop, many: int, buyers: int = 3) -> list[Offer]:
    found = [make.offer(soon, shop, title=f"Card {number}") for number in range(many)]
    Offer.objects.update(sold=10)
    for number in range(buyers):
        delivery.paid_order(soon, *(each.tiers.get() for each in found), email=f"b{number}@example.com")
    count_anew(at=now)
    return found


def read(visitor: Client, offer: Offer) -> str:
    return visitor.get(f"/@{offer.studio.handle}/{offer.slug}").content.decode()


def section(page: str) -> str:
    start = page.index(WORDS)
    return page[start : page.index("</section>", start)]


def test_it_stands_on_the_page_and_in_the_api(visitor: Client, shop: make.Shop, soon: datetime, now: datetime) -> None:
    first, second = sold(soon, now, shop, 2)
    page = read(visitor, first)
    assert "Card 1" in section(page)
    assert page.count(f'href="/@{shop.studio.handle}/{second.slug}"') == 1  # not once more among the studio's others
    (told,) = Program().get(f"/offers/{first.pk}").json()["bought_together"]
    assert (told["id"], told["title"], told["price"]["amount"]) == (second.pk, "Card 1", 45_000)


def test_nothing_of_few_buyers(visitor: Client, shop: make.Shop, soon: datetime, now: datetime) -> None:
    first, _second = sold(soon, now, shop, 2, buyers=2)
    assert WORDS not in read(visitor, first)
    assert Program().get(f"/offers/{first.pk}").json()["bought_together"] == []


def test_four_at_most_and_what_the_studio_suggests_comes_first(
    visitor: Client, shop: make.Shop, soon: datetime, now: datetime
) -> None:
    first, *others = sold(soon, now, shop, 7)
    assert section(read(visitor, first)).count("<h3") == 4
    for other in (others[0], others[5]):
        suggestion(first.tiers.get(), other.tiers.get(), CROSS, at=soon)
    shown = section(read(visitor, first))
    assert shown.count("<h3") == 2
    assert others[0].title not in shown


def test_one_query_more_at_most(visitor: Client, shop: make.Shop, soon: datetime, now: datetime) -> None:
    alone = make.offer(soon, shop)
    read(visitor, alone)
    with CaptureQueriesContext(connection) as one:
        read(visitor, alone)
    found = sold(soon, now, shop, 6)
    with CaptureQueriesContext(connection) as more:
        assert WORDS in read(visitor, found[0])
    assert len(more) == len(one)
