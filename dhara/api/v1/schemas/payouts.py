"""A studio's money: balance, movements, payouts and where they go."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.urls import reverse
from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import BIGGEST, CURRENCY, Id, In, MoneyOut, Out, absolute, money, money_of
from dhara.api.v1.schemas.market import Paged
from dhara.money.ledger.queries import StatementLine
from dhara.money.models import Payout, PayoutMethod
from dhara.money.payouts.queries import Standing
from dhara.money.payouts.rules import REASONS

Status = Literal["created", "held", "processing", "paid", "failed", "cancelled", "returned"]


class BalanceOut(Out):
    """One currency."""

    currency: str = Field(pattern=CURRENCY)
    pending: MoneyOut = Field(description="Sold, but still to clear.")
    available: MoneyOut
    owed: MoneyOut = Field(description="What the studio owes: it stays on the balance.")
    payable: MoneyOut = Field(description="What can be paid out now.")
    under_way: MoneyOut = Field(description="Left the balance, not arrived yet.")
    paid: MoneyOut = Field(description="All that was ever paid out.")


class BalancesOut(Out):
    items: list[BalanceOut]


class MovementsAsked(Paged):
    currency: str = Field("BDT", pattern=CURRENCY)
    balance: Literal["pending", "available"] = "available"


class MovementOut(Out):
    id: int
    at: datetime
    kind: str = Field(description="Such as sale, clearing, payout, payout_back, sale_reversed.")
    text: str = Field(description="For people, in the language of the answer.")
    amount: MoneyOut = Field(description="Below zero when it left the balance.")
    subject: str = Field(description="What it is about, such as order:12 or payout:3.")


class MovementPage(Out):
    items: list[MovementOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class MethodOut(Out):
    """Where money may go. Numbers are masked; methods are added and changed by an owner, on our pages only."""

    id: int
    kind: Literal["bkash", "nagad", "bank", "stripe"]
    status: Literal["new", "proven", "refused"]
    holder: str
    ending: str = Field(description="The masked number.")
    usable_from: datetime | None = Field(description="After a change it rests until then.")


class MethodsOut(Out):
    items: list[MethodOut]


class PayoutsAsked(Paged):
    status: Literal["", "created", "held", "processing", "paid", "failed", "cancelled", "returned"] = ""


class PayoutIn(In):
    currency: str = Field(pattern=CURRENCY)
    method: Id = Field(description="The id of a proven method.")
    amount: int | None = Field(None, ge=1, le=BIGGEST, description="In minor units; without it, all that can be.")

    model_config = ConfigDict(json_schema_extra={"example": {"currency": "BDT", "method": 3, "amount": 250000}})


class CancelIn(In):
    """Nothing needs to be said."""

    model_config = ConfigDict(json_schema_extra={"example": {}})


class WaitsFor(Out):
    code: str
    text: str = Field(description="For people, in the language of the answer.")


class PayoutOut(Out):
    number: str
    status: Status
    status_text: str = Field(description="For people, in the language of the answer.")
    amount: MoneyOut = Field(description="What left the balance.")
    fee: MoneyOut
    sent: MoneyOut = Field(description="What arrives.")
    method: int
    method_text: str
    automatic: bool
    waits_for: list[WaitsFor] = Field(description="Why it is held.")
    reason: str = Field(description="Why it failed, came back or was cancelled.")
    created_at: datetime
    sent_at: datetime | None
    done_at: datetime | None
    url: str


class PayoutPage(Out):
    items: list[PayoutOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


def balance_out(standing: Standing) -> BalanceOut:
    names = ("pending", "available", "owed", "payable", "under_way", "paid")
    return BalanceOut(currency=standing.currency, **{name: money_of(getattr(standing, name)) for name in names})


def movement_out(line: StatementLine) -> MovementOut:
    return MovementOut(
        id=line.leg_id,
        at=line.at,
        kind=line.memo,
        text=line.sentence,
        amount=money_of(line.amount),
        subject=line.subject,
    )


def method_out(method: PayoutMethod) -> MethodOut:
    return MethodOut(
        id=method.pk,
        kind=method.kind,  # type: ignore[arg-type]  # one of the kinds, as the model holds it
        status=method.status,  # type: ignore[arg-type]  # one of the choices, as the model holds it
        holder=method.shown["holder"],
        ending=method.ending,
        usable_from=method.usable_from,
    )


def payout_out(payout: Payout) -> PayoutOut:
    """`payout` with its method and studio loaded."""
    held = [WaitsFor(code=code, text=str(REASONS[code].words)) for code in payout.held_for if code in REASONS]
    return PayoutOut(
        number=payout.number,
        status=payout.status,  # type: ignore[arg-type]  # one of the choices, as the model holds it
        status_text=payout.state_words,
        amount=money_of(payout.money),
        fee=money(payout.fee, payout.currency),
        sent=money_of(payout.sent),
        method=payout.method_id,
        method_text=str(payout.method),
        automatic=payout.automatic,
        waits_for=held,
        reason=payout.reason_words,
        created_at=payout.created_at,
        sent_at=payout.sent_at,
        done_at=payout.done_at,
        url=absolute(reverse("studio-payout", args=[payout.studio.handle, payout.number])),
    )
