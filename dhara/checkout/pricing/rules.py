"""The rule itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.money.tax.rules import NO_LEVY, Levy

# Why something costs less. A coupon's words are its code, a bump's and an upsell's the offer that it is bought with.
# A launch price has no words: its end stands on the offer's page and in the cart.
COUPON, UNTAXED, BUMP, UPSELL, LAUNCH = "coupon", "untaxed", "bump", "upsell", "launch"


@dataclass(frozen=True)
class Item:
    """A line to be priced: `quantity` of what costs `list_price` each (minor units, without any discount)."""

    list_price: int
    quantity: int = 1
    levy: Levy = NO_LEVY

    @property
    def listed(self) -> int:
        return self.list_price * self.quantity


@dataclass(frozen=True)
class Reduction:
    """`amount` off the lines at these `places` together; `kind` and `words` tell the buyer why."""

    kind: str
    words: str
    amount: int
    places: tuple[int, ...]


@dataclass(frozen=True)
class Reason:
    """A part of a line's discount, as it is kept in the line's `discounts`."""

    kind: str
    words: str
    amount: int

    def kept(self) -> dict[str, Any]:
        return {"kind": self.kind, "words": self.words, "amount": self.amount}


def summed(reasons: Iterable[Reason]) -> list[Reason]:
    """One reason for each kind and word, with what it took off all lines."""
    sums: dict[tuple[str, str], int] = {}
    for each in reasons:
        sums[each.kind, each.words] = sums.get((each.kind, each.words), 0) + each.amount
    return [Reason(kind, words, amount) for (kind, words), amount in sums.items()]


def in_words(kind: str, words: str) -> str:
    """Why something costs less, for the reader."""
    if kind == COUPON:
        return _("Code %(code)s") % {"code": words}
    if kind == UNTAXED:
        return _("%(tax)s, owed by you at home (reverse charge)") % {"tax": words}
    if kind == BUMP:
        return _("Together with “%(title)s”") % {"title": words}
    if kind == UPSELL:
        return _("Right after “%(title)s”") % {"title": words}
    return _("Launch price") if kind == LAUNCH else words


@dataclass(frozen=True)
class Priced:
    """What a line comes to: `gross` is paid, and contains `tax`; gross = listed − discount + tax on top."""

    item: Item
    reasons: tuple[Reason, ...]
    tax: int
    gross: int

    @property
    def discount(self) -> int:
        return sum(reason.amount for reason in self.reasons)

    @property
    def total(self) -> int:
        """What it costs after discounts, before tax on top."""
        return self.item.listed - self.discount


def price(items: Sequence[Item], reductions: Sequence[Reduction], currency: str) -> list[Priced]:
    """Each line with its discounts and its tax, in the order of `items`.

    Reductions are taken off one after the other, in proportion to what the lines still cost; one that is more than
    its lines still cost takes all of it and no more. ValueError for an amount below zero.
    """
    left = [item.listed for item in items]
    reasons: list[list[Reason]] = [[] for _item in items]
    for reduction in reductions:
        parts = spread(reduction.amount, [left[place] for place in reduction.places])
        for place, part in zip(reduction.places, parts, strict=True):
            if part:
                left[place] -= part
                reasons[place].append(Reason(reduction.kind, reduction.words, part))
    return [
        _taxed(item, tuple(why), Money(rest, currency)) for item, why, rest in zip(items, reasons, left, strict=True)
    ]


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` over lines in proportion to what they cost, no line getting more than it costs.

    Rounded down; the last line that has room takes the rounding. What is above the sum of the weights is left out.
    """
    if amount < 0 or min(weights, default=0) < 0:
        raise ValueError("a discount makes nothing dearer")
    whole = sum(weights)
    amount = min(amount, whole)
    parts = [amount * weight // whole if whole else 0 for weight in weights]
    missing = amount - sum(parts)
    for place in reversed(range(len(parts))):
        more = min(missing, weights[place] - parts[place])
        parts[place] += more
        missing -= more
    return parts


def _taxed(item: Item, reasons: tuple[Reason, ...], rest: Money) -> Priced:
    levy = item.levy
    if not levy.reverse:
        tax = levy.of(rest).minor
        return Priced(item, reasons, tax, rest.minor if levy.inclusive else rest.minor + tax)
    # The buyer owes it to their own office: what a price contains of it is taken off and told.
    contained = levy.of(rest).minor if levy.inclusive else 0
    if contained:
        reasons = (*reasons, Reason(UNTAXED, levy.name, contained))
    return Priced(item, reasons, 0, rest.minor - contained)


@dataclass(frozen=True)
class TaxSum:
    """One row of the bill: how much of a tax, and whether it was in the prices already."""

    name: str
    bp: int
    inclusive: bool
    amount: int

    @property
    def percent(self) -> str:
        return f"{self.bp / 100:g}"


def taxes(lines: Sequence[Priced]) -> list[TaxSum]:
    """The taxes of a bill, one row for each name, rate and way."""
    sums: dict[tuple[str, int, bool], int] = {}
    for line in lines:
        levy = line.item.levy
        if line.tax:
            key = (levy.name, levy.bp, levy.inclusive)
            sums[key] = sums.get(key, 0) + line.tax
    return [TaxSum(*key, amount) for key, amount in sums.items()]
