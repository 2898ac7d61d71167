"""Money back to buyers, who asks for it, and disputes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import BIGGEST, LINE, Id, In, MoneyOut, Out, money, money_of
from dhara.api.v1.schemas.market import Paged
from dhara.checkout.models import Order, Refund, RefundLine, RefundRequest
from dhara.money.disputes.queries import may_be_answered
from dhara.money.models import Dispute

TEXT = r"^[^\x00]*$"
AccessAfter = Literal["auto", "keep", "end"]
ACCESS = "Whether the buyer may go on using it: `auto` ends it where nothing is left of the line."
# What the action calls them.
REVOKES = {"auto": None, "keep": False, "end": True}


class RefundLineIn(In):
    tier: Id = Field(description="The tier of the order's line.")
    amount: int | None = Field(
        None, ge=0, le=BIGGEST, description="In minor units; null for all that is left. 0 for what was free."
    )


class RefundIn(In):
    order: str = Field(pattern=r"^D-[0-9A-Z]{4}-[0-9A-Z]{4}$", description="The order's number.")
    lines: list[RefundLineIn] = Field(min_length=1, max_length=20)
    reason: str = Field("", max_length=1000, pattern=TEXT, description="The buyer reads it.")
    access: AccessAfter = Field("auto", description=ACCESS)
    restock: bool = Field(False, description="Whether the copies can be sold again.")

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "order": "D-7K4Q-2M8T",
                "lines": [{"tier": 12, "amount": 20000}],
                "reason": "One of the files was broken.",
                "access": "auto",
            }
        }
    )


class RefundLineOut(Out):
    tier: int
    title: str
    amount: MoneyOut
    borne: MoneyOut | None = Field(
        description="What the studio gives, fees that stay included; null without the right."
    )


class RefundOut(Out):
    id: int
    order: str
    status: Literal["pending", "succeeded", "failed", "cancelled"]
    status_text: str = Field(description="For people, in the language of the answer.")
    amount: MoneyOut = Field(description="Of this studio's lines.")
    reason: str
    tax_id: str = Field(description="The tax id that was added after paying, where only the tax goes back; else empty.")
    dispute: int | None = Field(description="The dispute in which the bank took it.")
    created_at: datetime
    lines: list[RefundLineOut]


class RefundPage(Out):
    items: list[RefundOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class RefundsAsked(Paged):
    pass


class RequestsAsked(Paged):
    status: Literal["", "open", "accepted", "declined", "lapsed", "withdrawn"] = ""


class RequestIn(In):
    tier: Id = Field(description="The tier of the order's line.")
    reason: str = Field(min_length=1, max_length=1000, pattern=TEXT)

    model_config = ConfigDict(json_schema_extra={"example": {"tier": 12, "reason": "The file does not open."}})


class AcceptIn(In):
    amount: int | None = Field(None, ge=0, le=BIGGEST, description="In minor units; null for all that is left.")
    access: AccessAfter = Field("auto", description=ACCESS)
    answer: str = Field("", max_length=1000, pattern=TEXT, description="A word to the buyer.")

    model_config = ConfigDict(json_schema_extra={"example": {"amount": 20000, "answer": "Sorry for the broken file."}})


class DeclineIn(In):
    answer: str = Field(min_length=1, max_length=1000, pattern=TEXT, description="Why; the buyer reads it.")

    model_config = ConfigDict(json_schema_extra={"example": {"answer": "You have used it for a year."}})


class RequestOut(Out):
    id: int
    order: str
    tier: int
    title: str
    status: Literal["open", "accepted", "declined", "lapsed", "withdrawn"]
    status_text: str = Field(description="For people, in the language of the answer.")
    promised: bool = Field(description="Whether it is within what the studio promises.")
    reason: str
    answer: str
    answer_by: datetime
    refund: int | None
    created_at: datetime


class RequestPage(Out):
    items: list[RequestOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class DisputesAsked(Paged):
    pass


class AnswerIn(In):
    statement: str = Field("", max_length=4000, pattern=TEXT, description="What you know about it, best in English.")
    hand_in: bool = Field(False, description="Hand it in now: nothing can be changed from then on.")

    model_config = ConfigDict(
        json_schema_extra={"example": {"statement": "The buyer thanked us by mail on 3 March.", "hand_in": True}}
    )


class DisputeOut(Out):
    id: int
    order: str
    gateway: str
    reference: str = Field(pattern=LINE, description="The gateway's name for the case.")
    status: Literal["early_warning", "needs_response", "under_review", "won", "lost", "prevented"]
    status_text: str = Field(description="For people, in the language of the answer.")
    reason: str
    reason_text: str
    amount: MoneyOut
    fee: MoneyOut
    answer_by: datetime | None
    answerable: bool
    handed_in_at: datetime | None
    created_at: datetime


class DisputePage(Out):
    items: list[DisputeOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


def refund_out(made: Refund, *, with_money: bool) -> RefundOut:
    """`made` as `refunds.queries.of_studio` loads it."""
    lines: list[RefundLine] = made.own  # type: ignore[attr-defined]
    return RefundOut(
        id=made.pk,
        order=made.order.number,
        status=made.status,  # type: ignore[arg-type]  # one of the choices, as the model holds it
        status_text=made.state_words,
        amount=money(sum(each.amount for each in lines), made.currency),
        reason=made.reason,
        tax_id=made.tax_id,
        dispute=made.dispute_id,
        created_at=made.created_at,
        lines=[
            RefundLineOut(
                tier=each.line.tier_id,
                title=each.line.title,
                amount=money(each.amount, made.currency),
                borne=money(each.borne, made.currency) if with_money else None,
            )
            for each in lines
        ],
    )


def request_out(asked: RefundRequest) -> RequestOut:
    return RequestOut(
        id=asked.pk,
        order=asked.order.number,
        tier=asked.line.tier_id,
        title=asked.line.title,
        status=asked.status,  # type: ignore[arg-type]  # one of the choices, as the model holds it
        status_text=asked.state_words,
        promised=asked.within,
        reason=asked.reason,
        answer=asked.answer,
        answer_by=asked.answer_by,
        refund=asked.refund_id,
        created_at=asked.created_at,
    )


def dispute_out(found: Dispute, order: Order) -> DisputeOut:
    return DisputeOut(
        id=found.pk,
        order=order.number,
        gateway=found.gateway,
        reference=found.ref,
        status=found.status,  # type: ignore[arg-type]  # one of the choices, as the model holds it
        status_text=found.state_words,
        reason=found.reason,
        reason_text=found.why,
        amount=money_of(found.money),
        fee=money(found.fee, found.currency),
        answer_by=found.answer_by,
        answerable=may_be_answered(found),
        handed_in_at=found.handed_in_at,
        created_at=found.created_at,
    )
