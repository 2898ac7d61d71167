"""Paying for work before it begins: what for, how much, where."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.urls import reverse
from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import BIGGEST, Id, In, MoneyOut, Out, QueryInt, absolute, money
from dhara.api.v1.schemas.market import Paged
from dhara.work.funding import rules
from dhara.work.funding.models import Funding


class FundingsAsked(Paged):
    work: QueryInt = Field(0, ge=0, le=BIGGEST, description="Only those for this engagement.")


class FundingIn(In):
    units: Annotated[list[Id], Field(max_length=20)] = Field(
        default_factory=list, description="Ids of its units; empty for all that are not paid yet."
    )

    model_config = ConfigDict(json_schema_extra={"example": {"units": []}})


class FundedOut(Out):
    unit: int
    title: str
    amount: MoneyOut


class FundingOut(Out):
    id: int
    work: int = Field(description="The engagement that it is for.")
    title: str
    state: Literal["pending", "paid", "failed", "expired"]
    state_label: str
    amount: MoneyOut
    units: list[FundedOut] = Field(description="What each unit costs; empty where a whole campaign is paid.")
    pay_url: str | None = Field(
        description="Send the payer there: the page where they choose how to pay; null once paid."
    )
    created_at: datetime
    paid_at: datetime | None


class FundingPage(Out):
    items: list[FundingOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


def funding_out(funding: Funding) -> FundingOut:
    """`funding` with its engagement and parts."""
    parts = [
        FundedOut(unit=each.unit_id, title=each.unit.title, amount=money(each.amount, funding.currency))
        for each in funding.parts.all()
    ]
    return FundingOut.model_validate(
        {
            "id": funding.pk,
            "work": funding.engagement_id,
            "title": funding.engagement.title,
            "state": funding.status,
            "state_label": funding.state_words,
            "amount": money(funding.amount, funding.currency),
            "units": parts,
            "pay_url": None if funding.status == rules.PAID else absolute(reverse("funding:pay", args=[funding.token])),
            "created_at": funding.created_at,
            "paid_at": funding.paid_at,
        }
    )
