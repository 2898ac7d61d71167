"""The kind of offer that gives several others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.catalog.bundles import actions as bundles
from dhara.catalog.bundles import queries, rules
from dhara.catalog.kinds import KINDS, Lack, Reinstates, Sold
from dhara.catalog.models import BundlePart, Offer, Tier
from dhara.catalog.prices import actions as prices
from dhara.checkout.models import Order
from dhara.checkout.orders.rules import PARTS
from dhara.delivery.grants import actions as grants
from dhara.delivery.models import Grant
from dhara.kit import rows
from dhara.kit.actor import Actor


class Bundles:
    """Each part is held, granted and revoked by its own kind; the bundle itself is nothing that one owns."""

    code = rules.BUNDLE
    label = gettext_lazy("A bundle of my offers")
    about = gettext_lazy("Several of your offers together, for less than they cost one by one.")
    icon = "layers"
    max_quantity = 1
    held = False
    complete_first = True  # what it consists of is there when it is first sold, also before it comes out

    def missing(self, offer: Offer) -> list[str]:
        parts = queries.parts_of([offer.pk], covers=False).get(offer.pk, [])
        if len(parts) < rules.FEWEST_PARTS:
            return [Lack(_("Choose at least two offers that the bundle gives."), "parts")]
        lacks = []
        for part in parts:
            if not part.can_be_sold:
                lacks.append(_("“%(title)s” can not be sold at the moment. Take it out.") % {"title": part.offer.title})
            elif KINDS[part.offer.kind].missing(part.offer):
                lacks.append(_("“%(title)s” is not complete yet.") % {"title": part.offer.title})
        return [Lack(each, "parts") for each in lacks]

    def priced(self, offer: Offer, tier_ids: Sequence[int], *, at: datetime) -> None:
        """How many bundles are left follows from the parts each time it is asked."""

    def clean(self, offer: Offer, tier: Tier, answers: dict[str, Any]) -> dict[str, Any]:
        return {}

    def hold(self, tier: Tier, quantity: int, *, key: str, at: datetime) -> None:
        for each in sorted([tier.pk, *_present_parts(tier.offer_id)]):
            prices.reserve(each, quantity)

    def release(self, tier: Tier, quantity: int, *, key: str, at: datetime) -> None:
        for each in sorted([tier.pk, *_present_parts(tier.offer_id)]):
            prices.release(each, quantity)

    def grant(self, sold: Sold, *, by: Actor, at: datetime) -> list[int]:
        return self.grant_all([sold], by=by, at=at)

    def grant_all(self, sold: Sequence[Sold], *, by: Actor, at: datetime) -> list[int]:
        """What the order kept as the parts, whatever has become of the bundle or of the parts since then."""
        given: list[int] = []
        for code, parts in _by_kind(sold).items():
            given += KINDS[code].grant_all(parts, by=by, at=at)
        return given

    def renew(self, sold: Sold, *, by: Actor, at: datetime) -> list[int]:
        given: list[int] = []
        for code, parts in _by_kind([sold]).items():
            for part in parts:
                given += KINDS[code].renew(part, by=by, at=at)
        return given

    def revoke(self, key: str, *, reason: str, by: Actor, at: datetime) -> None:
        """Each part; what another purchase gives too can still be used by that one."""
        parts = Grant.objects.filter(key__startswith=f"{key}:").select_related("offer").order_by("pk")
        for part in parts:
            KINDS[part.offer.kind].revoke(part.key, reason=reason, by=by, at=at)

    def reinstate(self, key: str, *, reason: str, by: Actor, at: datetime) -> None:
        for part in Grant.objects.filter(key__startswith=f"{key}:").select_related("offer").order_by("pk"):
            kind = KINDS[part.offer.kind]
            give_again = kind.reinstate if isinstance(kind, Reinstates) else grants.reinstate
            give_again(part.key, reason=reason, by=by, at=at)

    def duplicate(self, source: Offer, copy: Offer, tiers: dict[int, int], *, by: Actor, at: datetime) -> None:
        bundles.copy_parts(source.pk, copy.pk)


def _present_parts(bundle_id: int) -> list[int]:
    return list(BundlePart.objects.filter(bundle_id=bundle_id).values_list("tier_id", flat=True))


def _by_kind(sold: Sequence[Sold]) -> dict[str, list[Sold]]:
    """What each sold bundle consists of, as if its parts had been sold."""
    if not sold:
        return {}
    orders = Order.objects.filter(pk__in={each.order_id for each in sold})
    kept = {order.pk: order.policies.get(PARTS, {}) for order in orders}
    wanted = {each.key: _parts_of(each, kept[each.order_id]) for each in sold}
    ids = sorted({tier for tiers in wanted.values() for tier in tiers})
    tiers = {tier.pk: tier for tier in rows.load(Tier, "t.id = ANY(%s)", [ids], along=("offer", "offer__studio"))}
    found: dict[str, list[Sold]] = {}
    for each in sold:
        for tier_id in wanted[each.key]:
            tier = tiers[tier_id]
            part = replace(each, key=grants.part_key(each.key, tier_id), offer=tier.offer, tier=tier)
            found.setdefault(tier.offer.kind, []).append(part)
    return found


def _parts_of(sold: Sold, kept: dict[str, list[int]]) -> list[int]:
    return kept.get(str(sold.offer.pk)) or _present_parts(sold.offer.pk)
