"""What a paper says, as it is frozen: names and amounts, no words of ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dhara.checkout.orders.models import Order, OrderLine
from dhara.checkout.orders.queries import part_titles
from dhara.checkout.papers import rules
from dhara.checkout.papers.models import Paper, PaperProfile
from dhara.checkout.refunds.models import Refund, RefundLine
from dhara.money.models import TaxProfile
from dhara.money.tax.rules import EU


def seller(profile: PaperProfile, tax: TaxProfile | None) -> dict[str, str]:
    return {
        "name": profile.legal_name,
        "address": profile.address,
        "country": tax.country if tax else "",
        "tax_id": tax.tax_id if tax and tax.registered else "",
        "signer": profile.signer,
        "signer_title": profile.signer_title,
        "note": profile.note,
    }


def buyer(order: Order, told: dict[str, str] | None = None) -> dict[str, str]:
    """Who bought; `told` is what the buyer wants on the invoice beyond the order: company, address, tax_id."""
    given = told or {}
    return {
        "name": order.name,
        "email": order.email,
        "company": given.get("company", ""),
        "address": given.get("address", ""),
        "country": order.country,
        "region": order.region,
        "tax_id": given.get("tax_id") or order.tax_id,
    }


def sold(lines: Sequence[OrderLine]) -> list[dict[str, Any]]:
    """`before` is a line's price after discounts and without tax; before + tax = gross."""
    parts = part_titles(lines[0].order) if lines else {}
    return [
        _line(line, line.quantity, line.gross, line.tax, reverse=not line.tax and _reverse(line, line.order))
        | {
            "discount": line.discount,
            "tier": " · ".join(_named(line, parts.get(line.offer_id, []))),
        }
        for line in lines
    ]


def _named(line: OrderLine, parts: Sequence[str]) -> list[str]:
    besides = [f"+ {title}" for title, _minor in line.besides]
    return [part for part in (line.tier_name, *parts, *besides) if part]


def returned(lines: Iterable[RefundLine], order: Order) -> list[dict[str, Any]]:
    """A part of a line's price has no quantity (0). Where the tax alone goes back the whole line is taken back."""
    found = []
    for each in lines:
        gross = each.amount + each.untaxed
        quantity = each.line.quantity if gross == each.line.gross else 0
        found.append(_line(each.line, quantity, gross, each.tax, reverse=not each.tax and _reverse(each.line, order)))
    return found


def corrected(lines: Iterable[RefundLine], sign: int = 1) -> list[dict[str, Any]]:
    """What takes the place of lines whose tax went back; with sign -1 it is withdrawn."""
    found = []
    for each in lines:
        whole = sign > 0 and each.amount + each.untaxed == each.line.gross
        quantity = each.line.quantity if whole else 0
        found.append(_line(each.line, quantity, sign * each.untaxed, 0, reverse=True))
    return found


def _reverse(line: OrderLine, order: Order) -> bool:
    """Whether the buyer owes the tax of the line at home: it has a rate, and a tax id kept it from being charged."""
    return bool(line.tax_bp and line.gross and order.tax_id) and order.country in EU


def _line(line: OrderLine, quantity: int, gross: int, tax: int, *, reverse: bool = False) -> dict[str, Any]:
    said = _words(line, quantity, gross, tax)
    return {**said, "tax_bp": 0, "reverse": True} if reverse else said


def _words(line: OrderLine, quantity: int, gross: int, tax: int) -> dict[str, Any]:
    return {
        "title": line.title,
        "tier": line.tier_name,
        "quantity": quantity,
        "before": gross - tax,
        "tax_name": line.tax_name,
        "tax_bp": line.tax_bp,
        "tax": tax,
        "gross": gross,
    }


def invoice(
    order: Order, lines: Sequence[OrderLine], head: dict[str, str], told: dict[str, str] | None
) -> dict[str, Any]:
    return {"seller": head, "buyer": buyer(order, told), "lines": sold(lines), "order": order.number}


def note(
    kind: str, refund: Refund, lines: Sequence[RefundLine], head: dict[str, str], original: Paper
) -> dict[str, Any]:
    """A credit note, a debit note, or the corrected invoice for a tax id that was added after paying."""
    buyer = original.content["buyer"]
    if kind == rules.CORRECTED:
        said = corrected(lines)
    else:
        withdrawn = corrected(lines, -1) if kind == rules.DEBIT_NOTE and refund.tax_id else []
        said = [*returned(lines, refund.order), *withdrawn]
    return {
        "seller": head,
        "buyer": {**buyer, "tax_id": refund.tax_id} if refund.tax_id else buyer,
        "late_id": refund.tax_id,
        "lines": said,
        "order": refund.order.number,
        "original": {"label": original.label, "issued_at": original.issued_at.isoformat()},
        "reason": refund.reason,
    }
