"""What a studio's own gig promises, offers besides and asks: as it is sent, and as its members read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from dhara.api.v1.schemas.base import LINE, In, Out
from dhara.api.v1.schemas.coupons import AmountIn
from dhara.api.v1.schemas.gigs import ExtraOut, FaqOut, RequirementOut, extra_out
from dhara.api.v1.schemas.own_tiers import (
    OwnPricedIn,
    OwnPricedOut,
    PackagePriceIn,
    PackagePriceOut,
    price_out,
    priced,
)
from dhara.api.v1.schemas.working import Text
from dhara.catalog.models import Tier
from dhara.catalog.prices.rules import LIMITS
from dhara.delivery.gigs import rules
from dhara.delivery.gigs.models import GigTerms, Package

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,40}$")]
Sort = Literal["text", "choice", "many", "file"]


class OwnPackageIn(OwnPricedIn):
    days: int = Field(ge=1, le=rules.MOST_DAYS, description="Delivered within so many days.")
    revisions: int | None = Field(
        ge=0, le=rules.MOST_REVISIONS, description="How often it is changed for the buyer; null for any number."
    )
    scope: list[Annotated[str, Field(max_length=rules.LINE_LENGTH, pattern=LINE)]] = Field(
        default_factory=list, max_length=rules.MOST_LINES, description="What it holds, line by line."
    )
    prices: list[PackagePriceIn] = Field(
        default_factory=list, max_length=len(LIMITS), description="One for each currency."
    )


class OwnExtraIn(In):
    key: Key = Field("", description="Carts and orders name it; empty for that of the same words, or a new one.")
    title: str = Field(min_length=1, max_length=rules.MOST_TITLE, pattern=LINE)
    about: str = Field("", max_length=rules.MOST_ABOUT, pattern=Text)
    days: int = Field(0, ge=0, le=rules.MOST_DAYS, description="How many more it takes.")
    prices: list[AmountIn] = Field(min_length=1, max_length=len(LIMITS), description="One for each currency.")


class OwnQuestionIn(In):
    key: Key = Field("", description="Answers name it; empty for that of the same words, or a new one.")
    words: str = Field(min_length=1, max_length=rules.MOST_QUESTION, pattern=LINE)
    sort: Sort = "text"
    needed: bool = Field(True, description="Whether the work begins only when it is answered.")
    choices: list[Annotated[str, Field(min_length=1, max_length=200, pattern=LINE)]] = Field(
        default_factory=list, max_length=rules.MOST_CHOICES, description="For the sorts `choice` and `many`."
    )


class OwnFaqIn(In):
    question: str = Field(min_length=1, max_length=rules.MOST_FAQ_WORDS, pattern=LINE)
    answer: str = Field(min_length=1, max_length=rules.MOST_FAQ_ANSWER, pattern=Text)


class OwnGigIn(In):
    packages: list[OwnPackageIn] = Field(
        default_factory=list,
        max_length=rules.MOST_PACKAGES,
        description="All of them as they are to be; those left out are not sold any more.",
    )
    extras: list[OwnExtraIn] = Field(
        default_factory=list, max_length=rules.MOST_EXTRAS, description="All of them as they are to be."
    )
    questions: list[OwnQuestionIn] = Field(
        default_factory=list,
        max_length=rules.MOST_QUESTIONS,
        description="Asked after the payment. Send an empty list where you need nothing: the work begins at once then.",
    )
    faq: list[OwnFaqIn] = Field(
        default_factory=list, max_length=rules.MOST_FAQ, description="What buyers ask, and your answers."
    )
    queue: int | None = Field(
        None, ge=1, le=rules.MOST_QUEUE, description="How many unfinished orders it takes at once; null for any number."
    )


class OwnPackageOut(OwnPricedOut):
    days: int | None = Field(description="null as long as it was not said.")
    revisions: int | None = Field(description="How often it is changed for the buyer; null for any number.")
    scope: list[str] = Field(description="What it holds, line by line.")
    prices: list[PackagePriceOut]


class OwnGigOut(Out):
    packages: list[OwnPackageOut]
    extras: list[ExtraOut]
    questions: list[RequirementOut]
    faq: list[FaqOut]
    queue: int | None = Field(description="How many unfinished orders it takes at once; null for any number.")


def own_gig_out(tiers: Sequence[Tier], packages: Mapping[int, Package], terms: GigTerms) -> OwnGigOut:
    return OwnGigOut(
        packages=[_package(each, packages.get(each.pk)) for each in tiers],
        extras=[extra_out(each) for each in terms.extras],
        questions=[RequirementOut.model_validate(each) for each in terms.questions],
        faq=[FaqOut.model_validate(each) for each in terms.faq],
        queue=terms.queue,
    )


def _package(tier: Tier, promise: Package | None) -> OwnPackageOut:
    return OwnPackageOut(
        **priced(tier),
        days=promise.days if promise else None,
        revisions=promise.revisions if promise else None,
        scope=promise.scope if promise else [],
        prices=[price_out(each) for each in tier.prices.all()],
    )
