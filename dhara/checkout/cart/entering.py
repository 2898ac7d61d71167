"""What a tier costs as it enters a cart, and in which currency a cart begins."""

from __future__ import annotations

from datetime import datetime

from dhara.catalog.models import Price, Tier
from dhara.catalog.prices.rules import CHOOSE
from dhara.checkout.cart import queries, rules
from dhara.kit.actor import Actor
from dhara.kit.currency import CODES
from dhara.kit.refusal import NotFoundHere


def first_currency(tier: Tier, prices: dict[str, Price], wished: str | None) -> str:
    """The currency of a cart that begins with this tier: the wished one, else the studio's, else any it is sold in."""
    codes = [code for code in (wished, tier.offer.studio.currency, *sorted(prices)) if code in CODES]
    return next((code for code in codes if not prices or code in prices), tier.offer.studio.currency)


def checked(
    tier: Tier, prices: dict[str, Price], code: str, quantity: int, chosen: int | None, *, by: Actor, at: datetime
) -> int:
    """What one costs at the moment, or the refusal that stands in the way."""
    rules.check_chosen(tier, prices.get(code), chosen)
    unit = rules.unit_price(tier, prices, code, chosen)
    own = queries.works_in(by.id if by.kind == "person" else None, tier.offer.studio_id)
    problem = rules.standing_in_the_way(tier, quantity, unit, prices=prices, code=code, own=own)
    if problem or unit is None:
        raise problem.refusal() if problem else NotFoundHere()
    return unit if tier.pricing == CHOOSE else rules.now(tier, prices, code, quantity, at) or 0
