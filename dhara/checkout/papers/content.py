"""What a paper says, as it is frozen: names and amounts, no words of ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dhara.checkout.orders.models import Order, OrderLine
from dhara.checkout.orders.queries import part_titles
from dhara.checkout.papers.models import Paper, PaperProfile
from dhara.checkout.refunds.models import Refund, RefundLine
from dhara.money.models import TaxProfile


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
        "tax_id": given.get("tax_id") or order.tax_id,
    }


def sold(lines: Sequence[OrderLine]) -> list[dict[str, Any]]:
    """`before` is a line's price after discounts and without tax; before + tax = gross."""
    parts = part_titles(lines[0].order) if lines else {}
    return [
        _line(line, line.quantity, line.gross, line.tax)
        | {
            "discount": line.discount,
            "tier": " · ".join(part for part in (line.tier_name, *parts.get(line.offer_id, ())) if part),
        }
        for line in lines
    ]


def returned(lines: Iterable[RefundLine]) -> list[dict[str, Any]]:
    """A part of a line's price has no quantity (0)."""
    found = []
    for each in lines:
        quantity = each.line.quantity if each.amount == each.line.gross else 0
        found.append(_line(each.line, quantity, each.amount, each.tax))
    return found


def _line(line: OrderLine, quantity: int, gross: int, tax: int) -> dict[str, Any]:
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


def note(refund: Refund, lines: Sequence[RefundLine], head: dict[str, str], original: Paper) -> dict[str, Any]:
    return {
        "seller": head,
        "buyer": original.content["buyer"],
        "lines": returned(lines),
        "order": refund.order.number,
        "original": {"label": original.label, "issued_at": original.issued_at.isoformat()},
        "reason": refund.reason,
    }
