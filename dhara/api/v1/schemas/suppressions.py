"""Addresses that get no letters of a studio. They are not kept themselves, only a keyed hash of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, cast

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import LINE, In, Out
from dhara.api.v1.schemas.market import Paged
from dhara.audience.models import Contact, Suppression
from dhara.audience.suppression.rules import OWN_WORD

Reason = Literal["hard_bounce", "soft_bounces", "complaint", "unsubscribed", "erased", "by_hand"]


class SuppressionsAsked(Paged):
    email: str = Field("", max_length=254, pattern=LINE, description="Only what is kept about this address.")
    reason: Reason | Literal[""] = Field("", description="Only those with this reason.")


class SuppressionIn(In):
    email: str = Field(min_length=3, max_length=254, pattern=LINE)
    words: str = Field(min_length=1, max_length=300, pattern=LINE, description="Why; it is kept with the contact.")

    model_config = ConfigDict(
        json_schema_extra={"example": {"email": "mina@example.com", "words": "She asked by phone"}}
    )


class SuppressionOut(Out):
    id: int
    reason: Reason
    detail: str = Field(description="What the server, the person or the studio said.")
    contact: int | None = Field(description="Who it is, where they are among the contacts.")
    lifted_by: Literal["studio", "themselves", "host"] = Field(
        description="Who can change it: the `studio`, whoever left `themselves` by a form of yours, the site's `host`."
    )
    at: datetime


class SuppressionPage(Out):
    items: list[SuppressionOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class SuppressionsOut(Out):
    items: list[SuppressionOut]


def suppression_out(row: Suppression, known: Mapping[str, Contact]) -> SuppressionOut:
    contact = known.get(row.email_key)
    by = "host" if row.studio_id is None else "themselves" if row.reason in OWN_WORD else "studio"
    return SuppressionOut(
        id=row.pk,
        reason=cast(Reason, row.reason),
        detail=row.detail,
        contact=contact.pk if contact else None,
        lifted_by=cast(Literal["studio", "themselves", "host"], by),
        at=row.at,
    )
