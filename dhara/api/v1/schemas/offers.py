"""One offer, whole: its tiers and prices, files, the parts of a bundle, what licence keys allow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, cast

from pydantic import Field

from dhara.api.v1.schemas.base import MoneyOut, Out, PictureOut, StudioRef, money, offer_url, picture_of, studio_ref
from dhara.api.v1.schemas.gigs import GigOut
from dhara.api.v1.schemas.market import CategoryRef, OfferCard, card, category
from dhara.api.v1.schemas.together import BesideOut, beside_out
from dhara.catalog.bundles.queries import Part, copies_left
from dhara.catalog.models import Offer, Tier
from dhara.catalog.offers.rules import PUBLISHED
from dhara.catalog.offers.shown import CardRow
from dhara.catalog.prices.launch import running
from dhara.delivery.downloads.queries import Shown
from dhara.delivery.models import LicenceTerms

Kind = Literal["download", "licence", "bundle", "gig"]
Starts = Literal["purchase", "activation"]
Pricing = Literal["fixed", "free", "choose"]


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
    pricing: Pricing = Field(description="`choose`: the buyer says what to pay.")
    prices: list[PriceOut] = Field(description="One for each currency; none for what is free.")
    left: int | None = Field(
        description="How many copies are left, or keys, or of a bundle what its parts leave; null for any number."
    )
    recommended: bool = Field(description="What the studio advises buyers to take; at most one of an offer's tiers.")
    launch: LaunchOut | None = Field(description="Its launch price while that runs; the amounts stand with the prices.")


class FileOut(Out):
    title: str
    name: str
    size: int = Field(description="In bytes.")
    type: str
    version: int
    released_at: datetime
    tiers: list[int] = Field(description="The tiers that give this file; empty when the choice is left to each tier.")


class PartOut(Out):
    """What a bundle holds."""

    tier: int
    tier_name: str
    offer: int
    title: str
    url: str | None = Field(description="null while the part is not on the market by itself.")
    studio: StudioRef
    prices: list[MoneyOut] = Field(description="What it costs alone (at least), by currency; none for what is free.")


class SeatsOut(Out):
    tier: int
    seats: int | None = Field(description="How many machines may use a key at once; null for any number.")


class LicenceTermsOut(Out):
    """What buyers from now on may do with a key."""

    seats: list[SeatsOut]
    days: int | None = Field(description="How long a key is good; null for ever.")
    starts: Starts = Field(description="From when the days count.")


class OfferOut(OfferCard):
    kind: Kind
    description: str = Field(description="Clean HTML.")
    category: CategoryRef | None
    tags: list[str]
    pictures: list[PictureOut]
    tiers: list[TierOut]
    files: list[FileOut]
    releases_at: datetime | None = Field(
        description="It is sold before it comes out, on this date (a pre-order); null for what is there."
    )
    bought_together: list[BesideOut] = Field(
        description="What its buyers bought besides, the studio's own first; at most four, told only of enough buyers."
    )
    parts: list[PartOut] = Field(description="What a bundle holds, in order; empty for what is none.")
    licence: LicenceTermsOut | None = Field(description="For software with licence keys.")
    gig: GigOut | None = Field(description="For work in packages: days, extras, and what the buyer is asked.")


def offer_out(
    offer: Offer,
    files: Sequence[Shown],
    parts: Sequence[Part],
    terms: LicenceTerms | None,
    beside: Sequence[CardRow],
    gig: GigOut | None,
    at: datetime,
) -> OfferOut:
    """`offer` as `queries.page` loads it."""
    pictures = [picture_of(each.picture, each.alt) for each in offer.pictures.all()]
    most = copies_left(parts)
    return OfferOut(
        **dict(card(offer, "")),
        kind=cast(Kind, offer.kind),
        description=offer.description,
        category=category(offer.category) if offer.category else None,
        tags=offer.tags,
        pictures=[each for each in pictures if each],
        tiers=[_tier(each, most, at) for each in offer.tiers.all()],
        files=[_file(each) for each in files],
        releases_at=offer.releases_at,
        bought_together=[beside_out(each) for each in beside],
        parts=[_part(each) for each in parts],
        licence=_terms(terms, offer) if terms else None,
        gig=gig,
    )


def _part(part: Part) -> PartOut:
    offer = part.offer
    return PartOut(
        tier=part.tier.pk,
        tier_name=part.tier.name,
        offer=offer.pk,
        title=offer.title,
        url=offer_url(offer.studio.handle, offer.slug) if offer.status == PUBLISHED else None,
        studio=studio_ref(offer.studio.handle, offer.studio.name),
        prices=[money(each.amount, code) for code, each in sorted(part.prices.items())],
    )


def _terms(terms: LicenceTerms, offer: Offer) -> LicenceTermsOut:
    return LicenceTermsOut(
        seats=[SeatsOut(tier=each.pk, seats=terms.seats_of(each.pk)) for each in offer.tiers.all()],
        days=terms.days,
        starts=cast(Starts, terms.starts),
    )


def _tier(tier: Tier, most: int | None, at: datetime) -> TierOut:
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
        pricing=cast(Pricing, tier.pricing),
        prices=prices,
        left=min((each for each in (tier.left, most) if each is not None), default=None),
        recommended=tier.recommended,
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
