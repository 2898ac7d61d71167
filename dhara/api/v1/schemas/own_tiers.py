"""The prices of a studio's own offers, and the files that they give: as they are sent, and as its members read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, cast

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import LINE, Id, In, Moment, MoneyOut, Out, money
from dhara.api.v1.schemas.coupons import AmountIn
from dhara.api.v1.schemas.offers import Pricing
from dhara.api.v1.schemas.uploads import UploadId
from dhara.api.v1.schemas.working import Text
from dhara.catalog.models import Price, Tier
from dhara.catalog.prices.rules import DESCRIPTION_LENGTH, LIMITS, MAX_STOCK, NAME_LENGTH
from dhara.delivery.downloads import rules
from dhara.delivery.downloads.models import DownloadFile

MOST_AMOUNT = 10**12
FileIds = Annotated[list[Id], Field(max_length=rules.MAX_FILES)]


class PackagePriceIn(AmountIn):
    launch: int | None = Field(
        None, ge=1, le=MOST_AMOUNT, description="The launch price; left out, it stays as it is, null for none."
    )


class TierPriceIn(PackagePriceIn):
    amount: int = Field(ge=0, le=MOST_AMOUNT, description="In minor units; the least where the buyer chooses.")
    suggested: int | None = Field(None, ge=0, le=MOST_AMOUNT, description="What to suggest where the buyer chooses.")


class OwnPricedIn(In):
    tier: Id | None = Field(
        None, description="The one that is to be so; null for the one of the same name, or a new one."
    )
    name: str = Field("", max_length=NAME_LENGTH, pattern=LINE, description="Needed where there are several.")
    description: str = Field("", max_length=DESCRIPTION_LENGTH, pattern=Text, description="In one sentence.")
    recommended: bool = Field(False, description="What you advise buyers to take; at most one of them.")
    launch_until: Moment | None = Field(
        None, description="When the launch price ends; left out, it stays as it is, null for no day."
    )
    launch_copies: int | None = Field(
        None, ge=1, le=MAX_STOCK, description="For how many orders it is; left out, it stays as it is."
    )


class OwnTierIn(OwnPricedIn):
    pricing: Literal["fixed", "free", "choose"] = Field("fixed", description="`choose`: the buyer says what to pay.")
    prices: list[TierPriceIn] = Field(
        default_factory=list, max_length=len(LIMITS), description="One for each currency."
    )
    stock: int | None = Field(
        None,
        ge=0,
        le=MAX_STOCK,
        description="How many copies in all; left out, it stays as it is.",
    )
    files: FileIds | None = Field(
        None, description="Ids of those that it gives; left out, it stays as it is, null for all of them."
    )


class OwnFileIn(In):
    upload: UploadId = Field(description="Of the purpose `file` (`begin_upload`).")
    title: str = Field("", max_length=rules.TITLE_LENGTH, pattern=LINE, description="Empty for the name of the file.")
    announce: bool = Field(False, description="Write to earlier buyers who get it, too.")

    model_config = ConfigDict(
        json_schema_extra={"example": {"upload": "0b9cf2a4-6f43-4c3f-9d5a-3a9d6c1f8e27", "title": "The print"}}
    )


class OwnVersionIn(In):
    upload: UploadId = Field(description="Of the purpose `file` (`begin_upload`).")
    notes: str = Field("", max_length=rules.NOTES_LENGTH, pattern=Text, description="What is new; buyers read it.")
    announce: bool = Field(True, description="Write to earlier buyers.")

    model_config = ConfigDict(
        json_schema_extra={"example": {"upload": "0b9cf2a4-6f43-4c3f-9d5a-3a9d6c1f8e27", "notes": "Sharper."}}
    )


class PackagePriceOut(Out):
    price: MoneyOut
    launch: MoneyOut | None


class TierPriceOut(PackagePriceOut):
    suggested: MoneyOut | None


class OwnPricedOut(Out):
    tier: int
    name: str
    description: str
    recommended: bool
    launch_until: Moment | None
    launch_copies: int | None


class OwnTierOut(OwnPricedOut):
    pricing: Pricing
    prices: list[TierPriceOut]
    stock: int | None = Field(description="How many copies in all; null for any number.")
    sold: int
    files: list[int] | None = Field(description="Ids of the files that it gives; null for all of them.")


class OwnFileOut(Out):
    id: int
    title: str
    name: str
    size: int = Field(description="In bytes.")
    version: int
    released_at: datetime


def priced(tier: Tier) -> dict[str, Any]:
    """The fields of OwnPricedOut."""
    kept = ("name", "description", "recommended", "launch_until", "launch_copies")
    return {"tier": tier.pk, **{name: getattr(tier, name) for name in kept}}


def price_out(price: Price) -> PackagePriceOut:
    return PackagePriceOut(
        price=money(price.amount, price.currency),
        launch=None if price.launch is None else money(price.launch, price.currency),
    )


def tiers_out(tiers: Sequence[Tier], files: Mapping[int, list[int] | None]) -> list[OwnTierOut]:
    return [
        OwnTierOut(
            **priced(each),
            pricing=cast(Pricing, each.pricing),
            prices=[
                TierPriceOut(
                    **dict(price_out(price)),
                    suggested=None if price.suggested is None else money(price.suggested, price.currency),
                )
                for price in each.prices.all()
            ],
            stock=each.stock,
            sold=each.sold,
            files=files.get(each.pk),
        )
        for each in tiers
    ]


def file_out(file: DownloadFile) -> OwnFileOut:
    """With its versions, the newest first, and their stored files."""
    newest = file.versions.all()[0]
    return OwnFileOut(
        id=file.pk,
        title=file.title,
        name=newest.stored.name,
        size=newest.stored.size,
        version=newest.number,
        released_at=newest.released_at,
    )
