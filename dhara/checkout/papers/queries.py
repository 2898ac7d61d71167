"""Reads: papers of a studio, of an order, and what a year comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from dhara.checkout.orders.models import Order
from dhara.checkout.papers import rules
from dhara.checkout.papers.models import Paper, PaperProfile
from dhara.kit.currency import Money
from dhara.people.models import Studio

PAGE = 50


def profile_of(studio_id: int) -> PaperProfile | None:
    return PaperProfile.objects.filter(studio_id=studio_id).first()


def profiles(studio_ids: Iterable[int]) -> dict[int, PaperProfile]:
    """Those of the studios that give papers."""
    return {each.studio_id: each for each in PaperProfile.objects.filter(studio_id__in=set(studio_ids))}


def of_studio(studio: Studio, *, year: int | None = None) -> QuerySet[Paper]:
    """A studio's papers, the latest first."""
    papers = Paper.objects.filter(studio=studio, **({"year": year} if year else {}))
    return papers.select_related("order").order_by("-id")


def of_order(order: Order) -> list[Paper]:
    """All papers of an order, for its buyer; by studio, the invoice first."""
    return list(Paper.objects.filter(order=order).select_related("studio").order_by("studio_id", "id"))


def years(studio: Studio) -> list[int]:
    return list(Paper.objects.filter(studio=studio).order_by("-year").values_list("year", flat=True).distinct())


def year_of(at: datetime, studio: Studio) -> int:
    """The year by the studio's own calendar."""
    return at.astimezone(ZoneInfo(studio.time_zone)).year


@dataclass(frozen=True)
class Row:
    """What one rate of one tax comes to in a month (1–12) in one currency; credit notes are taken off."""

    month: int
    currency: str
    tax_name: str
    tax_bp: int
    before: Money
    tax: Money
    gross: Money


def report(studio: Studio, year: int) -> list[Row]:
    """The year for the accountant, by month, currency and rate. Reads the papers one by one: memory stays small."""
    zone = ZoneInfo(studio.time_zone)
    sums: dict[tuple[int, str, str, int], list[int]] = {}
    for paper in of_studio(studio, year=year).iterator(500):
        sign = rules.SIGNS[paper.kind]
        month = paper.issued_at.astimezone(zone).month
        for line in paper.content["lines"]:
            row = sums.setdefault((month, paper.currency, line["tax_name"], line["tax_bp"]), [0, 0, 0])
            for place, name in enumerate(("before", "tax", "gross")):
                row[place] += sign * line[name]
    return [
        Row(month, code, name, bp, *(Money(amount, code) for amount in sums[month, code, name, bp]))
        for month, code, name, bp in sorted(sums)
    ]


def rows_of(studio: Studio, year: int) -> Iterator[list[str]]:
    """Every line of every paper of the year, for a spreadsheet, oldest first."""
    zone = ZoneInfo(studio.time_zone)
    for paper in of_studio(studio, year=year).order_by("id").iterator(500):
        sign = rules.SIGNS[paper.kind]
        buyer = paper.content["buyer"]
        for line in paper.content["lines"]:
            amounts = (Money(sign * line[name], paper.currency).decimal() for name in ("before", "tax", "gross"))
            yield [
                paper.label,
                str(rules.KINDS[paper.kind]),
                paper.issued_at.astimezone(zone).strftime("%Y-%m-%d"),
                paper.content["order"],
                buyer["company"] or buyer["name"],
                buyer["country"],
                buyer["tax_id"],
                line["title"],
                str(line["quantity"]),
                paper.currency,
                line["tax_name"],
                f"{line['tax_bp'] / 100:g}",
                *(str(amount) for amount in amounts),
            ]
