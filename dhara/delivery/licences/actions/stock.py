"""A tier that sells keys of a list has as many copies as there are keys."""

from __future__ import annotations

from datetime import datetime, timedelta

from dhara.catalog.models import Tier
from dhara.delivery.licences import rules
from dhara.delivery.licences.facts import KeysRunLow
from dhara.delivery.licences.models import Licence
from dhara.delivery.licences.queries import free_keys, to_be_delivered
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record

# A paid copy gets its key within seconds; one that is older than this got none for another reason.
_ON_THE_WAY = timedelta(days=2)


def settle_stock(tier_id: int, *, taken: int = 0, by: Actor, at: datetime) -> int:
    """Count the keys that can still be sold, and let the tier have so many copies left; returns how many.

    Whatever is paid for and not delivered yet, and whoever waits for a key, comes first. `taken` are those that a sale
    has just been given: `KeysRunLow` is recorded when with them the list falls to ten or to none.
    Belongs into the caller's transaction.
    """
    tier = Tier.objects.select_for_update(of=("self",), no_key=True).select_related("offer").get(pk=tier_id)
    waiting = Licence.objects.filter(tier_id=tier_id, folded__isnull=True).count()
    owed = to_be_delivered(tier_id, at - _ON_THE_WAY) + waiting
    free = free_keys(tier_id).count()
    # Copies that are being paid for are set aside out of the keys, too.
    left = max(0, free - owed - tier.reserved)
    Tier.objects.filter(pk=tier_id).update(stock=tier.sold + tier.reserved + left)
    # Each key counts once here, whichever sale is settled first: the tier is locked, and free keys are what they are.
    mark = next((mark for mark in (0, rules.LOW) if free <= mark < free + taken), None)
    if mark is not None:
        fact = KeysRunLow(tier.offer_id, tier_id, free, tier.offer.title)
        record(fact, by=by, at=at, studio_id=tier.offer.studio_id)
    return left
