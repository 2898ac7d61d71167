"""Pure decisions on a cart: what a line costs, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dhara.catalog.bundles.queries import Part, copies_left
from dhara.catalog.kinds import KINDS
from dhara.catalog.offers.models import Offer
from dhara.catalog.offers.rules import PUBLISHED
from dhara.catalog.prices import rules as price_rules
from dhara.catalog.prices.launch import running
from dhara.catalog.prices.models import Price, Tier
from dhara.catalog.prices.rules import CHOOSE, FIXED, FREE
from dhara.checkout.coupons import rules as coupons
from dhara.checkout.coupons.models import Coupon
from dhara.checkout.pricing.rules import COUPON, Item, Priced, Reason, Reduction, price
from dhara.kit.currency import Money, currency
from dhara.kit.refusal import Refused
from dhara.money.tax import rules as tax
from dhara.people.studios.rules import OPEN

MOST_LINES = 20
MOST_CODES = 10
# Prices of a tier by currency code.
Prices = Mapping[str, Price]


@dataclass(frozen=True)
class Problem:
    """Why a line can not be bought as it is. `code` is a stable name, `message` a translated sentence.

    `tie_id` is the tie that refuses it, where one does.
    """

    code: str
    message: Any
    tie_id: int | None = None

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


def now(tier: Tier, prices: Prices, code: str, quantity: int, at: datetime, chosen: int | None = None) -> int | None:
    """What one of so many copies costs at this moment, the launch price included; None as for `unit_price`."""
    unit = unit_price(tier, prices, code, chosen)
    launch = running(tier, prices.get(code), at) if tier.pricing == FIXED else None
    return launch.each(quantity) if launch else unit


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


def parts_in_the_way(parts: Sequence[Part], quantity: int, held: Mapping[int, int]) -> Problem | None:
    """Why a bundle can not be bought because of its parts: one is sold out, or not to be had any more."""
    if not parts or not all(part.can_be_sold for part in parts):
        return Problem("not_for_sale", _("This is not for sale at the moment."))
    left = copies_left(parts, held)
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


@dataclass(frozen=True)
class Wish:
    """A line that can be bought, as the bill is made of it: `unit` is what one costs, in minor units.

    `launch` is what its launch price takes off, `cheaper` the company it is bought in; coupons count on what is left.
    """

    studio_id: int
    offer_id: int
    offer_kind: str
    tier_id: int
    unit: int
    quantity: int
    cheaper: Reason | None = None
    launch: Reason | None = None

    @property
    def own(self) -> list[Reason]:
        """What is taken off this line alone, in this order."""
        return [each for each in (self.launch, self.cheaper) if each]

    @property
    def bought(self) -> coupons.Bought:
        left = self.unit * self.quantity - sum(each.amount for each in self.own)
        return coupons.Bought(self.offer_id, self.tier_id, left, self.quantity)


@dataclass(frozen=True)
class Terms:
    """What bears on the prices of a cart: the coupons found for its codes, the studios' taxes, where the buyer is.

    `by_region`: in that country somebody charges rates that differ by region.
    """

    codes: Sequence[str] = ()
    coupons: Sequence[Coupon] = ()
    profiles: Mapping[int, tax.Profile] = field(default_factory=dict)
    rates: Sequence[tax.Rate] = ()
    place: tax.Place = field(default_factory=tax.Place)
    by_region: bool = False


@dataclass(frozen=True)
class Applied:
    """A coupon that counts, and what it takes off."""

    coupon: Coupon
    amount: Money

    @property
    def code(self) -> str:
        return self.coupon.code


@dataclass(frozen=True)
class Idle:
    """A code that does not count, and why."""

    code: str
    why: Refused


@dataclass(frozen=True)
class Bill:
    """What the lines come to, in the order of the wishes; which coupons count, and which do not."""

    lines: list[Priced]
    applied: list[Applied]
    idle: list[Idle]


def bill(wishes: Sequence[Wish], terms: Terms, code: str, at: datetime) -> Bill:
    """Price the lines of a cart in currency `code`. One coupon of each studio counts: the one that saves most."""
    applied, idle = _chosen(wishes, terms, code, at)
    reductions = [
        Reduction(each.kind, each.words, each.amount, (place,))
        for place, wish in enumerate(wishes)
        for each in wish.own
    ]
    reductions += [Reduction(COUPON, each.code, each.amount.minor, _places(wishes, each.coupon)) for each in applied]
    items = [
        Item(
            wish.unit,
            wish.quantity,
            tax.levy(terms.profiles.get(wish.studio_id), terms.place, wish.offer_kind, terms.rates, at.date()),
        )
        for wish in wishes
    ]
    return Bill(price(items, reductions, code), applied, idle)


def bill_of(wishes: Sequence[Wish], code: str) -> Bill:
    """The bill without discounts and taxes."""
    return Bill(price([Item(wish.unit, wish.quantity) for wish in wishes], [], code), [], [])


def _chosen(wishes: Sequence[Wish], terms: Terms, code: str, at: datetime) -> tuple[list[Applied], list[Idle]]:
    best: dict[int, Applied] = {}
    problems: dict[str, Refused] = {}
    for coupon in sorted(terms.coupons, key=lambda each: each.pk):
        own = [wish.bought for wish in wishes if wish.studio_id == coupon.studio_id]
        problem = coupons.refusal(coupon, own, code, at)
        if problem is not None:
            problems[coupon.key] = problem
            continue
        total = sum(line.amount for line in own if coupons.covers(coupon, line))
        offered = Applied(coupon, coupons.worth(coupon, Money(total, code)))
        known = best.get(coupon.studio_id)
        if known is None or offered.amount > known.amount:
            best[coupon.studio_id] = offered
    counting = {each.coupon.key for each in best.values()}
    found = {coupon.key: coupon.code for coupon in terms.coupons}
    idle = [
        Idle(
            found.get(key, key.upper()),
            problems.get(key) or (coupons.saves_less() if key in found else coupons.unknown()),
        )
        for key in terms.codes
        if key not in counting
    ]
    return list(best.values()), idle


def _places(wishes: Sequence[Wish], coupon: Coupon) -> tuple[int, ...]:
    return tuple(
        place
        for place, wish in enumerate(wishes)
        if wish.studio_id == coupon.studio_id and coupons.covers(coupon, wish.bought)
    )
