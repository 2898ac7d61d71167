"""Gifts: who gets an order's things, with which words, on which day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, cast

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import LINE, In, Out
from dhara.checkout.gifts.queries import of_order
from dhara.checkout.models import Order


class GiftIn(In):
    email: str = Field(min_length=3, max_length=254, pattern=LINE, description="Of whoever gets it.")
    name: str = Field(min_length=1, max_length=120, pattern=LINE)
    message: str = Field("", max_length=500, description="Stands in the letter; no web addresses.")
    day: str = Field(
        "",
        pattern=r"^(\d{4}-\d{2}-\d{2})?$",
        description="A day of the market, up to a year from now; empty: at once, when it is paid.",
    )
    language: Literal["bn", "en", ""] = Field("", description="Of the letter to them; empty: the order's.")

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"email": "mina@example.org", "name": "Mina", "message": "Happy birthday!", "language": "en"}
        }
    )


# The states of `checkout.gifts.rules.LIFECYCLE`.
Status = Literal["waiting", "sent", "opened", "withdrawn"]


class GiftOut(Out):
    email: str
    name: str
    message: str
    day: date
    language: str
    status: Status
    status_text: str = Field(description="For people, in the language of the answer.")
    sent_at: datetime | None
    opened_at: datetime | None


def gift_out(order: Order) -> GiftOut | None:
    """None, without a query, for what is none."""
    gift = of_order(order)
    if gift is None:
        return None
    return GiftOut(
        email=gift.email,
        name=gift.name,
        message=gift.message,
        day=gift.day,
        language=gift.language,
        status=cast(Status, gift.status),
        status_text=gift.state_words,
        sent_at=gift.sent_at,
        opened_at=gift.opened_at,
    )
