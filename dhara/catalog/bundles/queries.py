"""Reads of bundles: their parts, what these cost alone, how many bundles can be had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from dhara.catalog.bundles import rules
from dhara.catalog.bundles.models import BundlePart
from dhara.catalog.kinds import held_kinds
from dhara.catalog.offers.models import Offer
from dhara.catalog.prices.models import Price, Tier
from dhara.catalog.prices.rules import FREE
from dhara.kit import rows
from dhara.kit.currency import Money


@dataclass(frozen=True)
class Part:
    """A part with its offer (studio and cover loaded) and the prices of its tier, by currency."""

    tier: Tier
    prices: Mapping[str, Price]

    @property
    def offer(self) -> Offer:
        offer: Offer = self.tier.offer
        return offer

    @property
    def can_be_sold(self) -> bool:
        """Not what has yet to come out: a bundle is given whole."""
        awaited = self.offer.releases_at is not None
        return not self.tier.retired and not awaited and self.offer.status not in rules.CLOSED

    def price(self, code: str) -> Money | None:
        """What it costs alone (at least, where the buyer chooses); None where it is not sold in that currency."""
        if self.tier.pricing == FREE:
            return Money(0, code)
        price = self.prices.get(code)
        return None if price is None else Money(price.amount, code)


_ALONG = ("tier", "tier__offer", "tier__offer__studio", "tier__offer__cover", "tier__offer__cover__file")


def parts_of(bundle_ids: Iterable[int], *, covers: bool = True) -> dict[int, list[Part]]:
    """The parts of bundles in order, by the bundle's id: two queries, or none where no ids are given."""
    ids = list(bundle_ids)
    if not ids:
        return {}
    along = _ALONG if covers else _ALONG[:3]
    found = rows.load(BundlePart, "t.bundle_id = ANY(%s)", [ids], along=along, tail="ORDER BY t.position, t.id")
    prices: dict[int, dict[str, Price]] = defaultdict(dict)
    for price in rows.load(Price, "t.tier_id = ANY(%s)", [[each.tier_id for each in found]]) if found else ():
        prices[price.tier_id][price.currency] = price
    parts: dict[int, list[Part]] = {}
    for each in found:
        parts.setdefault(each.bundle_id, []).append(Part(each.tier, prices[each.tier_id]))
    return parts


def tiers_in(bundle_ids: Iterable[int]) -> dict[int, list[int]]:
    """What an order that holds bundles keeps of them: the ids of the tiers in each; one query."""
    found = rows.load(BundlePart, "t.bundle_id = ANY(%s)", [list(bundle_ids)], tail="ORDER BY t.position, t.id")
    kept: dict[int, list[int]] = {}
    for each in found:
        kept.setdefault(each.bundle_id, []).append(each.tier_id)
    return kept


def worth(parts: Sequence[Part], code: str) -> Money | None:
    """What the parts cost one by one; None while one of them is not sold in that currency."""
    prices = [part.price(code) for part in parts]
    if not prices or any(price is None for price in prices):
        return None
    return Money(sum(price.minor for price in prices if price is not None), code)


def saving(parts: Sequence[Part], price: Money | None) -> Money | None:
    """What somebody saves who buys the bundle; None where that is nothing, or can not be said."""
    alone = worth(parts, price.currency) if price is not None else None
    if alone is None or price is None or alone.minor <= price.minor:
        return None
    return alone - price


def copies_left(parts: Iterable[Part], held: Mapping[int, int] | None = None) -> int | None:
    """How many bundles the parts leave; None for any number. `held` copies are set aside for this buyer already."""
    aside = held or {}
    left = []
    for part in parts:
        copies = part.tier.left if part.can_be_sold else 0
        if copies is not None:
            left.append(copies + aside.get(part.tier.pk, 0) if part.can_be_sold else 0)
    return min(left, default=None)


def candidates(studio_id: int) -> QuerySet[Tier]:
    """What a studio may put into a bundle: the tiers of its offers, other than bundles and work, with prices.

    The money for work is set aside line by line, and a bundle is one line.
    """
    alone = [rules.BUNDLE, *held_kinds()]
    tiers = Tier.objects.filter(offer__studio_id=studio_id, retired=False).exclude(offer__kind__in=alone)
    related = tiers.exclude(offer__status__in=rules.CLOSED).select_related("offer__cover__file")
    return related.prefetch_related("prices").order_by("offer__title", "offer_id", "position", "id")


def bundles_with(tier_ids: Iterable[int]) -> QuerySet[Offer]:
    """The bundles that give any of these tiers."""
    return Offer.objects.filter(kind=rules.BUNDLE, parts__tier__in=list(tier_ids)).distinct()
