"""Reads of tiers and prices."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from dhara.catalog.prices.models import Price, Tier
from dhara.catalog.prices.rules import FREE


def tiers_of(offer_id: int) -> QuerySet[Tier]:
    """The tiers that are for sale, in order, with their prices: two queries."""
    return Tier.objects.filter(offer_id=offer_id, retired=False).prefetch_related(with_prices())


def with_prices() -> Prefetch[str]:
    return Prefetch("prices", Price.objects.order_by("currency"))


def for_sale(tier_ids: Iterable[int], currency: str) -> QuerySet[Tier]:
    """Those of the tiers that are for sale in `currency`, with that one price in `prices.all()`: two queries."""
    sold = Q(pricing=FREE) | Q(prices__currency=currency)
    return (
        Tier.objects.filter(sold, pk__in=list(tier_ids), retired=False)
        .distinct()
        .prefetch_related(Prefetch("prices", Price.objects.filter(currency=currency)))
    )


def price_in(tier: Tier, currency: str) -> Price | None:
    """The tier's price in `currency`; no query where prices are loaded. A free tier has none."""
    return next((price for price in tier.prices.all() if price.currency == currency), None)


def currencies_of(tiers: Iterable[Tier]) -> list[str]:
    """In which currencies something of these tiers (prices loaded) is sold."""
    return sorted({price.currency for tier in tiers for price in tier.prices.all()})
