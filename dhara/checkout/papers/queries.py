"""Reads: papers of a studio, of an order, and what a year comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from dhara.checkout.orders.models import Order, OrderLine
from dhara.checkout.papers import rules
from dhara.checkout.papers.models import Paper, PaperProfile, PaperSeries
from dhara.checkout.refunds.models import Refund
from dhara.kit.currency import Money
from dhara.money.tax.queries import profile_of as tax_profile_of
from dhara.people.models import Studio

PAGE = 50


def profile_of(studio_id: int) -> PaperProfile | None:
    return PaperProfile.objects.filter(studio_id=studio_id).first()


def profiles(studio_ids: Iterable[int]) -> dict[int, PaperProfile]:
    """Those of the studios that give papers."""
    return {each.studio_id: each for each in PaperProfile.objects.filter(studio_id__in=set(studio_ids))}


def has_bin(studio_id: int) -> bool:
    """Whether the studio is registered for VAT in Bangladesh, with its number."""
    tax = tax_profile_of(studio_id)
    return tax is not None and tax.registered and tax.country == "BD" and bool(tax.tax_id)


def of_studio(studio: Studio, *, year: int | None = None) -> QuerySet[Paper]:
    """A studio's papers, the latest first."""
    papers = Paper.objects.filter(studio=studio, **({"year": year} if year else {}))
    return papers.select_related("order").order_by("-id")


def of_order(order: Order, studio: Studio | None = None) -> list[Paper]:
    """All papers of an order, for its buyer, or those of one studio; by studio, the invoice first."""
    papers = Paper.objects.filter(order=order, **({"studio": studio} if studio else {}))
    return list(papers.select_related("studio").order_by("studio_id", "id"))


def in_force(refund: Refund) -> list[Paper]:
    """What a refund's notes refer to: each studio's corrected invoice where one came before it, else the invoice."""
    kinds = [rules.INVOICE, rules.CORRECTED]
    found = Paper.objects.filter(order=refund.order, kind__in=kinds).select_related("studio", "refund").order_by("id")
    counting = (each for each in found if each.refund is None or (each.refund.live and each.refund.pk < refund.pk))
    return list({each.studio_id: each for each in counting}.values())


def may_be_invoiced(order: Order, lines: Iterable[OrderLine], papers: Iterable[Paper]) -> set[int]:
    """Ids of the studios that give invoices, sold something for money in the order, and have not given theirs yet."""
    paid = {line.studio_id for line in lines if line.gross} if order.paid_at is not None else set()
    open_ones = paid - {paper.studio_id for paper in papers if paper.kind == rules.INVOICE}
    return set(profiles(open_ones)) if open_ones else set()


def one_of_studio(studio: Studio, paper_id: int) -> Paper | None:
    return Paper.objects.filter(studio=studio, pk=paper_id).select_related("studio").first()


def years(studio: Studio) -> list[int]:
    return list(Paper.objects.filter(studio=studio).order_by("-year").values_list("year", flat=True).distinct())


def year_of(at: datetime, studio: Studio) -> int:
    """The year by the studio's own calendar."""
    return at.astimezone(ZoneInfo(studio.time_zone)).year


def next_label(studio: Studio, prefix: str, at: datetime) -> str:
    """What the next invoice would be called."""
    year = year_of(at, studio)
    series = PaperSeries.objects.filter(studio=studio, kind=rules.INVOICE, year=year).first()
    return rules.label(rules.INVOICE, prefix, year, (series.last if series else 0) + 1)


@dataclass(frozen=True)
class Row:
    """What one rate of one tax comes to in a month (1–12) in one currency; credit notes are taken off.

    `reverse`: without tax, as the buyers owe it at home.
    """

    month: int
    currency: str
    tax_name: str
    tax_bp: int
    reverse: bool
    before: Money
    tax: Money
    gross: Money


def report(studio: Studio, year: int) -> list[Row]:
    """The year for the accountant, by month, currency and rate. Reads the papers one by one: memory stays small."""
    zone = ZoneInfo(studio.time_zone)
    sums: dict[tuple[int, str, str, int, bool], list[int]] = {}
    for paper in of_studio(studio, year=year).iterator(500):
        sign = rules.SIGNS[paper.kind]
        month = paper.issued_at.astimezone(zone).month
        for line in paper.content["lines"]:
            key = (month, paper.currency, line["tax_name"], line["tax_bp"], line.get("reverse", False))
            row = sums.setdefault(key, [0, 0, 0])
            for place, name in enumerate(("before", "tax", "gross")):
                row[place] += sign * line[name]
    return [
        Row(*key, *(Money(amount, key[1]) for amount in sums[key]))  # the key's second is the currency
        for key in sorted(sums)
    ]


def rows_of(studio: Studio, year: int, reverse: str) -> Iterator[list[str]]:
    """Every line of every paper of the year as raw texts, oldest first; the last three are amounts.

    `reverse` is how a tax is called that the buyer owes, with %(tax)s in it.
    """
    zone = ZoneInfo(studio.time_zone)
    for paper in of_studio(studio, year=year).order_by("id").iterator(500):
        sign = rules.SIGNS[paper.kind]
        buyer = paper.content["buyer"]
        for line in paper.content["lines"]:
            amounts = (Money(sign * line[name], paper.currency).decimal() for name in ("before", "tax", "gross"))
            yield [
                paper.label,
                paper.kind,
                paper.issued_at.astimezone(zone).strftime("%Y-%m-%d"),
                paper.content["order"],
                buyer["company"] or buyer["name"],
                buyer.get("region") or buyer["country"],
                buyer["tax_id"],
                line["title"],
                str(line["quantity"] or ""),
                paper.currency,
                reverse % {"tax": line["tax_name"]} if line.get("reverse") else line["tax_name"],
                f"{line['tax_bp'] / 100:g}",
                *(str(amount) for amount in amounts),
            ]
