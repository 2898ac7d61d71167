"""The evidence as PDF and as texts for the bank's form, in English, which banks read.

What people typed reaches typst as JSON data and is never read as code.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from dhara.checkout.orders import receipt
from dhara.delivery.evidence.queries import Evidence
from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_moment
from dhara.kit.typesetting import typeset
from dhara.money.disputes.queries import exhibits_of

_HERE = Path(__file__).resolve().parents[1]
TEMPLATE = _HERE / "templates" / "delivery" / "evidence" / "evidence.typ"


def pdf(found: Evidence, *, at: datetime) -> bytes:
    """The file that is handed in."""
    return typeset(TEMPLATE, content(found, at), root=_HERE, fonts=receipt.FONTS)


def content(found: Evidence, at: datetime) -> dict[str, Any]:
    order, dispute = found.order, found.dispute
    return {
        "site": settings.SITE_NAME,
        "title": f"Evidence: payment of order {order.number}",
        "made": f"Made on {_moment(at)} from the records of {settings.SITE_NAME}.",
        "case": [
            ["Case at the bank", dispute.ref],
            ["Amount in dispute", dispute.money.display("en", exact=True)],
            ["Reason given", dispute.why],
            ["Order", f"{order.number}, made {_moment(order.created_at)}"],
            ["Paid", f"{_moment(order.paid_at)}, {Money(order.total, order.currency).display('en', exact=True)}"],
            ["Buyer", f"{order.name} <{order.email}>" + (f", {order.phone}" if order.phone else "")],
        ],
        "sections": [section for section in _sections(found) if section["rows"] or section["words"]],
    }


def _sections(found: Evidence) -> list[dict[str, Any]]:
    code = found.order.currency
    sold = [
        [line.title, f"by {line.studio.name}", f"× {line.quantity}", Money(line.gross, code).display("en", exact=True)]
        for line in found.lines
    ]
    given = [
        [_moment(grant.granted_at), f"Access to “{grant.offer.title}” was given to {grant.email}"]
        for grant in found.grants
    ]
    fetched = [[_moment(each.at), each.what, each.ip or "address not recorded", each.agent] for each in found.downloads]
    downloads = "What the receiver of the gift downloaded" if found.gift else "What the buyer downloaded"
    letters = [
        [_moment(each.sent_at or each.created_at), each.subject, f"to {each.to_email}"] for each in found.letters
    ]
    asked = [[_moment(each.created_at), each.reason, str(each.status), each.answer] for each in found.requests]
    back = [[_moment(each.created_at), each.money.display("en", exact=True), each.reason] for each in found.refunds]
    return [
        _section("What was bought", rows=sold),
        _section("What the sellers say", words=list(found.statements.values())),
        _section("The gift, and whom it reached", rows=_gift(found)),
        _section("What was handed over", rows=given),
        _section(downloads, rows=fetched, words=[] if fetched else ["No download was recorded."]),
        _section("Letters to the buyer", rows=letters),
        _section("The terms for refunds when it was bought", words=_terms(found)),
        _section("Requests for a refund, and the answers", rows=asked),
        _section("What was given back before", rows=back),
    ]


def _section(title: str, *, rows: list[list[str]] | None = None, words: list[str] | None = None) -> dict[str, Any]:
    return {"title": title, "rows": rows or [], "words": words or []}


def _gift(found: Evidence) -> list[list[str]]:
    """How what was paid for came to the one it was paid for, in the order of time."""
    gift = found.gift
    if gift is None:
        return []
    told = [(gift.created_at, f"{found.order.name} ordered it as a gift for somebody else")]
    if gift.corrected_at:
        told.append((gift.corrected_at, f"The buyer corrected the address to {gift.email}"))
    told += [(each.sent_at or each.created_at, f"The gift was sent to {each.to_email}") for each in found.gift_letters]
    if gift.opened_at:
        told.append((gift.opened_at, f"{gift.name} <{gift.email}> opened the gift"))
    rows = [[_moment(at), words] for at, words in sorted(told, key=lambda row: row[0])]
    if gift.sent_at is None:
        rows.append([_moment(gift.due_at), f"The day that the buyer chose for it to be sent to {gift.email}"])
    return rows


def _terms(found: Evidence) -> list[str]:
    names = {line.studio_id: line.studio.name for line in found.lines}
    told = []
    for studio_id, terms in found.terms.items():
        promise = f"{terms.days} days" if terms.days else "no refund promised; the seller decides"
        told.append(f"{names[studio_id]}: {promise}." + (f" {terms.text}" if terms.text else ""))
    return told


def texts(found: Evidence) -> dict[str, str]:
    """For the bank's form, by the names that card networks use."""
    order = found.order
    # Who downloads a gift is not who paid for it.
    first = None if found.gift else next((each for each in found.downloads if each.ip), None)
    log = [" ".join(row) for row in _gift(found)]
    log += [f"{_moment(each.at)} {each.what} {each.ip} {each.agent}".strip() for each in found.downloads]
    named = {
        "customer_name": order.name,
        "customer_email_address": order.email,
        "customer_purchase_ip": first.ip if first else "",
        "product_description": "; ".join(f"{line.title} by {line.studio.name}" for line in found.lines),
        "service_date": order.paid_at.strftime("%Y-%m-%d") if order.paid_at else "",
        "access_activity_log": "\n".join(log),
        "refund_policy_disclosure": "\n".join(_terms(found)),
        "uncategorized_text": "\n\n".join(found.statements.values()),
    }
    return {name: text for name, text in named.items() if text}


def files(found: Evidence, *, at: datetime) -> dict[str, bytes]:
    """The evidence, the receipt, and what the sellers added; by the names that card networks use."""
    made = {"uncategorized_file": pdf(found, at=at), "receipt": receipt.pdf(found.order, "en")}
    for place, each in zip(
        ("service_documentation", "customer_communication"), exhibits_of(found.dispute), strict=False
    ):
        with each.stored.open() as stored:
            made[place] = stored.read()
    return made


def _moment(at: datetime | None) -> str:
    return show_moment(at, "en") if at else "–"
