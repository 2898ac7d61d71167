"""Reads of offers: what is on the market, what an account may see, lists of cards, one page.

Lists are pages by keyset: they cost the same at the first and the thousandth page, and nothing is counted.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.db.models import Count, Func, JSONField, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Lower

from dhara.catalog.offers.keyset import PAGE, Page, page_of
from dhara.catalog.offers.models import Category, Offer, OfferPicture, OldSlug
from dhara.catalog.offers.rules import DRAFT, PUBLISHED, UNPUBLISHED
from dhara.catalog.prices.launch import FOR_LISTS
from dhara.catalog.prices.models import Tier
from dhara.catalog.prices.queries import with_prices
from dhara.catalog.search import queries as searching
from dhara.people.access.queries import Somebody, Viewer

CATEGORIES_KEY: Final = "catalog.categories"
_CATEGORIES_SECONDS: Final = 600
_editions: dict[str, list[Shelf]] = {}

# Exactly what a card shows.
_CARD = (
    *("title", "slug", "summary", "kind", "language", "status", "category_id", "published_at", "sold"),
    *("from_prices", "free", "prices_vary", "releases_at"),
    *("studio__handle", "studio__name"),
    *("cover__width", "cover__height", "cover__renditions"),
    *("cover__file__storage_key", "cover__file__size", "cover__file__sha256"),
)


@dataclass(frozen=True)
class Narrowed:
    """What a visitor wants to see only. `least` and `most` are minor units of `currency`, of the lowest price.

    A free offer suits every currency, and any price that may be nothing.
    """

    free: bool = False
    language: str = ""
    kind: str = ""
    currency: str = ""
    least: int | None = None
    most: int | None = None

    def __bool__(self) -> bool:
        return self != Narrowed()

    def of(self, offers: QuerySet[Offer]) -> QuerySet[Offer]:
        if self.free:
            offers = offers.filter(free=True)
        if self.language:
            offers = offers.filter(language=self.language)
        if self.kind:
            offers = offers.filter(kind=self.kind)
        if not self.currency:
            return offers
        key, priced = f"from_prices__{self.currency}", Q(from_prices__has_key=self.currency)
        if self.least is not None:
            priced &= Q(**{f"{key}__gte": self.least})
        if self.most is not None:
            priced &= Q(**{f"{key}__lte": self.most})
        return offers.filter(priced | Q(free=True) if not self.least else priced)


ANYTHING: Final = Narrowed()


@dataclass(frozen=True)
class Shelf:
    """A category and those below it."""

    category: Category
    children: list[Shelf] = field(default_factory=list)

    def ids(self) -> list[int]:
        return [self.category.pk, *(child.category.pk for child in self.children)]


def on_market(at: datetime) -> QuerySet[Offer]:
    """What anybody can find and buy at this moment: published, its last day not over, its studio open."""
    lasting = Q(unpublish_at__isnull=True) | Q(unpublish_at__gt=at)
    return Offer.objects.filter(lasting, status=PUBLISHED, studio__status="open")


def visible_to(account: Somebody) -> QuerySet[Offer]:
    """The offers of the studios that an account belongs to, in whatever state."""
    mine = Viewer(account).account_id
    return Offer.objects.filter(studio__members__account_id=mine) if mine else Offer.objects.none()


def cards(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """With all that a card needs, and nothing else, in one query."""
    return with_launches(offers.select_related("studio", "cover__file").only(*_CARD))


def with_launches(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """With their launch prices as `launches`, for `launch.lowest`; no query more."""
    return offers.annotate(launches=Func(template=FOR_LISTS, output_field=JSONField()))


def newest(at: datetime, *, after: str | None = None, size: int = PAGE) -> Page:
    return page_of(cards(on_market(at)), "published_at", after, size)


def popular(at: datetime, *, after: str | None = None, size: int = PAGE) -> Page:
    return page_of(cards(on_market(at)), "sold", after, size)


def by_category(
    shelf: Shelf, at: datetime, *, order: str = "newest", after: str | None = None, size: int = PAGE
) -> Page:
    """A category with those below it; `order` is newest or popular."""
    return listing(at, shelf=shelf, order=order, after=after, size=size)


def listing(
    at: datetime,
    *,
    shelf: Shelf | None = None,
    only: Narrowed = ANYTHING,
    order: str = "newest",
    after: str | None = None,
    size: int = PAGE,
) -> Page:
    """The market, or a shelf of it, narrowed; `order` is newest or popular."""
    offers = only.of(cards(on_market(at)))
    if shelf is not None:
        ids = shelf.ids()
        offers = offers.filter(category_id=ids[0]) if len(ids) == 1 else offers.filter(category_id__in=ids)
    return page_of(offers, "sold" if order == "popular" else "published_at", after, size)


def of_studio(studio_id: int, at: datetime, *, after: str | None = None, size: int = PAGE) -> Page:
    """What a studio has on the market, newest first."""
    return page_of(cards(on_market(at).filter(studio_id=studio_id)), "published_at", after, size)


def search(
    text: str,
    at: datetime,
    *,
    shelf: Shelf | None = None,
    free: bool = False,
    only: Narrowed = ANYTHING,
    page: int = 1,
    size: int = PAGE,
) -> searching.Found[Offer]:
    """A page of the market's cards that match, best first: two queries. Any text is answered."""
    offers = on_market(at)
    if shelf is not None:
        offers = offers.filter(category_id__in=shelf.ids())
    if free:
        offers = offers.filter(free=True)
    offers = only.of(offers)
    return searching.search(cards(offers), text, at=at, page=page, size=size)


def page(handle: str, slug: str, at: datetime) -> Offer | None:
    """The offer at `/@handle/slug` with all that its page shows, in three queries more; None where there is none."""
    return _at_address(_whole(on_market(at)), handle, slug).first()


def page_by_id(offer_id: int, at: datetime) -> Offer | None:
    """The same by its id."""
    return _whole(on_market(at)).filter(pk=offer_id).first()


def preview(account: Somebody, offer_id: int) -> Offer | None:
    """The same for a member of its studio, in whatever state it is."""
    return _whole(visible_to(account)).filter(pk=offer_id).first()


def preview_at(account: Somebody, handle: str, slug: str) -> Offer | None:
    """The same by its address; None for an outsider."""
    return _at_address(_whole(visible_to(account)), handle, slug).first()


def ever_at(handle: str, slug: str) -> Offer | None:
    """What is or was sold at an address, whatever its state, with its studio: for those who own it already."""
    return _at_address(Offer.objects.select_related("studio").defer("search"), handle, slug).first()


def figures_of_studio(studio_id: int, at: datetime) -> tuple[int, int]:
    """(offers on the market, copies sold of them)."""
    found = on_market(at).filter(studio_id=studio_id).aggregate(offers=Count("pk"), sold=Sum("sold"))
    return found["offers"], found["sold"] or 0


def moved(handle: str, slug: str, at: datetime) -> tuple[str, str] | None:
    """Where an offer that once was at this address is on the market now, as (handle, slug)."""
    on = on_market(at)
    by_slug = OldSlug.objects.alias(known_as=Lower("studio__handle")).filter(known_as=handle.lower(), slug=slug)
    by_handle = on.alias(once=Lower("studio__retired_handles__handle")).filter(once=handle.lower())
    found = on.filter(Q(pk__in=by_slug.values("offer_id")) | Q(pk__in=by_handle.filter(slug=slug).values("pk")))
    return found.values_list("studio__handle", "slug").first()


def in_workplace(account: Somebody, studio_id: int, *, text: str = "") -> QuerySet[Offer]:
    """A studio's own list: its offers in whatever state that match, with what a card shows, the last changed first."""
    mine = visible_to(account).filter(studio_id=studio_id)
    return (
        searching.matching(mine, text)
        .select_related("studio", "cover__file")
        .defer("search", "description")
        .order_by("-changed_at", "-pk")
    )


def counts_by_status(account: Somebody, studio_id: int) -> dict[str, int]:
    """How many offers of a studio are in each state; states without any are left out."""
    mine = visible_to(account).filter(studio_id=studio_id)
    return dict(mine.order_by().values_list("status").annotate(Count("pk")))


def due(at: datetime, limit: int = 500) -> list[int]:
    """Ids of the offers whose date of publication or take-down has come, the longest overdue first."""
    starting = Offer.objects.filter(publish_at__lte=at, status__in=[DRAFT, UNPUBLISHED]).order_by("publish_at")
    ending = Offer.objects.filter(unpublish_at__lte=at, status=PUBLISHED).order_by("unpublish_at")
    found = [*starting.values_list("pk", flat=True)[:limit], *ending.values_list("pk", flat=True)[:limit]]
    return list(dict.fromkeys(found))


def categories_tree() -> list[Shelf]:
    """All categories, two levels, in order; kept for ten minutes.

    The cache only names the edition that is in force: to unpickle the tree would cost more than the rest of a page.
    """
    edition = cache.get(CATEGORIES_KEY)
    if edition not in _editions:
        edition = edition or secrets.token_hex(8)
        _editions.clear()
        _editions[edition] = _tree(Category.objects.order_by("position", "pk"))
        cache.set(CATEGORIES_KEY, edition, _CATEGORIES_SECONDS)
    return list(_editions[edition])


def shelf(slug: str) -> Shelf | None:
    """A category by its address, of either level."""
    for top in categories_tree():
        for each in (top, *top.children):
            if each.category.slug == slug:
                return each
    return None


def _tree(categories: Iterable[Category]) -> list[Shelf]:
    below: dict[int | None, list[Category]] = {}
    for category in categories:
        below.setdefault(category.parent_id, []).append(category)
    return [Shelf(top, [Shelf(child) for child in below.get(top.pk, [])]) for top in below.get(None, [])]


def _whole(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    tiers = Tier.objects.filter(retired=False).prefetch_related(with_prices())
    pictures = OfferPicture.objects.select_related("picture__file")
    related = ("studio__picture__file", "category__parent", "cover__file")
    return (
        offers.select_related(*related)
        .defer("search")
        .prefetch_related(Prefetch("tiers", tiers), Prefetch("pictures", pictures))
    )


def _at_address(offers: QuerySet[Offer], handle: str, slug: str) -> QuerySet[Offer]:
    """By the index on the lower-case handle and the unique one on studio and slug."""
    return offers.alias(known_as=Lower("studio__handle")).filter(known_as=handle.lower(), slug=slug)
