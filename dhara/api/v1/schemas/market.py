"""The market: offers, studios, categories, ways to pay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, Literal

from pydantic import Field

from dhara.api.v1.schemas.base import (
    CURRENCY,
    LINE,
    Asked,
    MoneyOut,
    Out,
    PictureOut,
    QueryBool,
    QueryInt,
    StudioRef,
    money,
    money_of,
    offer_url,
    picture_of,
    studio_ref,
)
from dhara.catalog.models import Category, Offer, Tier
from dhara.catalog.offers.queries import Shelf
from dhara.catalog.prices.launch import running
from dhara.delivery.downloads.queries import Shown
from dhara.money.gateways.rules import Gateway
from dhara.people.models import Studio

# The currency in which a free offer's price of nothing is told.
HOME: Final = "BDT"


class Paged(Asked):
    cursor: str | None = Field(
        None, max_length=400, pattern=r"^[A-Za-z0-9_.-]+$", description="`next` of the page before; opaque."
    )
    limit: QueryInt = Field(24, ge=1, le=100, description="How many at most.")


class OffersAsked(Paged):
    q: str = Field("", max_length=200, pattern=LINE, description="Words to look for, in Bengali or English.")
    category: str = Field(
        "", max_length=60, pattern=LINE, description="The slug of a category; those below it count too."
    )
    studio: str = Field("", max_length=30, pattern=LINE, description="The handle of a studio.")
    language: Literal["", "bn", "en"] = Field("", description="The language of the offer.")
    currency: str = Field(
        "", pattern=r"^([A-Z]{3})?$", description="Only what is sold in this currency; free offers suit every one."
    )
    free: QueryBool = Field(False, description="Only offers with a free tier.")
    sort: Literal["", "relevance", "newest", "popular"] = Field(
        "", description="`relevance` (the default with `q`; without `q` the same as `newest`), `newest` or `popular`."
    )


class CurrencyAsked(Asked):
    currency: str = Field("BDT", pattern=CURRENCY, description="The currency of the order.")


class OfferCard(Out):
    id: int
    title: str
    url: str
    studio: StudioRef
    summary: str
    language: str
    price: MoneyOut | None = Field(description="The lowest price; null while it has none.")
    price_varies: bool = Field(description="Not every buyer pays the same: say “from”.")
    free: bool
    sold: int
    published_at: datetime
    picture: PictureOut | None


class OfferPage(Out):
    items: list[OfferCard]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class PriceOut(Out):
    price: MoneyOut = Field(description="The fixed price, or the least where the buyer chooses.")
    suggested: MoneyOut | None = Field(description="What to suggest where the buyer chooses.")
    launch: MoneyOut | None = Field(description="The launch price that is paid instead now; null while there is none.")


class LaunchOut(Out):
    """A launch price in force. It ends when it says, or when its copies are sold, and is never made longer."""

    until: datetime | None = Field(description="Null where only the number of copies ends it.")
    left: int | None = Field(description="How many copies are left at it; null for any number.")


class TierOut(Out):
    """One way to buy an offer."""

    id: int
    name: str
    description: str
    pricing: Literal["fixed", "free", "choose"] = Field(description="`choose`: the buyer says what to pay.")
    prices: list[PriceOut] = Field(description="One for each currency; none for what is free.")
    left: int | None = Field(description="How many copies are left; null for any number.")
    launch: LaunchOut | None = Field(description="Its launch price while that runs; the amounts stand with the prices.")


class FileOut(Out):
    title: str
    name: str
    size: int = Field(description="In bytes.")
    type: str
    version: int
    released_at: datetime
    tiers: list[int] = Field(description="The tiers that give this file; empty when the choice is left to each tier.")


class CategoryRef(Out):
    slug: str
    name_bn: str
    name_en: str


class CategoryOut(CategoryRef):
    children: list[CategoryRef]


class CategoryList(Out):
    items: list[CategoryOut]


class OfferOut(OfferCard):
    description: str = Field(description="Clean HTML.")
    category: CategoryRef | None
    tags: list[str]
    pictures: list[PictureOut]
    tiers: list[TierOut]
    files: list[FileOut]
    releases_at: datetime | None = Field(
        description="It is sold before it comes out, on this date (a pre-order); null for what is there."
    )


class LinkOut(Out):
    label: str
    url: str


class StudioOut(StudioRef):
    tagline: str
    bio: str
    links: list[LinkOut]
    currency: str
    language: str
    picture: PictureOut | None
    offers: int = Field(description="How many offers are on the market.")
    sold: int = Field(description="How many copies of them were sold.")
    since: datetime


class GatewayOut(Out):
    code: str
    label: str
    about: str
    sandbox: bool = Field(description="No real money is moved.")


class GatewayList(Out):
    items: list[GatewayOut]


def card(offer: Offer, currency: str) -> OfferCard:
    """`offer` as `queries.cards` loads it."""
    price = offer.price_from(currency or next(iter(offer.from_prices), HOME))
    assert offer.published_at is not None
    return OfferCard(
        id=offer.pk,
        title=offer.title,
        url=offer_url(offer.studio.handle, offer.slug),
        studio=studio_ref(offer.studio.handle, offer.studio.name),
        summary=offer.summary,
        language=offer.language,
        price=money_of(price) if price else None,
        price_varies=offer.prices_vary,
        free=offer.free,
        sold=offer.sold,
        published_at=offer.published_at,
        picture=picture_of(offer.cover, offer.title),
    )


def offer_out(offer: Offer, files: Sequence[Shown], at: datetime) -> OfferOut:
    """`offer` as `queries.page` loads it."""
    pictures = [picture_of(each.picture, each.alt) for each in offer.pictures.all()]
    return OfferOut(
        **dict(card(offer, "")),
        description=offer.description,
        category=_category(offer.category) if offer.category else None,
        tags=offer.tags,
        pictures=[each for each in pictures if each],
        tiers=[_tier(each, at) for each in offer.tiers.all()],
        files=[_file(each) for each in files],
        releases_at=offer.releases_at,
    )


def _tier(tier: Tier, at: datetime) -> TierOut:
    lower = {each.currency: running(tier, each, at) for each in tier.prices.all()}
    prices = [
        PriceOut(
            price=money(each.amount, each.currency),
            suggested=None if each.suggested is None else money(each.suggested, each.currency),
            launch=money(low.amount, each.currency) if (low := lower[each.currency]) else None,
        )
        for each in tier.prices.all()
    ]
    runs = next((each for each in lower.values() if each), None)
    return TierOut(
        id=tier.pk,
        name=tier.name,
        description=tier.description,
        pricing=tier.pricing,  # type: ignore[arg-type]  # one of the choices, as the model holds it
        prices=prices,
        left=tier.left,
        launch=LaunchOut(until=runs.until, left=runs.left) if runs else None,
    )


def _file(file: Shown) -> FileOut:
    return FileOut(
        title=file.title,
        name=file.name,
        size=file.size,
        type=file.mime,
        version=file.version,
        released_at=file.released_at,
        tiers=sorted(file.tiers),
    )


def _category(category: Category) -> CategoryRef:
    return CategoryRef(slug=category.slug, name_bn=category.name_bn, name_en=category.name_en)


def categories(shelves: Iterable[Shelf]) -> CategoryList:
    items = [
        CategoryOut(**dict(_category(top.category)), children=[_category(each.category) for each in top.children])
        for top in shelves
    ]
    return CategoryList(items=items)


def studio_out(studio: Studio, figures: tuple[int, int]) -> StudioOut:
    return StudioOut(
        **dict(studio_ref(studio.handle, studio.name)),
        tagline=studio.tagline,
        bio=studio.bio,
        links=[LinkOut(label=str(each["label"]), url=str(each["url"])) for each in studio.links],
        currency=studio.currency,
        language=studio.language,
        picture=picture_of(studio.picture, studio.name),
        offers=figures[0],
        sold=figures[1],
        since=studio.created_at,
    )


def gateways(found: Iterable[Gateway]) -> GatewayList:
    return GatewayList(
        items=[
            GatewayOut(code=each.code, label=str(each.label), about=str(each.about), sandbox=each.sandbox)
            for each in found
        ]
    )
