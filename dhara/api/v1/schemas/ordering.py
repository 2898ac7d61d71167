"""What is sent to order and to pay."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import BIGGEST, CURRENCY, LINE, Id, In
from dhara.api.v1.schemas.gifts import GiftIn

RETURN_URL = "Where the payer goes after paying: an https address of yours (only with a key); else a page of ours."


class LineIn(In):
    tier: Id = Field(description="The id of a tier, from the offer.")
    quantity: int = Field(1, ge=1, le=1000)
    amount: int | None = Field(
        None, ge=0, le=10**12, description="Where the buyer chooses the price: what one costs, in minor units."
    )
    extras: list[Annotated[str, Field(min_length=1, max_length=40, pattern=LINE)]] = Field(
        default_factory=list, max_length=10, description="Keys of a gig's extras, from the offer."
    )


class OrderIn(In):
    lines: list[LineIn] = Field(min_length=1, max_length=20)
    email: str = Field(min_length=3, max_length=254, pattern=LINE, description="The receipt goes there.")
    name: str = Field(min_length=1, max_length=120, pattern=LINE)
    phone: str = Field("", max_length=40, pattern=LINE)
    language: Literal["bn", "en"] = Field("bn", description="Of the receipt and the letters.")
    currency: str = Field(pattern=CURRENCY)
    confirmed_total: int = Field(
        ge=0, le=BIGGEST, description="The total that the buyer has agreed to, in minor units; another one is refused."
    )
    gateway: str = Field(
        "", max_length=20, pattern=LINE, description="A code from /gateways; not needed for what is free."
    )
    coupons: list[Annotated[str, Field(min_length=1, max_length=80, pattern=LINE)]] = Field(
        default_factory=list, max_length=10, description="Codes of coupons; one that does not count is refused."
    )
    country: str = Field(
        "",
        pattern=r"^([A-Z]{2})?$",
        description="Where the buyer is (ISO 3166); needed where a seller charges tax and the currency does not tell.",
    )
    region: str = Field(
        "",
        pattern=r"^([A-Z]{2}-[A-Z0-9]{1,3})?$",
        description="The state or province (ISO 3166-2, such as US-CA); needed where rates differ by it.",
    )
    tax_id: str = Field("", max_length=40, pattern=LINE, description="The buyer's tax id in that country, if any.")
    gift: GiftIn | None = Field(None, description="Somebody else gets it; the buyer pays and has the receipt.")
    return_url: str | None = Field(None, max_length=300, pattern=LINE, description=RETURN_URL)

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "lines": [{"tier": 12, "quantity": 1}],
                "email": "karim@example.com",
                "name": "Karim Uddin",
                "language": "bn",
                "currency": "BDT",
                "confirmed_total": 45000,
                "gateway": "sandbox",
            }
        }
    )


class PaymentIn(In):
    gateway: str = Field(min_length=1, max_length=20, pattern=LINE, description="A code from /gateways.")
    return_url: str | None = Field(None, max_length=300, pattern=LINE, description=RETURN_URL)

    model_config = ConfigDict(json_schema_extra={"example": {"gateway": "sandbox"}})
