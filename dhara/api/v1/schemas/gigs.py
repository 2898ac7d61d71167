"""What a gig promises, offers besides and asks: beside an offer's tiers, which are its packages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from dhara.api.v1.schemas.base import MoneyOut, Out, money
from dhara.catalog.models import Offer
from dhara.delivery.gigs.models import GigTerms, Package


class PackageOut(Out):
    tier: int
    days: int = Field(description="Delivered within so many days, counted from when the answers are there.")
    revisions: int | None = Field(description="How often it is changed for the buyer; null for any number.")
    scope: list[str] = Field(description="What it holds, line by line.")


class ExtraOut(Out):
    key: str = Field(description="What an order names.")
    title: str
    about: str
    days: int = Field(description="How many more it takes.")
    prices: list[MoneyOut]


class RequirementOut(Out):
    key: str = Field(description="By which it is answered.")
    words: str
    sort: Literal["text", "choice", "many", "file"]
    needed: bool
    choices: list[str]


class FaqOut(Out):
    question: str
    answer: str


class GigOut(Out):
    packages: list[PackageOut]
    extras: list[ExtraOut]
    questions: list[RequirementOut] = Field(description="Asked after the payment; the clock starts with the answers.")
    faq: list[FaqOut]
    queue: int | None = Field(description="How many unfinished orders it takes at once; null for any number.")


def gig_out(offer: Offer, terms: GigTerms | None, packages: Mapping[int, Package]) -> GigOut:
    return GigOut(
        packages=[
            PackageOut(tier=each.pk, days=found.days, revisions=found.revisions, scope=found.scope)
            for each in offer.tiers.all()
            if (found := packages.get(each.pk))
        ],
        extras=[extra_out(each) for each in (terms.extras if terms else ())],
        questions=[RequirementOut.model_validate(each) for each in (terms.questions if terms else ())],
        faq=[FaqOut.model_validate(each) for each in (terms.faq if terms else ())],
        queue=terms.queue if terms else None,
    )


def extra_out(kept: Mapping[str, Any]) -> ExtraOut:
    """Of what GigTerms keep."""
    return ExtraOut(
        key=kept["key"],
        title=kept["title"],
        about=kept["about"],
        days=kept["days"],
        prices=[money(amount, currency) for currency, amount in sorted(kept["prices"].items())],
    )
