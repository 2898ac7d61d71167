"""What a price may be, and what a buyer pays. Pure; all amounts are minor units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from dhara.catalog.prices import launch
from dhara.kit.currency import CODES, MAX_MINOR, Money, currency
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid

if TYPE_CHECKING:
    from dhara.catalog.prices.models import Price, Tier

FIXED, FREE, CHOOSE = "fixed", "free", "choose"
PRICING: Final = {FIXED: _("fixed price"), FREE: _("free"), CHOOSE: _("pay what you want")}

MAX_TIERS: Final = 12
MAX_STOCK: Final = 10_000_000
NAME_LENGTH: Final = 80
DESCRIPTION_LENGTH: Final = 1000

# The least and the most that gateways commonly take in one payment, about 10 taka or half a dollar up to 500,000 taka
# or ten thousand dollars. Source: published limits of SSLCommerz (10–500,000 BDT) and Stripe (minimum charge amounts).
LIMITS: Final[Mapping[str, tuple[int, int]]] = {
    "BDT": (10_00, 500_000_00),
    "USD": (50, 10_000_00),
    "EUR": (50, 10_000_00),
    "GBP": (30, 10_000_00),
    "INR": (10_00, 500_000_00),
    "JPY": (50, 1_500_000),
    "CAD": (50, 15_000_00),
    "AUD": (50, 15_000_00),
    "SGD": (50, 15_000_00),
    "MYR": (2_00, 50_000_00),
    "AED": (2_00, 40_000_00),
    "SAR": (2_00, 40_000_00),
    "KWD": (200, 3_000_000),
    "QAR": (2_00, 40_000_00),
    "CHF": (50, 10_000_00),
    "SEK": (3_00, 100_000_00),
    "CNY": (4_00, 70_000_00),
    "KRW": (700, 15_000_000),
}


@dataclass(frozen=True)
class PriceDraft:
    """A price as the studio wants it: `amount` fixed or least, `suggested` for pay-what-you-want."""

    currency: str
    amount: int
    suggested: int | None = None
    launch: int | None = None


@dataclass(frozen=True)
class TierDraft:
    """A tier as the studio wants it. `id` None makes a new one; `stock` None means unlimited.

    Its prices may have a launch price, until a moment, for so many copies, or both. At most one is `recommended`.
    """

    name: str = ""
    pricing: str = FIXED
    prices: tuple[PriceDraft, ...] = ()
    stock: int | None = None
    description: str = ""
    id: int | None = None
    launch_until: datetime | None = None
    launch_copies: int | None = None
    recommended: bool = False


def limits(currency: str) -> tuple[int, int]:
    """The least and the most that one copy may cost. Raises Invalid for a currency that Dhara does not deal in."""
    if currency not in CODES:
        raise Invalid("currency_unknown", _("We do not know this currency."), "currency")
    return LIMITS.get(currency, (1, MAX_MINOR))


def check_amount(amount: int, currency: str, field: str) -> None:
    """Raises Invalid with `field` unless `amount` can be paid."""
    least, most = limits(currency)
    if amount < least:
        raise Invalid("price_too_low", _("The lowest price is %(least)s.") % {"least": _shown(least, currency)}, field)
    if amount > most:
        raise Invalid("price_too_high", _("The highest price is %(most)s.") % {"most": _shown(most, currency)}, field)


def check_tiers(drafts: Sequence[TierDraft]) -> list[TierDraft]:
    """The drafts with clean texts. Raises Invalid; its field is `tiers`, or `tiers-<n>-<field>` counted from 0."""
    if len(drafts) > MAX_TIERS:
        raise Invalid(
            "too_many_tiers",
            _("An offer has at most %(most)s prices.") % {"most": number(MAX_TIERS, current())},
            "tiers",
        )
    clean = [_clean(draft, f"tiers-{place}-") for place, draft in enumerate(drafts)]
    _check_recommended(clean)
    names: set[str] = set()
    for place, draft in enumerate(clean):
        if len(clean) > 1 and not draft.name:
            text = _("Give each price a name, so that buyers can tell them apart.")
            raise Invalid("tier_name_missing", text, f"tiers-{place}-name")
        if draft.name.casefold() in names:
            raise Invalid("tier_name_twice", _("Two prices have the same name."), f"tiers-{place}-name")
        names.add(draft.name.casefold())
    ids = [draft.id for draft in clean if draft.id is not None]
    if len(ids) != len(set(ids)):
        raise Invalid("tier_twice", _("The same price was sent twice. Please reload the page."), "tiers")
    return clean


def _check_recommended(drafts: Sequence[TierDraft]) -> None:
    """Advice to take everything is none."""
    advised = [place for place, draft in enumerate(drafts) if draft.recommended]
    if len(advised) > 1:
        raise Invalid("recommended_twice", _("Only one price can be recommended."), f"tiers-{advised[1]}-recommended")


def _clean(draft: TierDraft, field: str) -> TierDraft:
    name, description = clean_text(draft.name), clean_text(draft.description, lines=True)
    if len(name) > NAME_LENGTH:
        raise Invalid("name_too_long", _("This name is too long."), field + "name")
    if len(description) > DESCRIPTION_LENGTH:
        raise Invalid("text_too_long", _("This text is too long. Please shorten it."), field + "description")
    if draft.pricing not in PRICING:
        raise Invalid("pricing_unknown", _("Please choose how this is priced."), field + "pricing")
    if draft.stock is not None and not 0 <= draft.stock <= MAX_STOCK:
        most = {"most": number(MAX_STOCK, current())}
        message = _("Please enter how many copies there are, at most %(most)s.") % most
        raise Invalid("stock_unclear", message, field + "stock")
    prices = () if draft.pricing == FREE else tuple(draft.prices)
    _check_prices(draft.pricing, prices, field)
    clean = replace(draft, name=name, prices=prices, description=description)
    launch.check_shape(clean, field)
    return clean


def _check_prices(pricing: str, prices: tuple[PriceDraft, ...], field: str) -> None:
    codes = [price.currency for price in prices]
    if len(codes) != len(set(codes)):
        raise Invalid("currency_twice", _("There are two prices in the same currency."), field + "prices")
    for price in prices:
        where = f"{field}amount_{price.currency}"
        if pricing == FIXED or price.amount != 0:
            check_amount(price.amount, price.currency, where)
        else:
            limits(price.currency)
        if pricing == FIXED and price.suggested is not None:
            raise Invalid("suggestion_needless", _("Only “pay what you want” has a suggested amount."), where)
        if price.launch is not None:
            check_amount(price.launch, price.currency, f"{field}launch_{price.currency}")
        if price.suggested is not None:
            _check_suggestion(price, f"{field}suggested_{price.currency}")


def _check_suggestion(price: PriceDraft, field: str) -> None:
    assert price.suggested is not None
    if price.suggested < price.amount:
        raise Invalid("suggestion_too_low", _("The suggested amount is lower than the lowest one."), field)
    if price.suggested != 0:
        check_amount(price.suggested, price.currency, field)


def unit_price(tier: Tier, price: Price | None, chosen: int | None = None) -> int:
    """What one copy costs in minor units of `price.currency` (a free tier needs no price).

    `chosen` is what the buyer of a pay-what-you-want tier entered; without it the suggestion, or else the least.
    Raises Invalid (field `amount`): price_missing, price_too_low, price_too_high.
    """
    if tier.pricing == FREE:
        return 0
    if price is None:
        raise Invalid("price_missing", _("This is not sold in that currency."), "amount")
    if tier.pricing == FIXED:
        return price.amount
    amount = (price.suggested if price.suggested is not None else price.amount) if chosen is None else chosen
    if amount < price.amount:
        least = {"least": _shown(price.amount, price.currency)}
        raise Invalid("price_too_low", _("Please enter %(least)s or more.") % least, "amount")
    if amount != 0:
        check_amount(amount, price.currency, "amount")
    return amount


def picks(price: Price) -> list[int]:
    """Amounts to choose by one button where the buyer says what to pay: least, suggested, half as much again, twice.

    Minor units, growing; nothing where nothing is asked for. Above the suggestion they are rounded up to what one says.
    """
    start = price.suggested or price.amount
    if not start:
        return []
    _least, most = limits(price.currency)
    found = [price.amount or start, start, _round(start * 3 // 2, price.currency), _round(start * 2, price.currency)]
    return [amount for amount in sorted(set(found)) if amount <= most]


def _round(amount: int, code: str) -> int:
    """Up to whole units of the currency: to fives from 20 on, to fifties from 200, to five hundreds from 2000."""
    unit: int = 10 ** currency(code).exponent
    step = next((unit * step for step in (500, 50, 5) if amount >= unit * step * 4), unit)
    return -(-amount // step) * step


def lowest(tiers: Iterable[Tier], fallback: str) -> tuple[dict[str, int], bool, bool]:
    """(`from_prices`, `free`, `prices_vary`) of an offer with these live tiers, whose prices are loaded.

    `fallback` is the currency under which an offer that is only free is listed.
    """
    found: dict[str, set[int]] = {}
    free = vary = False
    for tier in tiers:
        free |= tier.pricing == FREE
        vary |= tier.pricing == CHOOSE
        for price in tier.prices.all() if tier.pricing != FREE else ():
            found.setdefault(price.currency, set()).add(price.amount)
    if free:
        for amounts in found.values():
            amounts.add(0)
        found.setdefault(fallback, {0})
    vary |= any(len(amounts) > 1 for amounts in found.values())
    return {code: min(found[code]) for code in sorted(found, key=lambda c: (c != fallback, c))}, free, vary


def _shown(amount: int, currency: str) -> str:
    return Money(amount, currency).display(current())
