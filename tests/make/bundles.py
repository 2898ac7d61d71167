"""Bundles of other offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dhara.catalog.bundles import actions
from dhara.catalog.models import Offer, Tier
from dhara.catalog.offers import actions as offers
from dhara.catalog.prices import actions as prices
from dhara.catalog.prices.rules import TierDraft
from tests.make import catalog as make
from tests.make.catalog import Shop


def offer(
    at: datetime,
    of: Shop | None = None,
    *,
    parts: Sequence[Tier] = (),
    stock: int | None = None,
    draft: TierDraft | None = None,
    published: bool = True,
    title: str = "Everything for a wedding",
) -> Offer:
    """A bundle for ৳600 of the given tiers, or of two wedding cards for ৳450 each."""
    of = of or make.shop(at)
    given = list(parts) or [make.offer(at, of).tiers.get() for _each in range(2)]
    made = offers.create(
        of.studio, kind="bundle", title=title, description="<p>All.</p>", category=make.category(), by=of.by, at=at
    )
    prices.set_tiers(made, [draft or make.fixed(600_00, stock=stock)], by=of.by, at=at)
    actions.set_parts(made, [tier.pk for tier in given], by=of.by, at=at)
    return offers.publish(made, by=of.by, at=at) if published else made
