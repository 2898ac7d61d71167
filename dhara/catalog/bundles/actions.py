"""The verb of bundles: choose the parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.catalog.bundles import queries, rules
from dhara.catalog.bundles.facts import BundleChanged
from dhara.catalog.bundles.models import BundlePart
from dhara.catalog.offers import actions as offers
from dhara.catalog.offers.models import Offer
from dhara.catalog.offers.rules import PUBLISHED, Incomplete
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.people.access.queries import require_actor


@transaction.atomic
def set_parts(offer: Offer, tier_ids: Sequence[int], *, by: Actor, at: datetime) -> list[BundlePart]:
    """Let a bundle give exactly these tiers, in this order. Orders that were placed keep what they had.

    Raises Invalid (`parts`), NotFoundHere for a tier that is not to be had, Incomplete for what is for sale.
    """
    require_actor(by, offer.studio, "edit_offers")
    fresh = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    if fresh.kind != rules.BUNDLE:
        raise Conflict("no_bundle", _("This offer is no bundle."))
    wanted = list(dict.fromkeys(tier_ids))
    if len(wanted) > rules.MOST_PARTS:
        raise Invalid("too_many_parts", _("At most 20 parts, please."), "parts")
    known = set(queries.candidates(fresh.studio_id).filter(pk__in=wanted).values_list("pk", flat=True))
    if known != set(wanted):
        raise NotFoundHere("part_gone", _("One of these is not there any more. Please reload the page."), "parts")
    BundlePart.objects.filter(bundle=fresh).delete()
    parts = [BundlePart(bundle=fresh, tier_id=tier, position=place) for place, tier in enumerate(wanted)]
    BundlePart.objects.bulk_create(parts)
    if fresh.status == PUBLISHED and (lacks := offers.missing(fresh)):
        raise Incomplete(lacks)
    Offer.objects.filter(pk=fresh.pk).update(changed_at=at)
    fact = BundleChanged(fresh.pk, len(parts), fresh.title)
    record(fact, by=by, at=at, studio_id=fresh.studio_id)
    return parts


def copy_parts(source_id: int, copy_id: int) -> None:
    """For a duplicate of a bundle."""
    BundlePart.objects.bulk_create(
        BundlePart(bundle_id=copy_id, tier_id=part.tier_id, position=part.position)
        for part in BundlePart.objects.filter(bundle_id=source_id)
    )
