"""What visitors ask for all day: pages of cards and the page of an offer, by queries that are compiled once.

They answer as `queries` does; a card is a tuple here, as a list holds dozens of them.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower

from dhara.catalog.offers.keyset import PAGE, read_mark, size_of, write_mark
from dhara.catalog.offers.models import Offer, OfferPicture
from dhara.catalog.offers.queries import on_market
from dhara.catalog.prices.models import Price, Tier
from dhara.kit.currency import Money
from dhara.kit.hot import Hot, remembered


class CardRow(NamedTuple):
    """What a card shows. The picture's fields are None where there is none; `renditions` as in `Picture`."""

    id: int
    title: str
    slug: str
    language: str
    published_at: datetime
    sold: int
    from_prices: dict[str, int]
    free: bool
    prices_vary: bool
    studio_id: int
    handle: str
    studio: str
    picture: int | None
    sha256: str | None
    width: int | None
    renditions: list[dict[str, Any]] | None

    def price_from(self, currency: str) -> Money | None:
        """As `Offer.price_from`."""
        return Offer.lowest_price(self.free, self.from_prices, currency)


_ROW = (
    *("id", "title", "slug", "language", "published_at", "sold", "from_prices", "free", "prices_vary", "studio_id"),
    *("studio__handle", "studio__name", "cover_id", "cover__file__sha256", "cover__width", "cover__renditions"),
)


class Rows(NamedTuple):
    """A page of cards, and the mark after which the next ones follow (None at the end)."""

    items: list[CardRow]
    next: str | None


def listing(
    at: datetime, *, shelves: tuple[int, ...] = (), order: str = "newest", after: str | None = None, size: int = PAGE
) -> Rows:
    """The market, or the shelves with these ids; `order` is newest or popular. One query."""
    key = "sold" if order == "popular" else "published_at"
    return _page(shelves, key, after, size, at=at)


def of_studio(studio_id: int, at: datetime, *, after: str | None = None, size: int = PAGE) -> Rows:
    """What a studio has on the market, newest first. One query."""
    return _page((), "published_at", after, size, at=at, studio_id=studio_id)


def _page(shelves: tuple[int, ...], key: str, after: str | None, size: int, **values: Any) -> Rows:
    size, start = size_of(size), read_mark(after, key)
    if start is not None:
        values["value"], values["last"] = start
    found = [CardRow(*row) for row in _cards(shelves, key, size, **values)]
    if len(found) <= size:
        return Rows(found, None)
    last = found[size - 1]
    return Rows(found[:size], write_mark(key, getattr(last, key), last.id))


def _build_cards(
    shelves: tuple[int, ...],
    key: str,
    size: int,
    *,
    at: datetime,
    studio_id: int | None = None,
    value: Any = None,
    last: int | None = None,
) -> QuerySet[Any, Any]:
    offers = on_market(at)
    if studio_id is not None:
        offers = offers.filter(studio_id=studio_id)
    if shelves:
        offers = offers.filter(category_id=shelves[0]) if len(shelves) == 1 else offers.filter(category_id__in=shelves)
    if last is not None:
        offers = offers.filter(Q(**{f"{key}__lt": value}) | Q(pk__lt=last), **{f"{key}__lte": value})
    return offers.order_by(F(key).desc(), "-pk").values_list(*_ROW)[: size + 1]


def _build_offer(*, handle: str, slug: str, at: datetime) -> QuerySet[Offer]:
    at_handle = on_market(at).alias(known_as=Lower("studio__handle")).filter(known_as=handle, slug=slug)
    return at_handle.select_related("studio__picture__file", "category__parent", "cover__file").defer("search")[:1]


_cards = Hot(_build_cards)
_offer = Hot(_build_offer)
_tiers = Hot(lambda offer_id: Tier.objects.filter(offer_id=offer_id, retired=False))
_prices = Hot(lambda offer_id: Price.objects.filter(tier__offer_id=offer_id, tier__retired=False).order_by("currency"))
_pictures = Hot(lambda offer_id: OfferPicture.objects.filter(offer_id=offer_id).select_related("picture__file"))


def page(handle: str, slug: str, at: datetime) -> Offer | None:
    """As `queries.page`: an offer with its tiers, their prices, and its pictures. Four queries."""
    found = _offer(handle=handle.lower(), slug=slug, at=at)
    if not found:
        return None
    offer: Offer = found[0]
    tiers: list[Tier] = _tiers(offer_id=offer.pk)
    prices = defaultdict(list)
    for price in _prices(offer_id=offer.pk) if tiers else ():
        prices[price.tier_id].append(price)
    for tier in tiers:
        tier._prefetched_objects_cache = {"prices": remembered(Price, prices[tier.pk])}  # type: ignore[attr-defined]
    kept = {"tiers": remembered(Tier, tiers), "pictures": remembered(OfferPicture, _pictures(offer_id=offer.pk))}
    offer._prefetched_objects_cache = kept  # type: ignore[attr-defined]
    return offer
