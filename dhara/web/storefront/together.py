"""What an offer's page says of other offers: what its studio suggests with it, and what its buyers bought besides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dhara.catalog.bundles.rules import BUNDLE
from dhara.catalog.models import Offer
from dhara.catalog.offers.shown import CardRow
from dhara.catalog.prices.rules import CHOOSE
from dhara.catalog.suggestions.queries import beside
from dhara.catalog.suggestions.rules import CROSS, MOST
from dhara.checkout.cart.queries import Bump, bumps_of
from dhara.checkout.together import rules as bought
from dhara.checkout.together.queries import bought_with
from dhara.kit.currency import Money
from dhara.web.storefront.page import Wares


@dataclass(frozen=True)
class Pair:
    """What goes well with the offer. `both` is what the two cost by one button; None where there is none."""

    bump: Bump
    both: Money | None

    @property
    def alone(self) -> Money | None:
        """What it costs alone at this moment, where that is more."""
        return self.bump.price + self.bump.less if self.bump.less else None


def goes_well(found: Offer, wares: Wares, at: datetime) -> list[Pair]:
    """What the studio suggests on this page and can be bought now; no query where it suggests nothing, else two."""
    if CROSS not in found.suggests:
        return []
    lasting = [
        each
        for each in beside([found.pk], CROSS)
        if each.tier.offer.unpublish_at is None or each.tier.offer.unpublish_at > at
    ]
    bumps = bumps_of(lasting, {found.pk}, wares.currency, at)[: MOST[CROSS]]
    return [Pair(bump, _both(found, wares, bump)) for bump in bumps]


def bought_besides(found: Offer, pairs: list[Pair], at: datetime) -> list[CardRow]:
    """As far as what the studio itself suggests leaves room, and nothing of that again; one query, or none."""
    room = bought.MOST - len(pairs)
    suggested = {pair.bump.offer.pk for pair in pairs}
    if room <= 0:
        return []
    return [each for each in bought_with(found.pk, at) if each.id not in suggested][:room]


def _both(found: Offer, wares: Wares, bump: Bump) -> Money | None:
    """No button where a price or a tier is to be chosen, or a part of a bundle may be missing."""
    own = wares.only
    if own is None or own.now is None or own.choose or own.sold_out:
        return None
    if bump.tier.pricing == CHOOSE or BUNDLE in (found.kind, bump.offer.kind):
        return None
    return own.now + bump.price
