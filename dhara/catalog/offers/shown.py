"""What visitors ask for all day: pages of cards and the page of an offer, by queries that are compiled once.

They answer as `queries` does; a card is a tuple here, as a list holds dozens of them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

from django.db.models import F, JSONField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower

from dhara.catalog.offers.keyset import PAGE, read_mark, size_of, write_mark
from dhara.catalog.offers.models import Offer, OfferPicture
from dhara.catalog.offers.queries import on_market, with_launches
from dhara.catalog.prices.launch import Listed
from dhara.catalog.prices.models import Price, Tier
from dhara.kit.currency import Money
from dhara.kit.files.models import Picture, StoredFile
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
    releases_at: datetime | None
    kind: str
    launches: Listed | None

    def price_from(self, currency: str) -> Money | None:
        """As `Offer.price_from`."""
        return Offer.lowest_price(self.free, self.from_prices, currency)


# The columns of a `CardRow`.
ROW = (
    *("id", "title", "slug", "language", "published_at", "sold", "from_prices", "free", "prices_vary", "studio_id"),
    *("studio__handle", "studio__name", "cover_id", "cover__file__sha256", "cover__width", "cover__renditions"),
    *("releases_at", "kind", "launches"),
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
    return with_launches(offers).order_by(F(key).desc(), "-pk").values_list(*ROW)[: size + 1]


# Tiers with their prices and pictures with their files, as JSON beside the offer: three queries less for each page.
_TIERS = """(
    SELECT jsonb_agg(jsonb_build_array(t.id, t.name, t.description, t.pricing, t.stock, t.sold, t.reserved,
        extract(epoch FROM t.launch_until), t.launch_copies, t.launch_taken, t.recommended, (
        SELECT jsonb_agg(jsonb_build_array(p.id, p.currency, p.amount, p.suggested, p.launch) ORDER BY p.currency)
        FROM catalog_price p WHERE p.tier_id = t.id
    )) ORDER BY t.position, t.id)
    FROM catalog_tier t WHERE t.offer_id = catalog_offer.id AND NOT t.retired
)"""
_PICTURES = """(
    SELECT jsonb_agg(jsonb_build_array(
        each.id, each.alt, i.id, i.width, i.height, i.renditions, f.id, f.sha256, f.storage_key, f.size
    ) ORDER BY each.position, each.id)
    FROM catalog_offerpicture each
    JOIN kit_picture i ON i.id = each.picture_id
    JOIN kit_storedfile f ON f.id = i.file_id
    WHERE each.offer_id = catalog_offer.id
)"""


def _build_offer(*, handle: str, slug: str, at: datetime) -> QuerySet[Offer]:
    at_handle = on_market(at).alias(known_as=Lower("studio__handle")).filter(known_as=handle, slug=slug)
    related = at_handle.select_related("studio__picture__file", "category__parent", "cover__file").defer("search")
    return related.annotate(
        its_tiers=RawSQL(_TIERS, (), output_field=JSONField()),  # noqa: S611 - no part of it comes from outside
        its_pictures=RawSQL(_PICTURES, (), output_field=JSONField()),  # noqa: S611
    )[:1]


_cards = Hot(_build_cards)
_offer = Hot(_build_offer)


def page(handle: str, slug: str, at: datetime) -> Offer | None:
    """As `queries.page`: an offer with its tiers, their prices, and its pictures. One query."""
    found = _offer(handle=handle.lower(), slug=slug, at=at)
    if not found:
        return None
    offer: Any = found[0]
    tiers = [_tier(offer.pk, *each) for each in offer.its_tiers or ()]
    pictures = [_picture(offer.pk, *each) for each in offer.its_pictures or ()]
    kept = {"tiers": remembered(Tier, tiers), "pictures": remembered(OfferPicture, pictures)}
    offer._prefetched_objects_cache = kept
    return cast(Offer, offer)


def _tier(offer_id: int, key: int, *rest: Any) -> Tier:
    *texts, stock, sold, reserved, until, copies, taken, recommended, prices = rest
    name, description, pricing = texts
    tier = Tier(key, offer_id, name, description, pricing, stock, sold, reserved)
    tier.launch_until = None if until is None else datetime.fromtimestamp(until, UTC)
    tier.launch_copies, tier.launch_taken, tier.recommended = copies, taken, recommended
    found = [Price(each, key, *of) for each, *of in prices or ()]
    cast(Any, tier)._prefetched_objects_cache = {"prices": remembered(Price, found)}
    return tier


def _picture(offer_id: int, key: int, alt: str, *rest: Any) -> OfferPicture:
    picture_id, width, height, renditions, file_id, sha256, storage_key, size = rest
    file = StoredFile(id=file_id, sha256=sha256, storage_key=storage_key, size=size)
    picture = Picture(id=picture_id, file=file, width=width, height=height, renditions=renditions)
    return OfferPicture(id=key, offer_id=offer_id, picture=picture, alt=alt)
