"""Reads: packages of a gig, its queue, the engagement of a sold line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min

from dhara.catalog.models import Tier
from dhara.catalog.prices.queries import tiers_of
from dhara.delivery.gigs import rules
from dhara.delivery.gigs.models import GigTerms, Package
from dhara.kit import rows
from dhara.work.models import Engagement, Unit


def terms_of(offer_id: int) -> GigTerms | None:
    return GigTerms.objects.filter(offer_id=offer_id).first()


def packages(tier_ids: Iterable[int]) -> dict[int, Package]:
    return {each.tier_id: each for each in Package.objects.filter(tier_id__in=list(tier_ids))}


def stamp_of(offer_id: int, part: str) -> str:
    """What a change of this part (`packages`, or a field of GigTerms) is made from: see rules.stamp."""
    if part != "packages":
        return rules.stamp(getattr(terms_of(offer_id) or GigTerms(), part))
    tiers = list(tiers_of(offer_id))
    known = packages(tier.pk for tier in tiers)
    return rules.stamp([told(tier, known.get(tier.pk)) for tier in tiers])


def told(tier: Tier, package: Package | None) -> list[Any]:
    prices = [(price.currency, price.amount, price.launch) for price in tier.prices.all()]
    own = [tier.pk, tier.name, tier.description, tier.recommended, tier.launch_until, tier.launch_copies, prices]
    return [*own, *((package.days, package.revisions, package.scope) if package else ())]


def soonest(offer_ids: Iterable[int]) -> dict[int, int]:
    """In how many days each gig is delivered at the soonest; one query."""
    found = Package.objects.filter(tier__offer_id__in=list(offer_ids), tier__retired=False)
    return dict(found.values_list("tier__offer_id").annotate(days=Min("days")))


def unit_of_line(line_id: int) -> Unit | None:
    """The work that a sold line stands for, with its engagement; None until it is delivered by the worker process."""
    found = Engagement.objects.filter(subject=f"line:{line_id}").values("pk")
    return Unit.objects.select_related("engagement").filter(engagement__in=found).first()


def units_of(line_ids: Iterable[int]) -> dict[int, Unit]:
    """The same of many lines at once, those that have begun."""
    subjects = {f"line:{line_id}": line_id for line_id in line_ids}
    found = Unit.objects.select_related("engagement").filter(engagement__subject__in=list(subjects))
    return {subjects[unit.engagement.subject]: unit for unit in found}


def extras_of(offer_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """The extras of gigs, as they are kept; one query."""
    found = GigTerms.objects.filter(offer_id__in=list(offer_ids))
    return dict(found.values_list("offer_id", "extras"))


@dataclass(frozen=True)
class Queue:
    """`busy` of the `most` places of a gig are taken."""

    title: str
    most: int
    busy: int

    @property
    def full(self) -> bool:
        return self.busy >= self.most


def under_way(offer_ids: Iterable[int], *, beside: int | None = None, lock: bool = False) -> dict[int, Queue]:
    """How full the queues are of those gigs that have one; see kinds.Queues. One query where none has one, else two.

    A place is taken by an order that waits to be paid (but for that of the cart `beside`), and by one that is paid
    until the work has ended, whether it has begun or not.
    """
    found = GigTerms.objects.filter(offer_id__in=list(offer_ids), queue__isnull=False).order_by("pk")
    if lock:
        found = found.select_for_update(of=("self",))
    most = list(found.values_list("offer_id", "queue", "offer__title"))
    if not most:
        return {}
    with rows.cursor() as cursor:
        cursor.execute(_BUSY, {"offers": [offer_id for offer_id, _queue, _title in most], "beside": beside})
        busy: dict[int, int] = dict(cursor.fetchall())
    return {offer_id: Queue(title, queue or 0, busy.get(offer_id, 0)) for offer_id, queue, title in most}


_BUSY = """
SELECT l.offer_id, count(*) FROM checkout_orderline l JOIN checkout_order o ON o.id = l.order_id
 WHERE l.offer_id = ANY(%(offers)s)
   AND (o.status = 'pending' AND (%(beside)s::bigint IS NULL OR o.cart_id IS DISTINCT FROM %(beside)s)
        OR l.paid_at IS NOT NULL AND o.status <> 'refunded' AND NOT EXISTS (
          SELECT 1 FROM work_engagement e WHERE e.subject = 'line:' || l.id AND e.ended_at IS NOT NULL))
 GROUP BY l.offer_id
"""


def next_place(offer_id: int) -> datetime | None:
    """When the first of the works under way is due; None where none is."""
    with rows.cursor() as cursor:
        cursor.execute(_NEXT, [offer_id])
        ((due,),) = cursor.fetchall()
    return due if isinstance(due, datetime) else None


_NEXT = """
SELECT min(u.due_at) FROM checkout_orderline l JOIN work_engagement e ON e.subject = 'line:' || l.id
  JOIN work_unit u ON u.engagement_id = e.id
 WHERE l.offer_id = %s AND l.paid_at IS NOT NULL AND e.ended_at IS NULL
"""
