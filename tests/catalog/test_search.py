"""Search finds what people mean, in both scripts, and answers whatever is typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from dhara.catalog.models import Offer
from dhara.catalog.offers import actions, queries
from dhara.catalog.search import rules
from dhara.catalog.search.queries import MAX_FOUND
from tests.make import catalog as make

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def titles(text: str, at: datetime = NOW, **more: Any) -> list[str]:
    return [offer.title for offer in queries.search(text, at, **more).items]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "বাড়ির",
        unicodedata.normalize("NFC", "বাড়ির"),
        "বা\u09dcির",  # ড় as one letter
        "র\u200d্যাম",
        "র্যাম",
        "২০২৬",
        "2026",
        "বাড়ির নকশা",
        "নক",
        "floor plan",
        "FLOOR pl",
        "  floor,   plan!! ",
    ],
)
def test_both_spellings_joiners_digits_case_and_beginnings(now: datetime, typed: str) -> None:
    make.offer(now, title="বাড়ির নকশা র\u200d্যাম ২০২৬", tags=["Floor Plan"])
    assert len(titles(typed)) == 1


@pytest.mark.django_db
def test_all_words_must_match_and_only_the_last_may_be_begun(now: datetime) -> None:
    make.offer(now, title="Wedding card", summary="for weddings in Dhaka")
    assert titles("wedding card dha")
    assert not titles("wedding resume")
    assert not titles("wedd card")


@pytest.mark.django_db
def test_found_by_studio_category_summary_and_description(now: datetime) -> None:
    shop = make.shop(now, name="Tanvir")
    category = make.category("ebooks", parent=make.category("reading"))
    fields = {"summary": "quick marigold", "description": "<p>river<br>jute</p>", "category": category}
    offer = make.offer(now, shop, "Card", **fields)
    for word in ("tanvir", "ebooks", "reading", "marigold", "jute", "ডিজাইন"):
        assert titles(word) == ["Card"], word
    actions.edit(offer, summary="slow", by=shop.by, at=now)
    assert not titles("marigold")
    type(shop.studio).objects.filter(pk=shop.studio.pk).update(name="Farzana")
    assert actions.reindex(studio_id=shop.studio.pk) == 1
    assert titles("farzana") == ["Card"]


@pytest.mark.django_db
def test_titles_come_before_mentions_bestsellers_and_new_ones_before_others(now: datetime) -> None:
    make.offer(now, title="Mention", description="<p>a logo</p>")
    make.offer(now, title="Old logo")
    sold = make.offer(now, title="Sold logo")
    Offer.objects.filter(pk=sold.pk).update(sold=50)
    fresh = make.offer(now, title="Fresh logo")
    Offer.objects.exclude(pk=fresh.pk).update(published_at=now - timedelta(days=400))
    assert titles("logo") == ["Sold logo", "Fresh logo", "Old logo", "Mention"]


@pytest.mark.django_db
def test_only_what_is_on_the_market_and_asked_for(now: datetime) -> None:
    make.offer(now, title="Draft card", published=False)
    make.offer(now, title="Free card", tiers=[make.free()])
    make.offer(now, title="Paid card", category=make.category("music"))
    assert set(titles("card")) == {"Free card", "Paid card"}
    assert titles("card", free=True) == ["Free card"]
    assert titles("card", shelf=queries.shelf("music")) == ["Paid card"]


@pytest.mark.django_db
def test_pages_are_counted_and_bounded(now: datetime, django_assert_num_queries: Callable[[int], Any]) -> None:
    shop = make.shop(now)
    for number in range(7):
        make.offer(now, shop, f"Card {number}")
    with django_assert_num_queries(2):
        first = queries.search("card", NOW, size=3)
    assert (first.total, first.more, first.page, first.pages) == (7, False, 1, 3)
    seen = [offer.pk for number in (1, 2, 3) for offer in queries.search("card", NOW, page=number, size=3).items]
    assert len(set(seen)) == 7
    for page in (-5, 0, 99, 10**9):
        assert queries.search("card", NOW, page=page, size=3).items
    Offer.objects.bulk_create(
        Offer(
            studio=shop.studio,
            kind="download",
            title=f"Many {number}",
            slug=f"many-{number}",
            status="published",
            status_at=now,
            published_at=now,
            created_at=now,
            changed_at=now,
            search=rules.vector([f"Many {number}"]),
        )
        for number in range(MAX_FOUND + 5)
    )
    found = queries.search("many", NOW)
    assert (found.total, found.more) == (MAX_FOUND, True)


HOSTILE = [
    "",
    " ",
    "'",
    "':*",
    "a & !b | (c",
    "\\",
    "\x00",
    "%",
    "<script>",
    "🙂",
    "ঃ",
    "্",
    "-",
    "=card",
    "a" * 5000,
    "ক " * 900,
]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_input_is_answered(now: datetime, typed: str) -> None:
    make.offer(now, title="Card")
    assert len(titles(typed)) <= 1


@pytest.mark.django_db
def test_an_empty_search_finds_nothing(now: datetime) -> None:
    make.offer(now, title="Card")
    found = queries.search("?!", NOW)
    assert (found.items, found.total, found.pages) == ([], 0, 1)


ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80)


@pytest.mark.django_db
def test_postgresql_reads_every_vector_and_query() -> None:
    """One test database for all the examples: what is written here is always a legal tsvector and tsquery."""

    @settings(max_examples=250, deadline=None)
    @given(ANY_TEXT, ANY_TEXT)
    def check(text: str, asked: str) -> None:
        wanted = rules.words(asked)
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::tsvector", [rules.vector([text, asked], named=asked)])
            if wanted:
                vector = rules.vector([text, asked], named=asked)
                cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [vector, rules.query(wanted)])
                assert cursor.fetchone() == (True,)
                cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [vector, rules.query(wanted, mark=rules.NAMED)])
                assert cursor.fetchone() == (True,)

    check()


def test_a_huge_description_keeps_the_vector_small() -> None:
    text = " ".join(f"word{number}" for number in range(50_000))
    assert len(rules.vector(["title", "", "", text])) < 200_000
