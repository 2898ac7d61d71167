"""Invoices, credit and debit notes, and what stands at their head."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import Asked, In, MoneyOut, Out, QueryYear, absolute, money, money_of
from dhara.api.v1.schemas.market import Paged
from dhara.checkout.models import Paper, PaperProfile

TEXT = r"^[^\x00-\x09\x0b-\x1f\x7f]*$"


class PapersAsked(Paged):
    year: QueryYear | None = Field(None, description="Of the studio's own calendar.")


class PdfAsked(Asked):
    language: Literal["bn", "en"] = Field("en", description="Mushak 6.3 is Bengali in any case.")


class PaperLineOut(Out):
    title: str
    tier: str
    quantity: int = Field(description="0 for a part of a line that went back.")
    before_tax: MoneyOut
    tax_name: str
    tax_bp: int = Field(description="Hundredths of a percent.")
    tax: MoneyOut
    reverse_charge: bool = Field(False, description="Whether the buyer owes the tax at home.")
    total: MoneyOut


class PaperBuyerOut(Out):
    name: str
    email: str
    company: str
    address: str
    country: str
    region: str = Field("", description="ISO 3166-2, where the tax depended on it.")
    tax_id: str


class PaperOut(Out):
    """`total` and `tax` are positive for every kind; a credit note takes them off."""

    id: int
    kind: Literal["invoice", "credit_note", "debit_note", "corrected"]
    number: str = Field(examples=["INV-2026-00042"])
    order: str
    refers_to: str | None = Field(description="The number of the paper that a note changes.")
    issued_at: datetime
    total: MoneyOut
    tax: MoneyOut
    lines: list[PaperLineOut]
    buyer: PaperBuyerOut | None = Field(description="null where your role may not see buyers.")
    pdf: str = Field(description="Ask it with the same key; `language` is bn or en.")


class PaperPage(Out):
    items: list[PaperOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class PaperProfileIn(In):
    legal_name: str = Field(min_length=1, max_length=160, pattern=TEXT)
    address: str = Field("", max_length=400, pattern=TEXT, description="Line by line.")
    prefix: str = Field("", max_length=8, pattern=r"^[A-Za-z0-9]*$")
    layout: Literal["plain", "mushak"] = Field("plain", description="`mushak` only with a BIN.")
    signer: str = Field("", max_length=80, pattern=TEXT)
    signer_title: str = Field("", max_length=80, pattern=TEXT)
    note: str = Field("", max_length=400, pattern=TEXT)
    automatic: bool = Field(True, description="Each paid order gets its invoice by itself.")

    model_config = ConfigDict(json_schema_extra={"example": {"legal_name": "Nadia Prints", "address": "Dhaka 1207"}})


class PaperProfileOut(Out):
    legal_name: str
    address: str
    prefix: str
    layout: Literal["plain", "mushak"]
    signer: str
    signer_title: str
    note: str
    automatic: bool
    changed_at: datetime


def paper_out(paper: Paper, handle: str, *, with_buyers: bool) -> PaperOut:
    said = paper.content
    return PaperOut(
        id=paper.pk,
        kind=paper.kind,  # type: ignore[arg-type]  # one of the choices, as the model holds it
        number=paper.label,
        order=said["order"],
        refers_to=said["original"]["label"] if "original" in said else None,
        issued_at=paper.issued_at,
        total=money_of(paper.money),
        tax=money_of(paper.tax_money),
        lines=[_line(each, paper.currency) for each in said["lines"]],
        buyer=PaperBuyerOut(**said["buyer"]) if with_buyers else None,
        pdf=absolute(f"/api/v1/studios/{handle}/papers/{paper.pk}/pdf"),
    )


def _line(said: dict[str, Any], code: str) -> PaperLineOut:
    return PaperLineOut(
        title=said["title"],
        tier=said["tier"],
        quantity=said["quantity"],
        before_tax=money(said["before"], code),
        tax_name=said["tax_name"],
        tax_bp=said["tax_bp"],
        tax=money(said["tax"], code),
        reverse_charge=said.get("reverse", False),
        total=money(said["gross"], code),
    )


def profile_out(profile: PaperProfile) -> PaperProfileOut:
    return PaperProfileOut(**{name: getattr(profile, name) for name in PaperProfileOut.model_fields})
