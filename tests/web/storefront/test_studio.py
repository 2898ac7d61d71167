"""A studio's page and feed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from dhara.catalog.models import Offer
from tests.make import catalog as make

pytestmark = pytest.mark.django_db


def test_it_says_who_is_there_and_what_was_sold(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon, "Nadia")
    links = [{"label": "Behance", "url": "https://behance.example/nadia"}]
    type(shop.studio).objects.filter(pk=shop.studio.pk).update(
        tagline="Paper & ink", bio="First.\n\n<b>Second</b>", links=links
    )
    offer = make.offer(soon, shop, "Wedding card")
    Offer.objects.filter(pk=offer.pk).update(sold=12)
    text = visitor.get(f"/@{shop.studio.handle}").content.decode()
    assert "Paper &amp; ink" in text
    assert "&lt;b&gt;Second&lt;/b&gt;" in text
    assert "12 copies sold" in text
    assert "Here since 1 March 2026" in text
    assert 'href="https://behance.example/nadia" rel="noopener nofollow ugc me"' in text
    assert "Wedding card" in text
    assert text.count("<h1") == 1


def test_nothing_sold_is_not_mentioned(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon)
    text = visitor.get(f"/@{shop.studio.handle}").content.decode()
    assert "sold" not in text
    assert "Nothing on offer at the moment" in text


def test_closed_and_unknown_studios_are_not_there(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon)
    type(shop.studio).objects.filter(pk=shop.studio.pk).update(status="closed")
    assert visitor.get(f"/@{shop.studio.handle}").status_code == 404
    assert visitor.get("/@nobody_here").status_code == 404
    assert visitor.get("/@nobody_here/feed").status_code == 404


def test_other_spellings_lead_to_it(visitor: Client, soon: datetime) -> None:
    handle = make.shop(soon).studio.handle
    for path in (f"/@{handle.upper()}", f"/@{handle}/"):
        answer = visitor.get(path)
        assert (answer.status_code, answer["Location"]) == (301, f"/@{handle}")


def test_a_studio_of_twenty_costs_what_a_studio_of_one_does(
    visitor: Client, soon: datetime, django_assert_max_num_queries: Any
) -> None:
    shop = make.shop(soon)
    make.offer(soon, shop)
    with django_assert_max_num_queries(6) as one:
        visitor.get(f"/@{shop.studio.handle}")
    for _each in range(19):
        make.offer(soon, shop)
    with django_assert_max_num_queries(len(one)):
        visitor.get(f"/@{shop.studio.handle}")


def test_the_feed_is_sound_xml(visitor: Client, soon: datetime, settings: Any) -> None:
    shop = make.shop(soon)
    make.offer(soon, shop, "Tea & <biscuits>")
    page = visitor.get(f"/@{shop.studio.handle}/feed")
    assert page.headers["Content-Type"].startswith("application/rss+xml")
    (item,) = ElementTree.fromstring(page.content).iter("item")
    assert item.findtext("title") == "Tea & <biscuits>"
    assert str(item.findtext("link")).startswith(f"{settings.PUBLIC_URL}/@{shop.studio.handle}/")
