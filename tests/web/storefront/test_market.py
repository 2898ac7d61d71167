"""The front page, the market's lists and the search."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from dhara.catalog.models import Offer
from tests.make import catalog as make

pytestmark = pytest.mark.django_db


def titles(response: Any) -> list[str]:
    return re.findall(r'class="offer-title"[^>]*><a[^>]*>([^<]*)</a>', response.content.decode())


def test_an_empty_market_invites_sellers(visitor: Client) -> None:
    page = visitor.get("/")
    assert page.status_code == 200
    assert "Open a studio" in page.content.decode()
    assert titles(page) == []


def test_the_front_page_shows_what_sells_and_what_is_new(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon)
    loved = make.offer(soon, shop, "Loved cards")
    Offer.objects.filter(pk=loved.pk).update(sold=9)
    make.offer(soon, shop, "Fresh cards")
    page = visitor.get("/")
    assert titles(page) == ["Loved cards", "Fresh cards"]
    text = page.content.decode()
    assert "Most bought" in text
    assert f'href="/@{shop.studio.handle}"' in text
    assert '<script type="application/ld+json">{"@context"' in text


def test_the_front_page_speaks_bengali(soon: datetime) -> None:
    make.offer(soon)
    text = Client(headers={"accept-language": "bn"}).get("/").content.decode()
    assert '<html lang="bn"' in text
    assert "বাজার ঘুরে দেখুন" in text
    assert "৳৪৫০" in text


def test_more_leads_through_the_whole_list_without_scripts(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon)
    for number in range(27):
        make.offer(soon + timedelta(minutes=number), shop, f"Card {number}")
    page = visitor.get("/market/")
    first = titles(page)
    assert len(first) == 24
    following = re.search(r'href="(\?[^"]*after=[^"]*)" rel="next"', page.content.decode())
    assert following
    second = visitor.get("/market/" + following[1].replace("&amp;", "&"))
    assert len(titles(second)) == 3
    assert not set(first) & set(titles(second))
    assert "noindex" in second.content.decode()


def test_shelves_show_their_own_and_unknown_ones_are_not_there(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon)
    top = make.category("design")
    make.offer(soon, shop, "Wedding logo", category=make.category("logos", top))
    make.offer(soon, shop, "Some sound", category=make.category("music"))
    assert titles(visitor.get("/market/design/")) == ["Wedding logo"]
    assert titles(visitor.get("/market/logos/")) == ["Wedding logo"]
    assert visitor.get("/market/nowhere/").status_code == 404


def test_the_order_can_be_chosen_and_an_unknown_one_is_newest(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon)
    old = make.offer(soon - timedelta(days=3), shop, "Old bestseller")
    Offer.objects.filter(pk=old.pk).update(sold=5)
    make.offer(soon, shop, "New thing")
    assert titles(visitor.get("/market/?order=popular")) == ["Old bestseller", "New thing"]
    assert titles(visitor.get("/market/?order=nonsense")) == ["New thing", "Old bestseller"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("free=on", ["Free card"]),
        ("language=en", ["English card"]),
        ("currency=USD", ["Free card", "English card"]),
        ("most=500", ["Free card", "Cheap card"]),
        ("least=৫০০", ["Dear card"]),
        ("least=100&most=500", ["Cheap card"]),
        ("currency=USD&least=3", ["English card"]),
    ],
)
def test_lists_can_be_narrowed_down(visitor: Client, soon: datetime, query: str, found: list[str]) -> None:
    shop = make.shop(soon)
    make.offer(soon, shop, "Dear card", tiers=[make.fixed(900_00)])
    make.offer(soon + timedelta(minutes=1), shop, "Cheap card", tiers=[make.fixed(200_00)])
    make.offer(soon + timedelta(minutes=2), shop, "English card", tiers=[make.fixed(5_00, "USD")], language="en")
    make.offer(soon + timedelta(minutes=3), shop, "Free card", tiers=[make.free()])
    page = visitor.get(f"/market/?{query}")
    assert titles(page) == found
    assert "<details" in page.content.decode()


def test_a_wrong_price_is_said_beside_its_field_and_kept(visitor: Client, soon: datetime) -> None:
    make.offer(soon)
    page = visitor.get("/market/?most=cheap")
    assert page.status_code == 200
    assert len(titles(page)) == 1
    assert 'value="cheap"' in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "after=%00",
        "after=' OR 1=1",
        "after=" + "A" * 5000,
        "least=-5&most=9e99",
        "currency=XXX&least=1",
        "currency=from_prices__id&least=1",
        "language=de",
        "page=-1",
        "order[]=x",
        "lang=xx",
    ],
)
def test_any_query_is_answered(visitor: Client, soon: datetime, query: str) -> None:
    make.offer(soon)
    assert visitor.get(f"/market/?{query}").status_code == 200
    assert visitor.get(f"/search/?q=card&{query}").status_code == 200


def test_hostile_titles_stay_text(visitor: Client, soon: datetime) -> None:
    make.offer(soon, title="<img src=x onerror=alert(1)>")
    text = visitor.get("/").content.decode() + visitor.get("/market/").content.decode()
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text


def test_search_finds_both_languages_by_the_beginning_of_a_word(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon)
    make.offer(soon, shop, "বিয়ের কার্ড")
    make.offer(soon, shop, "Wedding invitation")
    assert titles(visitor.get("/search/", {"q": "বিয়ে"})) == ["বিয়ের কার্ড"]
    assert titles(visitor.get("/search/", {"q": "বিয়ে"})) == ["বিয়ের কার্ড"]
    assert titles(visitor.get("/search/", {"q": "wedd"})) == ["Wedding invitation"]


def test_a_search_in_vain_suggests_what_others_like(visitor: Client, soon: datetime) -> None:
    make.offer(soon, title="Wedding invitation")
    page = visitor.get("/search/", {"q": "submarine"})
    assert "We found nothing like that" in page.content.decode()
    assert titles(page) == ["Wedding invitation"]


@pytest.mark.parametrize("text", ["", "   ", "\x00", "%", "' & | !", "<script>", "ক" * 500, "্", "🙂"])
def test_any_search_is_answered(visitor: Client, text: str) -> None:
    page = visitor.get("/search/", {"q": text})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode()


def test_search_is_limited(visitor: Client) -> None:
    answers = [visitor.get("/search/", {"q": "x"}) for _each in range(61)]
    assert answers[59].status_code == 200
    assert answers[60].status_code == 429
    assert int(answers[60].headers["Retry-After"]) > 0


def test_only_what_is_on_the_market_is_found(visitor: Client, soon: datetime) -> None:
    make.offer(soon, title="Not yet", published=False)
    closed = make.shop(soon)
    make.offer(soon, closed, "Of a closed studio")
    type(closed.studio).objects.filter(pk=closed.studio.pk).update(status="suspended")
    for path in ("/", "/market/", "/search/?q=of", "/market/design/"):
        assert titles(visitor.get(path)) == []


@pytest.mark.parametrize("path", ["/", "/market/", "/search/?q=card"])
def test_a_list_of_twenty_costs_what_a_list_of_one_does(
    visitor: Client, soon: datetime, django_assert_max_num_queries: Any, path: str
) -> None:
    shop = make.shop(soon)
    make.offer(soon, shop, "Card 0")
    visitor.get(path)
    with django_assert_max_num_queries(8) as one:
        visitor.get(path)
    for number in range(1, 20):
        make.offer(soon, shop, f"Card {number}")
    with django_assert_max_num_queries(len(one)):
        visitor.get(path)


def test_a_visitor_gets_no_cookie_and_may_ask_whether_the_page_changed(visitor: Client, soon: datetime) -> None:
    make.offer(soon)
    first = visitor.get("/market/")
    assert not first.cookies
    assert "Cookie" in first.headers["Vary"]
    again = visitor.get("/market/", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    make.offer(soon)
    assert visitor.get("/market/", headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_the_visitors_currency_is_kept_and_shown(visitor: Client, soon: datetime) -> None:
    from dhara.catalog.prices.rules import PriceDraft, TierDraft

    both = TierDraft(prices=(PriceDraft("BDT", 450_00), PriceDraft("USD", 5_00)))
    make.offer(soon, tiers=[both])
    assert "৳450" in visitor.get("/market/").content.decode()
    answer = visitor.post("/ui/currency/", {"currency": "USD", "next": "/market/"})
    assert (answer.status_code, answer["Location"]) == (302, "/market/")
    assert "$5" in visitor.get("/market/").content.decode()
    visitor.post("/ui/currency/", {"currency": "Galleon"})
    assert "$5" in visitor.get("/market/").content.decode()


def test_writing_methods_are_refused(visitor: Client) -> None:
    for path in ("/", "/market/", "/search/", "/sitemap.xml", "/robots.txt"):
        assert visitor.post(path).status_code == 405
