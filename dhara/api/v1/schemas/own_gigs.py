"""What a studio's own gig promises, offers besides and asks: as it is sent, and as its members read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from dhara.api.v1.schemas.base import LINE, Id, In, Moment, MoneyOut, Out, money
from dhara.api.v1.schemas.coupons import AmountIn
from dhara.api.v1.schemas.gigs import ExtraOut, FaqOut, RequirementOut, extra_out
from dhara.api.v1.schemas.working import Text
from dhara.catalog.models import Tier
from dhara.catalog.prices.rules import DESCRIPTION_LENGTH, LIMITS, MAX_STOCK, NAME_LENGTH
from dhara.delivery.gigs import rules
from dhara.delivery.gigs.models import GigTerms, Package

MOST_AMOUNT = 10**12
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,40}$")]
Sort = Literal["text", "choice", "many", "file"]


class PackagePriceIn(AmountIn):
    launch: int | None = Field(
        None, ge=1, le=MOST_AMOUNT, description="The launch price; left out, it stays as it is, null for none."
    )


class OwnPackageIn(In):
    tier: Id | None = Field(
        None, description="The package that is to be so; null for the one of the same name, or a new one."
    )
    name: str = Field("", max_length=NAME_LENGTH, pattern=LINE, description="Needed where there are several.")
    description: str = Field("", max_length=DESCRIPTION_LENGTH, pattern=Text, description="In one sentence.")
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
    recommended: bool = Field(False, description="What you advise buyers to take; at most one of the packages.")
    launch_until: Moment | None = Field(
        None, description="When the launch price ends; left out, it stays as it is, null for no day."
    )
    launch_copies: int | None = Field(
        None, ge=1, le=MAX_STOCK, description="For how many orders it is; left out, it stays as it is."
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


class PackagePriceOut(Out):
    price: MoneyOut
    launch: MoneyOut | None


class OwnPackageOut(Out):
    tier: int
    name: str
    description: str
    days: int | None = Field(description="null as long as it was not said.")
    revisions: int | None = Field(description="How often it is changed for the buyer; null for any number.")
    scope: list[str] = Field(description="What it holds, line by line.")
    prices: list[PackagePriceOut]
    recommended: bool
    launch_until: Moment | None
    launch_copies: int | None


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
        tier=tier.pk,
        name=tier.name,
        description=tier.description,
        days=promise.days if promise else None,
        revisions=promise.revisions if promise else None,
        scope=promise.scope if promise else [],
        prices=[
            PackagePriceOut(
                price=money(each.amount, each.currency),
                launch=None if each.launch is None else money(each.launch, each.currency),
            )
            for each in tier.prices.all()
        ],
        recommended=tier.recommended,
        launch_until=tier.launch_until,
        launch_copies=tier.launch_copies,
    )
