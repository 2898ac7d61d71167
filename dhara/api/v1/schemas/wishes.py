"""Wish lists."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import MoneyOut, Out, StudioRef, money_of, offer_url, studio_ref
from dhara.checkout.wishes.queries import Shown


class WishOut(Out):
    offer: int
    title: str
    url: str
    studio: StudioRef
    price: MoneyOut | None = Field(description="The least it costs now; null where it is not sold any more.")
    was: MoneyOut | None = Field(description="What it cost when it was wished for, where it costs less now.")
    on_sale: bool = Field(description="False for what is not sold any more.")
    available: bool = Field(description="False for what is sold out, too.")
    owned: bool = Field(description="The account has bought it already.")
    added_at: datetime

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "offer": 12,
                "title": "Wedding card",
                "url": "https://example.com/@nadia/wedding-card",
                "studio": {"handle": "nadia", "name": "Nadia", "url": "https://example.com/@nadia"},
                "price": {"amount": 30000, "currency": "BDT", "text": "৳300"},
                "was": {"amount": 45000, "currency": "BDT", "text": "৳450"},
                "on_sale": True,
                "available": True,
                "owned": False,
                "added_at": "2026-11-21T14:00:00Z",
            }
        },
    )


class WishesOut(Out):
    items: list[WishOut]


class WishedOut(Out):
    offer: int
    wished: bool = Field(description="Whether it is on the list now.")


def wish_out(shown: Shown) -> WishOut:
    offer = shown.offer
    return WishOut(
        offer=offer.pk,
        title=offer.title,
        url=offer_url(offer.studio.handle, offer.slug),
        studio=studio_ref(offer.studio.handle, offer.studio.name),
        price=money_of(shown.price) if shown.price is not None else None,
        was=money_of(shown.was) if shown.was is not None else None,
        on_sale=shown.sold_here,
        available=shown.now.buyable,
        owned=shown.owned,
        added_at=shown.wish.added_at,
    )
