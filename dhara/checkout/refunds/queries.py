"""Reads: refunds and requests of an order or a studio; what studios promise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from dhara.checkout.orders.models import LineShare, Order, OrderLine
from dhara.checkout.refunds import rules
from dhara.checkout.refunds.models import Refund, RefundLine, RefundRequest, RefundTerms
from dhara.kit.currency import Money
from dhara.money.ledger.rules import Share
from dhara.money.policies import queries as policies
from dhara.money.policies.rules import read
from dhara.people.models import Studio

# As long as policies: what is promised on the page and what an order agrees on are to change together.
SECONDS = policies.SECONDS


@dataclass(frozen=True)
class Terms:
    """`days` in which a buyer may ask for money back, 0 for none promised; `text` are the studio's own words."""

    days: int = 0
    text: str = ""


NO_TERMS = Terms()


def of_order(order: Order, studio: Studio | None = None) -> list[Refund]:
    """The order's refunds with their lines, the first one first; with `studio` only its own lines. Two queries."""
    lines = RefundLine.objects.select_related("line")
    if studio is not None:
        lines = lines.filter(studio=studio)
    found = Refund.objects.filter(order=order).prefetch_related(Prefetch("lines", lines, to_attr="own")).order_by("id")
    return [each for each in found if each.own]


def is_made(order: Order, key: str) -> bool:
    """Whether a button with this key was pressed before."""
    return Refund.objects.filter(order=order, key=key).exists()


def requests_of(order: Order) -> list[RefundRequest]:
    """What the buyer asked for, the latest first."""
    return list(RefundRequest.objects.filter(order=order).select_related("line", "studio").order_by("-id"))


def of_studio(studio: Studio) -> QuerySet[Refund]:
    """Refunds that took something of the studio's sales, the latest first."""
    own = RefundLine.objects.filter(studio=studio).select_related("line")
    found = Refund.objects.filter(Exists(RefundLine.objects.filter(refund=OuterRef("pk"), studio=studio)))
    related = found.select_related("order", "dispute")
    return related.prefetch_related(Prefetch("lines", own, to_attr="own")).order_by("-id")


def asked_of(studio: Studio, status: str = "") -> QuerySet[RefundRequest]:
    """Requests to a studio, the latest first; `status` narrows."""
    found = RefundRequest.objects.filter(studio=studio).select_related("order", "line", "refund").order_by("-id")
    return found.filter(status=status) if status else found


def waiting(studio: Studio) -> QuerySet[RefundRequest]:
    """Of buyers who wait for an answer."""
    return RefundRequest.objects.filter(studio=studio, status=rules.OPEN)


def left_of(lines: Iterable[OrderLine]) -> dict[int, Share]:
    """What is left of each line's sale after the refunds that count: {line id: share}. Two queries."""
    by_id = {line.pk: line for line in lines}
    parts: dict[int, dict[int, int]] = {each: {} for each in by_id}
    for share in LineShare.objects.filter(line__in=by_id).order_by("id"):
        parts[share.line_id][share.studio_id] = share.amount
    left = {each: [line.tax, line.gateway_fee, line.platform_fee, line.net] for each, line in by_id.items()}
    for gone in RefundLine.objects.filter(line__in=by_id, refund__status__in=rules.LIVE):
        taken = (gone.tax, gone.gateway_fee, gone.platform_fee, gone.net)
        left[gone.line_id] = [has - part for has, part in zip(left[gone.line_id], taken, strict=True)]
        for studio_id, amount in gone.shares:
            parts[gone.line_id][studio_id] -= amount
    return {each: _share(line.studio_id, left[each], parts[each]) for each, line in by_id.items()}


def _share(studio_id: int, sums: Sequence[int], parts: Mapping[int, int]) -> Share:
    tax, gateway_fee, platform_fee, net = sums
    return Share(studio_id, tax, gateway_fee, platform_fee, net, tuple(parts.items()))


def ended_free(lines: Iterable[OrderLine]) -> set[int]:
    """Ids of free lines whose access was taken back. A query only where a line was free."""
    free = [line.pk for line in lines if not line.gross]
    if not free:
        return set()
    ended = RefundLine.objects.filter(line__in=free, refund__status__in=rules.LIVE)
    return set(ended.values_list("line_id", flat=True))


@dataclass(frozen=True)
class Cost:
    """What giving everything back that is left costs a studio, and what of the fees does not come back."""

    left: Money
    borne: Money
    kept: Money


def costs(order: Order, lines: Sequence[OrderLine]) -> Cost:
    """Shown beforehand, by the policies that the order agreed on. Two queries."""
    left = left_of(lines)
    backs = [rules.back(left[line.pk], line.gross - line.refunded, order.policies, order.currency) for line in lines]
    code = order.currency
    return Cost(
        Money(sum(each.part.gross for each in backs), code),
        Money(sum(each.borne for each in backs), code),
        Money(sum(each.gateway_kept + each.platform_kept for each in backs), code),
    )


def promised(order: Order, studio_id: int) -> tuple[int, datetime | None]:
    """(days, until when) a refund is promised for an order's lines of a studio; (0, None) where nothing is."""
    days = read(order.policies, "refund.window_days", studio_id)
    return days, order.paid_at + timedelta(days=days) if days and order.paid_at else None


def terms_at(studio_id: int, at: datetime) -> Terms:
    """What the studio promised at a moment in the past."""
    found = RefundTerms.objects.filter(studio_id=studio_id, since__lte=at).order_by("-since", "-id").first()
    return Terms(found.days, found.text) if found else NO_TERMS


def terms_of(studio_ids: Iterable[int]) -> dict[int, Terms]:
    """What studios promise now. One query when the cache is cold, none when it is warm."""
    wanted = {cache_key(each): each for each in sorted(set(studio_ids))}
    kept: dict[str, tuple[int, str]] = cache.get_many(list(wanted))
    missing = [each for key, each in wanted.items() if key not in kept]
    if missing:
        rows = RefundTerms.objects.filter(studio_id__in=missing).order_by("studio_id", "-since", "-id")
        latest = {row.studio_id: (row.days, row.text) for row in rows.distinct("studio_id")}
        fresh = {cache_key(each): latest.get(each, (0, "")) for each in missing}
        cache.set_many(fresh, SECONDS)
        kept |= fresh
    return {each: Terms(*kept[key]) for key, each in wanted.items()}


def cache_key(studio_id: int) -> str:
    return f"refund_terms:{studio_id}"
