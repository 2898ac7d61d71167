"""A sale gives keys: one for each copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from dhara.catalog.kinds import Sold
from dhara.delivery.grants.models import Grant
from dhara.delivery.licences import rules
from dhara.delivery.licences.actions.stock import settle_stock
from dhara.delivery.licences.facts import LicencesIssued
from dhara.delivery.licences.models import Licence, LicenceTerms, PoolKey
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record


@transaction.atomic
def issue(sold: Sequence[Sold], *, by: Actor, at: datetime) -> list[Licence]:
    """Give each sold line the keys that it lacks; returns the new ones. Doing so twice is doing so once.

    Where the list has run dry the licence waits for the next key that the studio enters: what is paid is delivered.
    """
    keys = [each.key for each in sold]
    grants = {g.key: g for g in Grant.objects.select_for_update(of=("self",)).filter(key__in=keys).order_by("pk")}
    terms = {each.offer_id: each for each in LicenceTerms.objects.filter(offer__in={each.offer.pk for each in sold})}
    given = set(Licence.objects.filter(grant__in=grants.values()).values_list("grant_id", "number"))
    made: list[Licence] = []
    for each in sorted(sold, key=lambda each: each.tier.pk):
        grant, own = grants.get(each.key), terms.get(each.offer.pk)
        if grant is None or own is None:
            continue
        missing = [number for number in range(1, each.quantity + 1) if (grant.pk, number) not in given]
        if missing:
            made += _issued(each, grant, own, missing, by=by, at=at)
    return made


def _issued(
    sold: Sold, grant: Grant, terms: LicenceTerms, numbers: list[int], *, by: Actor, at: datetime
) -> list[Licence]:
    licences = [_licence(sold, grant, terms, number, at) for number in numbers]
    if terms.source == rules.PATTERN:
        for licence in licences:
            name(licence, rules.new_key(terms.pattern))
        Licence.objects.bulk_create(licences)
    else:
        Licence.objects.bulk_create(licences)
        taken = give_from_list(licences)
        settle_stock(sold.tier.pk, taken=taken, by=by, at=at)
    waiting = sum(not licence.key for licence in licences)
    fact = LicencesIssued(sold.order_id, grant.pk, sold.offer.pk, len(licences), waiting, sold.offer.title)
    record(fact, by=by, at=at, studio_id=sold.offer.studio_id)
    return licences


def _licence(sold: Sold, grant: Grant, terms: LicenceTerms, number: int, at: datetime) -> Licence:
    return Licence(
        status=rules.ACTIVE,
        status_at=at,
        studio_id=sold.offer.studio_id,
        offer_id=sold.offer.pk,
        tier_id=sold.tier.pk,
        grant=grant,
        number=number,
        seats=terms.seats_of(sold.tier.pk),
        days=terms.days,
        starts=terms.starts,
        issued_at=at,
        expires_at=rules.expiry(terms.days, terms.starts, at, None),
    )


def name(licence: Licence, key: str) -> None:
    licence.key, licence.folded = key, rules.fold(key)


def give_from_list(licences: Sequence[Licence]) -> int:
    """Take a key from the tier's list for each licence (all of one tier) as far as it goes, the oldest key first.

    Returns how many were taken.
    """
    if not licences:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"tier": licences[0].tier_id, "most": len(licences)})
        taken = cursor.fetchall()
    for licence, (pool_id, key) in zip(licences, taken, strict=False):
        name(licence, key)
        PoolKey.objects.filter(pk=pool_id).update(licence=licence)
    Licence.objects.bulk_update(licences[: len(taken)], ["key", "folded"])
    return len(taken)


# Two sales at once take different keys; neither waits for the other.
_TAKE = """
SELECT id, key FROM delivery_poolkey WHERE tier_id = %(tier)s AND licence_id IS NULL AND removed_at IS NULL
 ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
"""


@transaction.atomic
def prolong(key: str) -> int:
    """Let the licences of a grant be good for another period; those without an end stay so. How many."""
    longer: Any = F("expires_at") + F("days") * timedelta(days=1)
    return Licence.objects.filter(grant__key=key, days__isnull=False, expires_at__isnull=False).update(
        expires_at=longer
    )
