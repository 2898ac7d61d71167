"""Pure decisions on a cart: what a line costs, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dhara.catalog.kinds import KINDS
from dhara.catalog.offers.models import Offer
from dhara.catalog.offers.rules import PUBLISHED
from dhara.catalog.prices import rules as price_rules
from dhara.catalog.prices.models import Price, Tier
from dhara.catalog.prices.rules import CHOOSE, FREE
from dhara.kit.currency import currency
from dhara.kit.refusal import Refused
from dhara.people.studios.rules import OPEN

MOST_LINES = 20
# Prices of a tier by currency code.
Prices = Mapping[str, Price]


@dataclass(frozen=True)
class Problem:
    """Why a line can not be bought as it is. `code` is a stable name, `message` a translated sentence."""

    code: str
    message: Any

    def refusal(self, field: str | None = None) -> Refused:
        return Refused(self.code, self.message, field)


def most_of(offer: Offer) -> int:
    """How many of it one order may hold: the kind says (`max_quantity`), and says 1 by saying nothing."""
    return int(getattr(KINDS.get(offer.kind), "max_quantity", 1))


def unit_price(tier: Tier, prices: Prices, code: str, chosen: int | None = None) -> int | None:
    """What one costs now, in minor units of `code`; None where it is not sold in that currency.

    `chosen` is what the buyer wishes to pay where that is free to choose; below the minimum it is raised to it.
    """
    if tier.pricing == FREE:
        return 0
    price = prices.get(code)
    if price is None:
        return None
    if tier.pricing != CHOOSE:
        return price.amount
    return max(price.amount, chosen if chosen is not None else price.suggested or price.amount)


def check_chosen(tier: Tier, price: Price | None, chosen: int | None) -> None:
    """Refuse a chosen amount (minor units) that is too small or absurd, with the field `amount`."""
    if tier.pricing == CHOOSE and chosen is not None and price is not None:
        price_rules.unit_price(tier, price, chosen)


def standing_in_the_way(
    tier: Tier, quantity: int, unit: int | None, *, prices: Prices, code: str, held: int = 0, own: bool = False
) -> Problem | None:
    """The first reason why `quantity` of the tier can not be bought, or None.

    Needs tier.offer and tier.offer.studio loaded. `held` copies are set aside for this buyer already; `own`: the
    buyer works in the studio that sells it.
    """
    offer = tier.offer
    if offer.status != PUBLISHED or offer.studio.status != OPEN or tier.retired:
        return Problem("not_for_sale", _("This is not for sale at the moment."))
    if unit is None:
        return Problem("other_currency", _sold_in(prices, code))
    if own and unit > 0:
        return Problem("own_offer", _("This belongs to your own studio: you can not buy from yourself."))
    left = None if tier.left is None else tier.left + held
    if left is not None and left < quantity:
        return Problem("sold_out", _("This is sold out.")) if left <= 0 else Problem("few_left", _few_left(left))
    return None


def shared_currencies(lines: Iterable[tuple[Tier, Prices]]) -> list[str]:
    """The currencies in which all of the lines are sold, in no particular order but stable."""
    shared: list[str] | None = None
    for tier, prices in lines:
        if tier.pricing != FREE:
            shared = list(prices) if shared is None else [code for code in shared if code in prices]
    return sorted(shared or [])


def names_of(codes: Iterable[str]) -> str:
    """`৳, $` for a sentence."""
    return ", ".join(f"{currency(code).symbol.strip()} ({code})" for code in sorted(codes))


def _sold_in(prices: Prices, code: str) -> str:
    return _("This is sold in %(sold)s, and your cart is in %(cart)s.") % {
        "sold": names_of(prices),
        "cart": names_of([code]),
    }


def _few_left(left: int) -> str:
    return ngettext("Only %(count)d copy is left.", "Only %(count)d copies are left.", left) % {"count": left}
