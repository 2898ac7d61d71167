"""Lists of cards, the offer's page, addresses that moved, categories: what they show and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from hypothesis import given, settings
from hypothesis import strategies as st

from dhara.catalog.models import Category, Offer
from dhara.catalog.offers import actions, queries
from dhara.catalog.offers.keyset import Page, read_mark
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import RetiredHandle, Studio
from tests.make import catalog as make

pytestmark = pytest.mark.django_db
Counting = Callable[[int], Any]


def show(page: Page) -> None:
    """Touch all that a card shows."""
    for offer in page.items:
        assert offer.studio.name
        assert offer.price_from("BDT") is not None
        if offer.cover:
            assert offer.cover.at_least(300).width == 320
            assert offer.cover.token
        _ = (offer.title, offer.slug, offer.summary, offer.studio.handle, offer.free, offer.prices_vary)


def fill(now: datetime, count: int) -> make.Shop:
    shop = make.shop(now)
    for number in range(count):
        offer = make.offer(now + timedelta(minutes=number % 3), shop)
        Offer.objects.filter(pk=offer.pk).update(sold=number % 4, cover=make.picture(shop.studio, now))
    return shop


LISTS = {
    "newest": lambda shop, at, **more: queries.newest(at, **more),
    "popular": lambda shop, at, **more: queries.popular(at, **more),
    "studio": lambda shop, at, **more: queries.of_studio(shop.studio.pk, at, **more),
    "category": lambda shop, at, **more: queries.by_category(queries.shelf("design"), at, **more),  # type: ignore[arg-type]
    "popular in category": lambda shop, at, **more: queries.by_category(
        queries.shelf("design"),
        at,
        order="popular",
        **more,  # type: ignore[arg-type]
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_pages_join_into_the_whole_list_without_gap_or_repetition(now: datetime, name: str) -> None:
    shop = fill(now, 11)
    at = now + timedelta(days=1)
    whole = [offer.pk for offer in LISTS[name](shop, at).items]
    key = "sold" if "popular" in name else "published_at"
    assert whole == list(Offer.objects.order_by(f"-{key}", "-pk").values_list("pk", flat=True))
    seen: list[int] = []
    after = None
    for _ in range(5):
        page = LISTS[name](shop, at, after=after, size=3)
        seen += [offer.pk for offer in page.items]
        after = page.next
        if after is None:
            break
    assert seen == whole
    assert after is None


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_twenty_costs_what_a_list_of_one_does(
    now: datetime, name: str, django_assert_num_queries: Counting
) -> None:
    shop, at = fill(now, 1), now + timedelta(days=1)
    queries.categories_tree()
    with django_assert_num_queries(1):
        show(LISTS[name](shop, at))
    fill(now, 19)
    with django_assert_num_queries(1):
        show(LISTS[name](shop, at))


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.text(max_size=60), st.binary(max_size=40).map(lambda b: b.hex()), st.just("cDF8MQ"), st.just("cHgx"))
)
def test_any_mark_is_answered(mark: str) -> None:
    for key in ("published_at", "sold"):
        start = read_mark(mark, key)
        assert start is None or len(start) == 2


def test_a_mark_of_another_order_starts_from_the_beginning(now: datetime) -> None:
    fill(now, 5)
    at = now + timedelta(days=1)
    mark = queries.popular(at, size=2).next
    assert [o.pk for o in queries.newest(at, after=mark).items] == [o.pk for o in queries.newest(at).items]


def test_only_the_market_is_shown(now: datetime) -> None:
    shop = make.shop(now)
    shown = make.offer(now, shop)
    make.offer(now, shop, published=False)
    actions.archive(make.offer(now, shop), by=shop.by, at=now)
    actions.hide(make.offer(now, shop), reason="Copied", by=make.operator_of(now), at=now)
    closed = make.offer(now)
    Studio.objects.filter(pk=closed.studio_id).update(status="suspended")
    assert list(queries.on_market(now)) == [shown]
    assert queries.page(shop.studio.handle, shown.slug, now) == shown
    assert queries.page(closed.studio.handle, closed.slug, now) is None


def test_members_see_their_studios_offers_in_every_state(now: datetime) -> None:
    shop = make.shop(now)
    drafted = make.draft(now, shop)
    make.draft(now)
    assert list(queries.visible_to(shop.owner)) == [drafted]
    assert queries.preview(shop.owner, drafted.pk) == drafted
    assert queries.preview(make.account(now), drafted.pk) is None
    assert not queries.visible_to(None).exists()


def test_a_page_needs_four_queries_however_much_is_on_it(now: datetime, django_assert_num_queries: Counting) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop, tiers=[make.fixed(n * 100_00, name=f"Tier {n}") for n in range(1, 9)])
    actions.set_pictures(offer, [(make.picture(shop.studio, now), "x")] * 6, by=shop.by, at=now)
    with django_assert_num_queries(4):
        found = queries.page(shop.studio.handle.upper(), offer.slug, now)
        assert found is not None
        assert [price.amount for tier in found.tiers.all() for price in tier.prices.all()][0] == 100_00
        assert all(each.picture.file.sha256 for each in found.pictures.all())
        assert found.category is not None
        assert found.studio.picture is None
        assert found.cover is not None


def test_old_addresses_lead_on(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop, "Card")
    actions.edit(offer, slug="better-card", by=shop.by, at=now)
    handle = shop.studio.handle
    assert queries.moved(handle, "card", now) == (handle, "better-card")
    RetiredHandle.objects.create(handle="oldname", studio=shop.studio, **_retired(now))
    assert queries.moved("OldName", "better-card", now) == (handle, "better-card")
    assert queries.moved(handle, "never", now) is None


def _retired(now: datetime) -> dict[str, Any]:
    return {"retired_at": now} if any(f.name == "retired_at" for f in RetiredHandle._meta.fields) else {}


def test_categories_are_made_once_and_kept_as_the_operator_left_them(now: datetime) -> None:
    actions.ensure_categories()
    Category.objects.filter(slug="design").update(name_en="Renamed")
    count = Category.objects.count()
    actions.ensure_categories()
    cache.clear()
    tree = queries.categories_tree()
    assert Category.objects.count() == count > 40
    assert tree[0].category.name_en == "Renamed"
    assert all(shelf.children for shelf in tree)
    assert queries.shelf("ssc") in queries.shelf("education").children  # type: ignore[union-attr]
    assert queries.shelf("nothing") is None
    for shelf in tree:
        assert all("\u0980" <= c <= "\u09ff" for c in shelf.category.name_bn if c.isalpha())


def test_a_shelf_shows_those_below_it(now: datetime) -> None:
    top = make.category("design")
    below = make.category("logos", parent=top)
    inside = make.offer(now, category=below)
    make.offer(now, category=make.category("music"))
    assert [o.pk for o in queries.by_category(queries.shelf("design"), now).items] == [inside.pk]  # type: ignore[arg-type]


def test_pictures_keep_their_order_and_the_cover(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.draft(now, shop)
    first, second, third = (
        actions.add_picture(offer, make.picture(shop.studio, now), by=shop.by, at=now) for _ in range(3)
    )
    offer.refresh_from_db()
    assert offer.cover_id == first.picture_id
    actions.move_picture(offer, third.pk, to=0, by=shop.by, at=now)
    actions.set_cover(offer, second.pk, by=shop.by, at=now)
    assert [p.pk for p in offer.pictures.all()] == [third.pk, first.pk, second.pk]
    actions.remove_picture(offer, second.pk, by=shop.by, at=now)
    offer.refresh_from_db()
    assert offer.cover_id == third.picture_id
    with pytest.raises(NotFoundHere):
        actions.add_picture(offer, make.picture(make.shop(now).studio, now), by=shop.by, at=now)
    with pytest.raises(NotFoundHere):
        actions.remove_picture(make.draft(now, shop), first.pk, by=shop.by, at=now)
