"""A studio's own offers, in whatever state: what its members make of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Final, Literal, cast

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import LINE, Id, In, Moment, MoneyOut, Out, PictureOut, money_of, offer_url, picture_of
from dhara.api.v1.schemas.market import CategoryRef, Paged, category
from dhara.api.v1.schemas.offers import Kind
from dhara.api.v1.schemas.own_gigs import OwnGigIn, OwnGigOut
from dhara.api.v1.schemas.own_tiers import OwnFileOut, OwnTierIn, OwnTierOut
from dhara.api.v1.schemas.uploads import UploadId
from dhara.api.v1.schemas.working import Text
from dhara.catalog.models import Offer
from dhara.catalog.offers import rules
from dhara.catalog.prices.rules import MAX_TIERS
from dhara.delivery.gigs.rules import GIG

# The pages take more; with all else it has to fit through the door (door.MOST_BYTES).
MOST_HTML: Final = 20_000
OfferState = Literal["draft", "published", "unpublished", "hidden", "archived"]
VERSION: Final = r"^([0-9a-f]{16})?$"
SEEN: Final = "`version` as you saw it: refused when something changed since."
ALT: Final = "What it shows, for those who do not see it."
# What the pages call the places where something is asked for, by the names that it has here.
PLACES: Final = {"prices": "tiers", "id_title": "title", "id_description": "description", "id_category": "category"}
IN_GIG: Final = {"prices": "gig.packages", "packages": "gig.packages", "questions": "gig.questions"}


class OwnOffersAsked(Paged):
    state: OfferState | Literal[""] = Field("", description="Only those in this state; without it all.")
    kind: Kind | Literal[""] = Field("", description="Only those of this kind.")


def _nothing() -> OwnGigIn:
    return OwnGigIn.model_validate({})


class OwnTextsIn(In):
    title: str = Field("", max_length=rules.TITLE_LENGTH, pattern=LINE)
    slug: str = Field("", max_length=120, pattern=LINE, description="The end of its address; made from the title.")
    summary: str = Field("", max_length=200, pattern=LINE, description="In one sentence.")
    description: str = Field("", max_length=MOST_HTML, pattern=Text, description="HTML; what is not plain is left out.")
    language: Literal["bn", "en"] = Field("bn", description="The language of the offer.")
    category: str | None = Field(None, max_length=60, pattern=LINE, description="The slug of one of /categories.")
    tags: list[Annotated[str, Field(max_length=rules.TAG_LENGTH + 1, pattern=LINE)]] = Field(
        default_factory=list, max_length=rules.MAX_TAGS, description="Words that buyers search for."
    )
    seo_title: str = Field("", max_length=70, pattern=LINE, description="For search engines.")
    seo_description: str = Field("", max_length=160, pattern=LINE, description="For search engines.")
    publish_at: Moment | None = Field(None, description="When it is published by itself; null for no day.")
    unpublish_at: Moment | None = Field(None, description="When it is taken down by itself; null for no day.")
    gig: OwnGigIn = Field(default_factory=_nothing, description="Of a gig: what is left out stays as it is.")
    tiers: list[OwnTierIn] = Field(
        default_factory=list,
        max_length=MAX_TIERS,
        description="Of other kinds: all prices as they are to be; those left out are not sold any more.",
    )


class OwnOfferIn(OwnTextsIn):
    kind: Literal["gig", "download"] = Field(description="What buyers get.")
    title: str = Field(min_length=1, max_length=rules.TITLE_LENGTH, pattern=LINE)

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "kind": "gig",
                "title": "A logo for your shop",
                "description": "<p>Drawn by hand, in Bengali and English letters.</p>",
                "language": "en",
                "category": "logos-branding",
                "tags": ["logo"],
                "gig": {
                    "packages": [
                        {
                            "name": "Basic",
                            "days": 3,
                            "revisions": 2,
                            "scope": ["1 design", "PNG with a clear background"],
                            "prices": [{"currency": "BDT", "amount": 150000}],
                        }
                    ],
                    "extras": [{"title": "Source files", "days": 1, "prices": [{"currency": "BDT", "amount": 30000}]}],
                    "questions": [
                        {"words": "What is your shop called?"},
                        {"words": "Which style do you like?", "sort": "choice", "choices": ["Plain", "Playful"]},
                    ],
                    "faq": [{"question": "Do I own the logo?", "answer": "Yes, once you have accepted it."}],
                    "queue": 3,
                },
            }
        }
    )


class OwnOfferEditIn(OwnTextsIn):
    seen: str = Field("", pattern=VERSION, description=SEEN)

    model_config = ConfigDict(
        json_schema_extra={"example": {"summary": "Ready in three days.", "gig": {"queue": 5, "faq": []}}}
    )


class OwnOfferStateIn(In):
    to: Literal["publish", "unpublish", "archive", "restore"]

    model_config = ConfigDict(json_schema_extra={"example": {"to": "publish"}})


class OwnPictureIn(In):
    upload: UploadId = Field(description="Of the purpose `picture` (`begin_upload`).")
    alt: str = Field("", max_length=rules.ALT_LENGTH, pattern=LINE, description=ALT)

    model_config = ConfigDict(
        json_schema_extra={"example": {"upload": "0b9cf2a4-6f43-4c3f-9d5a-3a9d6c1f8e27", "alt": "A blue logo"}}
    )


class PlacedPictureIn(In):
    id: Id
    alt: str | None = Field(None, max_length=rules.ALT_LENGTH, pattern=LINE, description="null leaves it as it is.")


class ArrangementIn(In):
    pictures: list[PlacedPictureIn] = Field(
        max_length=rules.MAX_PICTURES, description="Those that stay, in order; the others are taken away."
    )
    cover: Id | None = Field(None, description="Which stands for the offer on cards; null leaves it as it is.")
    seen: str = Field("", pattern=VERSION, description=SEEN)

    model_config = ConfigDict(
        json_schema_extra={"example": {"pictures": [{"id": 12, "alt": "A blue logo"}], "cover": 12}}
    )


class OwnOfferRow(Out):
    id: int
    kind: Kind
    title: str
    url: str = Field(description="Where buyers find it while it is published.")
    state: OfferState
    state_label: str
    price: MoneyOut | None = Field(description="The lowest price; null while it has none.")
    sold: int
    published_at: datetime | None = Field(description="When it was published first.")
    changed_at: datetime


class OwnOfferPage(Out):
    items: list[OwnOfferRow]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class OwnPictureOut(PictureOut):
    id: int
    cover: bool = Field(description="Whether it stands for the offer on cards.")


class LackOut(Out):
    field: str = Field(description="What to send, such as `gig.packages`.")
    message: str = Field(description="In the language of the answer.")


class OwnOfferOut(OwnOfferRow):
    version: str = Field(description="Of all that can be changed here: send it as `seen`.")
    slug: str
    summary: str
    description: str = Field(description="Clean HTML.")
    language: Literal["bn", "en"]
    category: CategoryRef | None
    tags: list[str]
    seo_title: str
    seo_description: str
    publish_at: datetime | None
    unpublish_at: datetime | None
    hidden_reason: str = Field(description="Why an operator hid it.")
    pictures: list[OwnPictureOut]
    gig: OwnGigOut | None = Field(description="For work in packages; null for other kinds.")
    tiers: list[OwnTierOut] = Field(description="The prices of other kinds.")
    files: list[OwnFileOut] = Field(description="What buyers get, in order.")
    missing: list[LackOut] = Field(description="What it lacks before it can be published; empty once it is.")


def row_out(offer: Offer) -> OwnOfferRow:
    """`offer` with its studio."""
    price = offer.price_from(offer.studio.currency)
    return OwnOfferRow(
        id=offer.pk,
        kind=cast(Kind, offer.kind),
        title=offer.title,
        url=offer_url(offer.studio.handle, offer.slug),
        state=cast(OfferState, offer.status),
        state_label=str(rules.LIFECYCLE.states[offer.status]),
        price=money_of(price) if price else None,
        sold=offer.sold,
        published_at=offer.published_at,
        changed_at=offer.changed_at,
    )


def own_offer_out(
    offer: Offer,
    version: str,
    gig: OwnGigOut | None,
    tiers: list[OwnTierOut],
    files: list[OwnFileOut],
    lacks: Iterable[str],
) -> OwnOfferOut:
    """`offer` as `queries.preview` loads it; `lacks` are catalog.kinds.Lack."""
    return OwnOfferOut(
        **dict(row_out(offer)),
        version=version,
        slug=offer.slug,
        summary=offer.summary,
        description=offer.description,
        language=cast(Literal["bn", "en"], offer.language),
        category=category(offer.category) if offer.category else None,
        tags=offer.tags,
        seo_title=offer.seo_title,
        seo_description=offer.seo_description,
        publish_at=offer.publish_at,
        unpublish_at=offer.unpublish_at,
        hidden_reason=offer.hidden_reason if offer.status == rules.HIDDEN else "",
        pictures=[
            OwnPictureOut(**dict(shown), id=each.picture_id, cover=each.picture_id == offer.cover_id)
            for each in offer.pictures.all()
            if (shown := picture_of(each.picture, each.alt))
        ],
        gig=gig,
        tiers=tiers,
        files=files,
        missing=[LackOut(field=place_of(each, offer.kind), message=str(each)) for each in lacks],
    )


def place_of(lack: str, kind: str) -> str:
    """The field of what is sent that would mend it; nothing where the API does not take it."""
    place = str(getattr(lack, "place", ""))
    return {**PLACES, **(IN_GIG if kind == GIG else {})}.get(place, place)
