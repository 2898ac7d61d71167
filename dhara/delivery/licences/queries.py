"""Reads of licences: a buyer's, a studio's, one by its key; how many keys are left to sell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet

from dhara.catalog.models import Tier
from dhara.checkout.orders.rules import BOUGHT
from dhara.delivery.grants import queries as grants
from dhara.delivery.licences import rules
from dhara.delivery.licences.models import Activation, FormerKey, Licence, LicenceTerms, PoolKey
from dhara.kit.locale.text import clean_text
from dhara.people.access.queries import Somebody
from dhara.people.models import Studio

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

PAGE = 25


class Counted(TypedDict):
    """How many machines use a licence now."""

    used: int


def seats_of(offer_id: int, tier_ids: Iterable[int]) -> dict[int, int | None]:
    """How many machines a key of each tier is for; None for any number. One query."""
    terms = LicenceTerms.objects.filter(offer_id=offer_id).first() or LicenceTerms()
    return {tier_id: terms.seats_of(tier_id) for tier_id in tier_ids}


def machines() -> Prefetch[str]:
    """The machines in use, in `licence.machines`."""
    running = Activation.objects.filter(ended_at__isnull=True).order_by("-seen_at", "-id")
    return Prefetch("activations", running, to_attr="machines")


def of_grants(grant_ids: Iterable[int]) -> dict[int, list[Licence]]:
    """The licences of grants with their machines, by the grant's id: two queries."""
    found: dict[int, list[Licence]] = {}
    rows = Licence.objects.filter(grant_id__in=list(grant_ids)).order_by("grant_id", "number")
    for licence in rows.prefetch_related(machines()):
        found.setdefault(licence.grant_id, []).append(licence)
    return found


def visible_to(account: Somebody) -> QuerySet[Licence]:
    """The licences of what belongs to an account."""
    return Licence.objects.filter(grant__in=grants.visible_to(account))


def of_studio(
    studio: Studio, *, text: str = "", status: str = "", with_buyers: bool = True
) -> QuerySet[WithAnnotations[Licence, Counted]]:
    """A studio's licences, the newest first, with what its list shows. `text` is a key, an order, an offer or a buyer.

    `status` is active, disabled, refunded or waiting. Without `with_buyers` addresses are not searched.
    """
    found = Licence.objects.filter(studio=studio).select_related("offer", "tier", "grant__order")
    found = found.annotate(used=Count("activations", filter=Q(activations__ended_at__isnull=True))).order_by("-id")
    by_state = {
        rules.ACTIVE: Q(status=rules.ACTIVE, grant__status="active", folded__isnull=False),
        rules.DISABLED: Q(status=rules.DISABLED),
        rules.REFUNDED: Q(grant__status="revoked"),
        "waiting": Q(folded__isnull=True),
    }
    if status in by_state:
        found = found.filter(by_state[status])
    words = clean_text(text)[:120]
    if not words:
        return found
    folded = rules.fold(words)
    wanted = Q(folded=folded) | Q(pk__in=FormerKey.objects.filter(folded=folded).values("licence_id"))
    wanted |= Q(grant__order__number__iexact=words) | Q(offer__title__icontains=words)
    if with_buyers:
        wanted |= Q(grant__email__iexact=words) | Q(grant__order__name__icontains=words)
    return found.filter(wanted)


def one_of_studio(studio: Studio, licence_id: int) -> Licence | None:
    """With offer, tier, grant, order and machines (those that ended too, in `activations`)."""
    related = ("offer", "tier", "grant__order")
    rows = Licence.objects.filter(studio=studio, pk=licence_id).select_related(*related)
    return rows.prefetch_related(machines(), "former_keys").first()


def to_export(studio: Studio, size: int = 1_000) -> Iterator[WithAnnotations[Licence, Counted]]:
    """All licences of a studio, the newest first, read in steps."""
    last: int | None = None
    while True:
        rows = of_studio(studio)
        step = list(rows[:size] if last is None else rows.filter(pk__lt=last)[:size])
        yield from step
        if len(step) < size:
            return
        last = step[-1].pk


def terms_of(offer_id: int) -> LicenceTerms | None:
    return LicenceTerms.objects.filter(offer_id=offer_id).first()


@dataclass(frozen=True)
class Pool:
    """A tier's list of keys: how many wait to be sold, how many were given, and how many buyers wait for one."""

    tier: Tier
    free: int
    given: int
    waiting: int


def pools_of(offer_id: int) -> list[Pool]:
    """For each tier for sale, in order: three queries."""
    tiers = Tier.objects.filter(offer_id=offer_id, retired=False)
    keys = PoolKey.objects.filter(offer_id=offer_id, removed_at__isnull=True).values("tier_id")
    counted = keys.annotate(
        free=Count("id", filter=Q(licence__isnull=True)), given=Count("id", filter=Q(licence__isnull=False))
    )
    found: dict[int, Any] = {row["tier_id"]: row for row in counted}
    waiting = Licence.objects.filter(offer_id=offer_id, folded__isnull=True).values("tier_id")
    waits: dict[int, int] = {row["tier_id"]: row["many"] for row in waiting.annotate(many=Count("id"))}
    none = {"free": 0, "given": 0}
    return [
        Pool(tier, own["free"], own["given"], waits.get(tier.pk, 0))
        for tier in tiers
        for own in (found.get(tier.pk, none),)
    ]


def free_keys(tier_id: int) -> QuerySet[PoolKey]:
    return PoolKey.objects.filter(tier_id=tier_id, licence__isnull=True, removed_at__isnull=True)


def to_be_delivered(tier_id: int, since: datetime) -> int:
    """Copies of a tier that were paid for since then and have no grant yet, alone or as a part of a bundle.

    And those of gifts that wait for their day, whenever they were paid.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNDELIVERED, {"tier": tier_id, "since": since, "bought": list(BOUGHT)})
        return int(cursor.fetchone()[0])


_UNDELIVERED = """
SELECT COALESCE(sum(quantity), 0) FROM (
SELECT l.id, l.quantity FROM checkout_orderline l JOIN checkout_order o ON o.id = l.order_id
 WHERE l.paid_at > %(since)s AND o.status = ANY(%(bought)s)
   AND (l.tier_id = %(tier)s OR l.offer_id IN (SELECT bundle_id FROM catalog_bundlepart WHERE tier_id = %(tier)s))
   AND NOT EXISTS (SELECT 1 FROM delivery_grant g WHERE g.line_id = l.id AND g.tier_id = %(tier)s)
UNION
SELECT l.id, l.quantity FROM checkout_gift f JOIN checkout_order o ON o.id = f.order_id
  JOIN checkout_orderline l ON l.order_id = o.id
 WHERE f.status = 'waiting' AND o.status = ANY(%(bought)s) AND l.paid_at IS NOT NULL
   AND (l.tier_id = %(tier)s OR l.offer_id IN (SELECT bundle_id FROM catalog_bundlepart WHERE tier_id = %(tier)s))
) owed
"""


def by_key(offer_id: int, key: str) -> tuple[Licence | None, bool]:
    """The licence that has this key, or had it until it was exchanged (then True). With grant and tier loaded."""
    folded = rules.fold(key)
    rows = Licence.objects.select_related("grant", "tier", "offer")
    found = rows.filter(offer_id=offer_id, folded=folded).first() if folded else None
    if found is not None or not folded:
        return found, False
    former = FormerKey.objects.filter(offer_id=offer_id, folded=folded).first()
    return (rows.get(pk=former.licence_id), True) if former else (None, False)


def used(licence_id: int) -> int:
    return Activation.objects.filter(licence_id=licence_id, ended_at__isnull=True).count()


def running(licence_id: int, instance: str) -> Activation | None:
    return Activation.objects.filter(licence_id=licence_id, instance=instance, ended_at__isnull=True).first()
