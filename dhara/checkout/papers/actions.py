"""The verbs of papers: say who a studio is, issue an invoice, issue a credit note."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dhara.checkout.orders.models import Order, OrderLine
from dhara.checkout.orders.queries import bought
from dhara.checkout.papers import content, queries, rules
from dhara.checkout.papers.facts import PaperIssued, PaperProfileSet
from dhara.checkout.papers.models import Paper, PaperProfile
from dhara.checkout.refunds.models import Refund
from dhara.checkout.refunds.rules import FAILED, SUCCEEDED
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid, NotFoundHere, Refused
from dhara.money.tax.queries import profile_of as tax_profile_of
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio


@transaction.atomic
def set_profile(
    studio_id: int,
    *,
    legal_name: str,
    address: str,
    prefix: str = "",
    layout: str = rules.PLAIN,
    signer: str = "",
    signer_title: str = "",
    note: str = "",
    automatic: bool = True,
    by: Actor,
    at: datetime,
) -> PaperProfile:
    """What stands at the head of the studio's papers from now on. Refused: `edit_studio`, Invalid with the field.

    The layout of Mushak 6.3 is for studios that are registered for VAT in Bangladesh, with their BIN.
    """
    require_actor(by, Studio.objects.get(pk=studio_id), "edit_studio")
    told = clean_profile(
        studio_id,
        legal_name=legal_name,
        address=address,
        prefix=prefix,
        layout=layout,
        signer=signer,
        signer_title=signer_title,
        note=note,
    )
    values = {**told, "automatic": automatic, "changed_at": at}
    profile, _new = PaperProfile.objects.update_or_create(studio_id=studio_id, defaults=values)
    record(PaperProfileSet(studio_id), by=by, at=at, studio_id=studio_id)
    return profile


def clean_profile(
    studio_id: int,
    *,
    legal_name: str,
    address: str,
    prefix: str,
    layout: str,
    signer: str,
    signer_title: str,
    note: str,
) -> dict[str, str]:
    """What was typed as it may be kept. Raises Invalid with the field."""
    if layout not in rules.LAYOUTS:
        raise Invalid("layout_unknown", _("Please choose a layout."), "layout")
    if layout == rules.MUSHAK and not queries.has_bin(studio_id):
        message = _("Mushak 6.3 is for studios registered for VAT in Bangladesh: enter your BIN under Tax first.")
        raise Invalid("mushak_without_bin", message, "layout")
    return {
        "legal_name": rules.clean_name(legal_name),
        "address": rules.clean_lines(address, "address"),
        "prefix": rules.clean_prefix(prefix),
        "layout": layout,
        "signer": clean_text(signer)[:80],
        "signer_title": clean_text(signer_title)[:80],
        "note": rules.clean_lines(note, "note"),
    }


def issue_invoice(
    order_id: int, studio_id: int, *, told: dict[str, str] | None = None, by: Actor, at: datetime
) -> Paper:
    """The studio's invoice for its lines of a paid order; the one that is there where there is one.

    `told` is what the buyer wants to stand on it: company, address, tax_id. Raises NotFoundHere where the studio sold
    nothing in the order or gives no invoices, Refused `not_paid` or `nothing_paid`, Invalid for a text that is too
    long. What had gone back before gets its credit notes along with it.
    """
    clean = _told(told) if told else None
    known = Paper.objects.filter(order_id=order_id, studio_id=studio_id, kind=rules.INVOICE).first()
    if known:
        return known
    try:
        with transaction.atomic():
            made = _invoice(order_id, studio_id, clean, by=by, at=at)
            for refund in made.order.refunds.filter(status=SUCCEEDED).order_by("id"):
                issue_credit_notes(refund.pk, by=by, at=at)
            return made
    except IntegrityError:
        # Somebody else issued it at the same moment; the number that was taken here is free again.
        return Paper.objects.get(order_id=order_id, studio_id=studio_id, kind=rules.INVOICE)


def issue_invoices(order_id: int, *, by: Actor, at: datetime) -> list[Paper]:
    """Those of a paid order whose studios give them by themselves. One small query where none does."""
    studio_ids = sorted({line.studio_id for line in bought(order_id) if line.gross})
    where = "t.studio_id = ANY(%s) AND t.automatic"
    givers = rows.load(PaperProfile, where, [studio_ids], tail="ORDER BY t.studio_id") if studio_ids else []
    return [issue_invoice(order_id, giver.studio_id, by=by, at=at) for giver in givers]


@transaction.atomic
def issue_credit_notes(refund_id: int, *, by: Actor, at: datetime) -> list[Paper]:
    """For money that has gone back: one for each studio whose invoice it undoes. Issuing twice is issuing once.

    With each that takes back tax for a tax id that was added after paying comes the corrected invoice.
    """
    refund = _locked(refund_id)
    if refund.status != SUCCEEDED or not refund.amount:
        return []
    originals = queries.in_force(refund)
    made = _notes(rules.CREDIT_NOTE, refund, originals, by=by, at=at)
    return [*made, *_notes(rules.CORRECTED, refund, originals, by=by, at=at)] if refund.tax_id else made


@transaction.atomic
def issue_debit_notes(refund_id: int, *, by: Actor, at: datetime) -> list[Paper]:
    """For money that did not arrive after all: one for each credit note that was given for it."""
    refund = _locked(refund_id)
    if refund.status != FAILED:
        return []
    originals = Paper.objects.filter(refund=refund, kind=rules.CREDIT_NOTE).select_related("studio")
    return _notes(rules.DEBIT_NOTE, refund, originals, by=by, at=at)


def _locked(refund_id: int) -> Refund:
    """The refund as it is once its order is held: an invoice that is being written sees it, or is seen."""
    order_id = Refund.objects.values_list("order_id", flat=True).get(pk=refund_id)
    Order.objects.select_for_update(no_key=True).get(pk=order_id)
    return Refund.objects.select_related("order").get(pk=refund_id)


def _notes(kind: str, refund: Refund, originals: Iterable[Paper], *, by: Actor, at: datetime) -> list[Paper]:
    lines = list(refund.lines.select_related("line").order_by("id"))
    done = set(Paper.objects.filter(refund=refund, kind=kind).values_list("studio_id", flat=True))
    made = []
    for original in sorted(originals, key=lambda paper: paper.studio_id):
        own = [line for line in lines if line.studio_id == original.studio_id and line.amount]
        if own and original.studio_id not in done:
            profile = PaperProfile.objects.select_related("studio").get(studio=original.studio)
            head = content.seller(profile, tax_profile_of(original.studio_id))
            says = content.note(kind, refund, own, head, original)
            made.append(_issued(kind, profile, refund.order, refund, says, by=by, at=at))
    return made


def _invoice(order_id: int, studio_id: int, told: dict[str, str] | None, *, by: Actor, at: datetime) -> Paper:
    order = Order.objects.select_for_update(no_key=True).filter(pk=order_id).first()
    profile = PaperProfile.objects.select_related("studio").filter(studio_id=studio_id).first()
    lines = list(OrderLine.objects.filter(order_id=order_id, studio_id=studio_id))
    if order is None or profile is None or not lines:
        raise NotFoundHere()
    if order.paid_at is None:
        raise Refused("not_paid", _("An invoice is given when the order is paid."))
    if not any(line.gross for line in lines):
        raise Refused("nothing_paid", _("Nothing was paid for this, so there is nothing to invoice."))
    head = content.seller(profile, tax_profile_of(studio_id))
    says = content.invoice(order, lines, head, told)
    return _issued(rules.INVOICE, profile, order, None, says, by=by, at=at)


def _issued(
    kind: str,
    profile: PaperProfile,
    order: Order,
    refund: Refund | None,
    says: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> Paper:
    studio = profile.studio
    year = queries.year_of(at, studio)
    number = _next(studio, kind, year)
    paper = Paper.objects.create(
        studio=studio,
        order=order,
        refund=refund,
        kind=kind,
        year=year,
        number=number,
        label=rules.label(kind, profile.prefix, year, number),
        layout=_layout(kind, profile, order, says),
        currency=order.currency,
        gross=sum(line["gross"] for line in says["lines"]),
        tax=sum(line["tax"] for line in says["lines"]),
        country=order.country,
        content=says,
        issued_at=at,
    )
    record(PaperIssued(order.pk, paper.pk, kind, paper.label), by=by, at=at, studio_id=studio.pk)
    return paper


def _layout(kind: str, profile: PaperProfile, order: Order, says: dict[str, Any]) -> str:
    """Mushak 6.3 is an invoice in taka of somebody with a BIN."""
    fits = kind == rules.INVOICE and order.currency == "BDT" and says["seller"]["tax_id"]
    return profile.layout if fits else rules.PLAIN


def _next(studio: Studio, kind: str, year: int) -> int:
    """The next number; the row stays locked until the paper is written, and gives it back when it is not."""
    with rows.cursor() as cursor:
        cursor.execute(_TAKE, [studio.pk, kind, year])
        return int(cursor.fetchone()[0])


_TAKE = """
INSERT INTO checkout_paperseries (studio_id, kind, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (studio_id, kind, year) DO UPDATE SET last = checkout_paperseries.last + 1 RETURNING last
"""


def _told(given: dict[str, str]) -> dict[str, str]:
    company = clean_text(given.get("company", ""))
    if len(company) > 160:
        raise Invalid("company_long", _("Please keep it below 160 letters."), "company")
    tax_id = clean_text(given.get("tax_id", ""))
    if len(tax_id) > 40:
        raise Invalid("tax_id_long", _("Please keep it shorter."), "tax_id")
    return {"company": company, "address": rules.clean_lines(given.get("address", ""), "address"), "tax_id": tax_id}
