"""The market through the API: filters, pages that neither repeat nor hide, one offer, studios, few queries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.api.v1.cursors import Cursors, CursorUnknown
from dhara.catalog.models import Offer
from dhara.catalog.offers import actions as offers
from dhara.people.studios import actions as studios
from tests.api.door import Program, problem
from tests.make import catalog as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def titles(page: dict[str, Any]) -> list[str]:
    return [each["title"] for each in page["items"]]


def walk(asked: dict[str, Any], limit: int = 2) -> list[str]:
    """All pages, one after another."""
    found: list[str] = []
    following: dict[str, Any] = {}
    while True:
        page = Program().get("/offers", **asked, limit=limit, **following).json()
        found += titles(page)
        if page["next"] is None:
            return found
        following = {"cursor": page["next"]}


@pytest.fixture
def shelf(now: datetime) -> list[Offer]:
    """Five offers of one shop, the first the newest; the third is free, the fourth in English and dollars."""
    shop = make.shop(now)
    made = []
    for number in range(5):
        fields: dict[str, Any] = {"tiers": [make.fixed(10_000 * (number + 1))]}
        if number == 2:
            fields["tiers"] = [make.free()]
        if number == 3:
            fields = {"tiers": [make.fixed(900, "USD")], "language": "en"}
        made.append(make.offer(now - timedelta(days=number), shop, f"Wedding card {number}", **fields))
    return made


def test_pages_hold_every_offer_once_in_order(shelf: list[Offer]) -> None:
    assert walk({}) == [each.title for each in shelf]
    Offer.objects.filter(pk=shelf[4].pk).update(sold=9)
    assert walk({"sort": "popular"})[0] == shelf[4].title
    assert sorted(walk({"q": "wedding"})) == sorted(each.title for each in shelf)
    assert walk({"q": "wedding", "sort": "newest"}) == [each.title for each in shelf]


def test_what_is_published_in_between_moves_nothing(shelf: list[Offer], now: datetime) -> None:
    for asked in ({}, {"q": "wedding"}):
        first = Program().get("/offers", limit=2, **asked).json()
        make.offer(now, title="Wedding song", tiers=[make.fixed()])
        second = Program().get("/offers", limit=2, cursor=first["next"], **asked).json()
        assert len(second["items"]) == 2
        assert not set(titles(first)) & set(titles(second))


@pytest.mark.parametrize(
    ("asked", "which"),
    [
        ({"free": "true"}, [2]),
        ({"language": "en"}, [3]),
        ({"currency": "USD"}, [2, 3]),
        ({"currency": "XXX"}, []),
        ({"category": "design"}, [0, 1, 2, 3, 4]),
        ({"category": "music"}, []),
        ({"studio": "nobody"}, []),
        ({"q": "কিছু নেই"}, []),
    ],
)
def test_filters(shelf: list[Offer], asked: dict[str, Any], which: list[int]) -> None:
    assert titles(Program().get("/offers", **asked).json()) == [shelf[each].title for each in which]


def test_a_card_has_its_price_in_the_reader_s_script(shelf: list[Offer]) -> None:
    card = Program(**{"Accept-Language": "bn"}).get("/offers").json()["items"][0]
    assert card["price"] == {"amount": 10_000, "currency": "BDT", "text": "৳১০০"}
    assert card["studio"]["url"] == f"http://localhost:8000/@{card['studio']['handle']}"
    dollars = Program().get("/offers", currency="USD", language="en").json()["items"][0]
    assert dollars["price"]["text"] == "$9"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "1.0"}, "limit"),
        ({"limit": "১০"}, "limit"),
        ({"limit": "9" * 40}, "limit"),
        ({"free": "yes"}, "free"),
        ({"sort": "cheap"}, "sort"),
        ({"language": "fr"}, "language"),
        ({"q": "a\x00b"}, "q"),
        ({"q": "x" * 201}, "q"),
        ({"page": "2"}, "page"),
        ({"free": ["true", "true"]}, "free"),
        ({"cursor": "a b"}, "cursor"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(asked: dict[str, Any], field: str) -> None:
    said = Program().get("/offers", **asked)
    assert said.status_code == 422
    assert [each["field"] for each in said.json()["errors"]] == [field]


def test_a_cursor_belongs_to_one_list(shelf: list[Offer]) -> None:
    following = Program().get("/offers", limit=2).json()["next"]
    problem(Program().get("/offers", limit=2, cursor=following, free="true"), 404, "cursor_unknown")
    problem(Program().get("/offers", limit=2, cursor=following[:-1] + "x"), 404, "cursor_unknown")
    problem(Program().get("/offers", cursor="AAAA"), 404, "cursor_unknown")
    with pytest.raises(CursorUnknown):
        Cursors("other").read(following)


def test_one_offer_by_id_and_by_address(shelf: list[Offer], now: datetime) -> None:
    offer = shelf[0]
    found = Program().get(f"/offers/{offer.pk}").json()
    assert found["tiers"][0]["prices"][0]["price"]["amount"] == 10_000
    assert found["files"][0]["version"] == 1
    assert found["category"]["slug"] == "design"
    handle, slug = offer.studio.handle, offer.slug
    assert Program().get(f"/studios/{handle}/offers/{slug}").json() == found
    offers.edit(offer, slug="a-new-address", by=make.person(offer.studio.members.get().account_id), at=now)
    assert Program().get(f"/studios/{handle.upper()}/offers/{slug}").json()["url"].endswith("/a-new-address")


@pytest.mark.parametrize(
    "path", ["/offers/0", "/offers/99", "/offers/9999999999999999999999", "/offers/x", "/studios/no"]
)
def test_what_is_not_there(path: str) -> None:
    assert Program().get(path).status_code in (404, 422)


def test_a_draft_and_a_hidden_one_are_not_told_of(now: datetime) -> None:
    draft = make.offer(now, published=False)
    hidden = make.offer(now)
    offers.hide(hidden, reason="It belongs to somebody else.", by=make.operator_of(now), at=now)
    for each in (draft, hidden):
        problem(Program().get(f"/offers/{each.pk}"), 404, "not_found")
        problem(Program().get(f"/studios/{each.studio.handle}/offers/{each.slug}"), 404, "not_found")
    assert Program().get("/offers").json()["items"] == []


def test_a_studio_by_its_handles(shelf: list[Offer], now: datetime) -> None:
    studio = shelf[0].studio
    by = make.person(studio.members.get().account_id)
    found = Program().get(f"/studios/{studio.handle}").json()
    assert (found["offers"], found["sold"], found["currency"]) == (5, 0, "BDT")
    studios.change_handle(studio_id=studio.pk, handle="nadia_new", by=by, at=now)
    assert Program().get(f"/studios/{studio.handle}").json()["handle"] == "nadia_new"


def test_categories_and_gateways(now: datetime) -> None:
    make.category("music", make.category("sound"))
    (top,) = Program().get("/categories").json()["items"]
    assert (top["slug"], [each["slug"] for each in top["children"]]) == ("sound", ["music"])
    assert [each["code"] for each in Program().get("/gateways", currency="BDT").json()["items"]] == ["sandbox"]
    assert Program().get("/gateways", currency="XXX").json()["items"] == []


@pytest.mark.parametrize("asked", [{}, {"q": "wedding"}, {"category": "design", "currency": "BDT"}])
def test_one_and_twenty_offers_cost_the_same_queries(now: datetime, asked: dict[str, Any]) -> None:
    shop = make.shop(now)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Program().get("/offers", **asked).status_code == 200
        return len(queries)

    make.offer(now, shop, "Wedding card")
    Program().get("/offers", **asked)
    one = count()
    for _each in range(19):
        made = make.offer(now, shop, "Wedding card")
        Offer.objects.filter(pk=made.pk).update(cover=make.picture(shop.studio, now))
    assert count() == one
    assert len(Program().get("/offers", **asked).json()["items"]) == 20
