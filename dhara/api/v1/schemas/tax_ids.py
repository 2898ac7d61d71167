"""The tax id that a business adds after paying, and the tax that goes back for it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from dhara.api.v1.schemas.base import LINE, In, MoneyOut, Out, money_of
from dhara.checkout.models import Refund

State = Literal["pending", "succeeded", "failed", "cancelled"]
_STATE: Final[TypeAdapter[State]] = TypeAdapter(State)


class TaxIdIn(In):
    tax_id: str = Field(
        min_length=1, max_length=40, pattern=LINE, description="Of the country that the order was placed from."
    )

    model_config = ConfigDict(json_schema_extra={"example": {"tax_id": "DE136695976"}})


class TaxBackOut(Out):
    order: str
    tax_id: str = Field(description="As it stands on the corrected invoice.")
    refund: int = Field(description="The id of the refund that brings the tax back.")
    status: State
    status_text: str = Field(description="For people, in the language of the answer.")
    amount: MoneyOut = Field(description="The tax that goes back.")
    created_at: datetime

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "order": "D-7K4Q-2M8T",
                "tax_id": "DE136695976",
                "refund": 7,
                "status": "pending",
                "status_text": "on its way back",
                "amount": {"amount": 1900, "currency": "EUR", "text": "€19.00"},
                "created_at": "2026-03-02T04:00:00Z",
            }
        }
    )


def tax_back_out(made: Refund, number: str) -> TaxBackOut:
    return TaxBackOut(
        order=number,
        tax_id=made.tax_id,
        refund=made.pk,
        status=_STATE.validate_python(made.status),
        status_text=made.state_words,
        amount=money_of(made.money),
        created_at=made.created_at,
    )
