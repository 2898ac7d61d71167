"""The market: offers, studios, categories, ways to pay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from pydantic import Field

from dhara.api.v1.schemas.base import (
    CURRENCY,
    HOME,
    LINE,
    Asked,
    MoneyOut,
    Out,
    PictureOut,
    QueryBool,
    QueryInt,
    StudioRef,
    money_of,
    offer_url,
    picture_of,
    studio_ref,
)
from dhara.catalog.models import Category, Offer
from dhara.catalog.offers.queries import Shelf
from dhara.money.gateways.rules import Gateway
from dhara.people.models import Studio


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


class CategoryRef(Out):
    slug: str
    name_bn: str
    name_en: str


class CategoryOut(CategoryRef):
    children: list[CategoryRef]


class CategoryList(Out):
    items: list[CategoryOut]


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


def category(found: Category) -> CategoryRef:
    return CategoryRef(slug=found.slug, name_bn=found.name_bn, name_en=found.name_en)


def categories(shelves: Iterable[Shelf]) -> CategoryList:
    items = [
        CategoryOut(**dict(category(top.category)), children=[category(each.category) for each in top.children])
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
