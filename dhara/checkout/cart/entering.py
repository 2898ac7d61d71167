"""What a tier costs as it enters a cart, with what is chosen besides, and in which currency a cart begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dhara.catalog.kinds import KINDS, Answers
from dhara.catalog.models import Price, Tier
from dhara.catalog.prices.rules import CHOOSE
from dhara.checkout.cart import queries, rules
from dhara.checkout.cart.held import added, full
from dhara.kit.actor import Actor
from dhara.kit.currency import CODES
from dhara.kit.refusal import NotFoundHere, Refused


def first_currency(tier: Tier, prices: dict[str, Price], wished: str | None) -> str:
    """The currency of a cart that begins with this tier: the wished one, else the studio's, else any it is sold in."""
    codes = [code for code in (wished, tier.offer.studio.currency, *sorted(prices)) if code in CODES]
    return next((code for code in codes if not prices or code in prices), tier.offer.studio.currency)


def checked(
    tier: Tier,
    prices: dict[str, Price],
    code: str,
    quantity: int,
    chosen: int | None,
    answers: Answers,
    *,
    beside: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """What one costs at the moment, or the refusal that stands in the way. `beside` is the cart it is for."""
    rules.check_chosen(tier, prices.get(code), chosen)
    unit = rules.unit_price(tier, prices, code, chosen)
    own = queries.works_in(by.id if by.kind == "person" else None, tier.offer.studio_id)
    problem = rules.standing_in_the_way(tier, quantity, unit, prices=prices, code=code, own=own)
    if problem or unit is None:
        raise problem.refusal() if problem else NotFoundHere()
    (besides,) = added([(tier, answers)], code)
    if isinstance(besides, Refused):
        raise besides
    for refusal in full([tier.offer], beside=beside).values():
        raise refusal
    if tier.pricing == CHOOSE:
        return unit
    return (rules.now(tier, prices, code, quantity, at) or 0) + sum(each.amount for each in besides)


def cleaned(tier: Tier, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, as the kind of the offer takes it. Raises Refused with the field."""
    kind = KINDS.get(tier.offer.kind)
    return kind.clean(tier.offer, tier, dict(answers)) if kind else {}
