"""Sales of a studio: totals, their series, the best offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import TruncDate

from dhara.catalog.models import Offer, Tier
from dhara.checkout.models import LineShare, OrderLine, RefundLine
from dhara.checkout.refunds.rules import LIVE
from dhara.delivery.gigs.rules import GIG
from dhara.delivery.models import DownloadFile
from dhara.insights.income.rules import Progress
from dhara.kit import clock
from dhara.kit.currency import Money
from dhara.people.models import Studio


@dataclass(frozen=True)
class Sales:
    """What was sold in one currency: `gross` as buyers paid, less what was `refunded` (lost disputes among it).

    `net` is the studio's share, less all that refunds cost it: fees that did not come back too.
    """

    currency: str
    orders: int
    gross: Money
    net: Money
    refunded: Money


@dataclass(frozen=True)
class Bucket:
    """A bar of the chart: its first and last day, and the gross sales within."""

    first: date
    last: date
    gross: Money
    orders: int


@dataclass(frozen=True)
class Bestseller:
    offer_id: int
    title: str
    copies: int
    gross: Money


def _sold(studio: Studio, start: datetime, end: datetime) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(studio=studio, paid_at__gte=start, paid_at__lt=end)


def totals(studio: Studio, start: datetime, end: datetime) -> list[Sales]:
    """One row per currency sold in, the studio's own currency first. One query."""
    rows = (
        _sold(studio, start, end)
        .annotate(borne=Case(When(refunded__gt=0, then=_borne()), default=0))
        .values("order__currency")
        .annotate(
            n=Count("order", distinct=True),
            sum=Sum(F("gross") - F("refunded")),
            share=Sum(F("net") - F("borne")),
            back=Sum("refunded"),
        )
        .order_by("order__currency")
    )
    sales = [
        Sales(
            row["order__currency"],
            row["n"],
            Money(row["sum"], row["order__currency"]),
            Money(row["share"], row["order__currency"]),
            Money(row["back"], row["order__currency"]),
        )
        for row in rows
    ]
    return sorted(sales, key=lambda each: each.currency != studio.currency)


def _borne() -> Subquery:
    """What the refunds of a line cost its studio, asked only where there was one."""
    borne = F("net") + F("gateway_kept") + F("platform_kept") + F("dispute_fee")
    live = RefundLine.objects.filter(line=OuterRef("pk"), refund__status__in=LIVE).order_by()
    return Subquery(live.values("line").annotate(sum=Sum(borne)).values("sum"))


def shared_by_offer(studio: Studio) -> dict[int, list[tuple[int, Money]]]:
    """What the studio got as a collaborator: by offer of others, (sales, its part less refunds) per currency.

    One query; nothing of the buyers.
    """
    rows = (
        LineShare.objects.filter(studio=studio, paid_at__isnull=False)
        .values("line__offer_id", "line__order__currency")
        .annotate(n=Count("id"), sum=Sum(F("amount") - F("refunded")))
        .order_by("line__offer_id", "line__order__currency")
    )
    found: dict[int, list[tuple[int, Money]]] = {}
    for row in rows:
        amount = Money(row["sum"], row["line__order__currency"])
        found.setdefault(row["line__offer_id"], []).append((row["n"], amount))
    return found


def shared(studio: Studio, start: datetime, end: datetime) -> dict[str, Money]:
    """The studio's parts of others' sales in a period, less refunds, by currency. One query."""
    rows = (
        LineShare.objects.filter(studio=studio, paid_at__gte=start, paid_at__lt=end)
        .values("line__order__currency")
        .annotate(sum=Sum(F("amount") - F("refunded")))
        .order_by("line__order__currency")
    )
    return {row["line__order__currency"]: Money(row["sum"], row["line__order__currency"]) for row in rows}


def growth(now: int, before: int) -> int | None:
    """Change in whole percent against the period before; None where there was nothing to compare with."""
    return None if before == 0 else round((now - before) * 100 / before)


def series(studio: Studio, period: str, currency: str, *, at: datetime) -> list[Bucket]:
    """Gross sales by day (7, 30 days), week (90) or month (365), with empty buckets kept. One query.

    `period` is one of kit.clock.PERIODS; "today" gives the last seven days, so that today can be compared.
    """
    zone = ZoneInfo(studio.time_zone)
    start, end = clock.period("7" if period == "today" else period, at, zone)
    rows = (
        _sold(studio, start, end)
        .filter(order__currency=currency)
        .annotate(day=TruncDate("paid_at", tzinfo=zone))
        .values("day")
        .annotate(gross=Sum(F("gross") - F("refunded")), n=Count("order", distinct=True))
    )
    by_day = {row["day"]: (row["gross"], row["n"]) for row in rows}
    first, last = start.date(), end.date() - timedelta(days=1)
    return [_bucket(since, until, by_day, currency) for since, until in _spans(first, last, period)]


def _bucket(first: date, last: date, by_day: dict[date, tuple[int, int]], currency: str) -> Bucket:
    days = [by_day.get(first + timedelta(days=n), (0, 0)) for n in range((last - first).days + 1)]
    return Bucket(first, last, Money(sum(day[0] for day in days), currency), sum(day[1] for day in days))


def _spans(first: date, last: date, period: str) -> list[tuple[date, date]]:
    if period == "365":
        return _months(first, last)
    step = 7 if period == "90" else 1
    starts = range(0, (last - first).days + 1, step)
    return [(first + timedelta(days=n), min(last, first + timedelta(days=n + step - 1))) for n in starts]


def _months(first: date, last: date) -> list[tuple[date, date]]:
    spans, since = [], first
    while since <= last:
        next_month = (since.replace(day=1) + timedelta(days=32)).replace(day=1)
        spans.append((since, min(last, next_month - timedelta(days=1))))
        since = next_month
    return spans


def bestsellers(studio: Studio, start: datetime, end: datetime, currency: str, limit: int = 5) -> Sequence[Bestseller]:
    rows = (
        _sold(studio, start, end)
        .filter(order__currency=currency)
        .values("offer_id", "offer__title")
        .annotate(copies=Sum("quantity"), gross=Sum(F("gross") - F("refunded")))
        .order_by("-gross", "offer_id")[:limit]
    )
    return [Bestseller(r["offer_id"], r["offer__title"], r["copies"], Money(r["gross"], currency)) for r in rows]


def progress(studio: Studio, *, protected: bool) -> Progress:
    """One query. `protected` is whether the looker has a second factor (the door knows)."""
    offers = Offer.objects.filter(studio=OuterRef("pk"))
    gigs = offers.filter(kind=GIG)
    has_offer, has_files, has_price, published, sold, has_gig, has_other, asks = (
        Studio.objects.filter(pk=studio.pk)
        .values_list(
            Exists(offers),
            Exists(DownloadFile.objects.filter(offer__studio=OuterRef("pk"), retired=False)),
            Exists(Tier.objects.filter(offer__studio=OuterRef("pk"), retired=False)),
            Exists(offers.filter(published_at__isnull=False)),
            Exists(OrderLine.objects.filter(studio=OuterRef("pk"), paid_at__isnull=False)),
            Exists(gigs),
            Exists(offers.exclude(kind=GIG)),
            Exists(gigs.filter(gig_terms__isnull=False)),
        )
        .get()
    )
    return Progress(
        described=bool(studio.bio and studio.picture_id),
        has_offer=has_offer,
        has_files=has_files,
        has_price=has_price,
        published=published,
        sold=sold,
        protected=protected,
        gigs_only=has_gig and not has_other,
        asks=asks,
    )
