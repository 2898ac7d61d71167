"""The copies that an order sets aside, frees, sells: of each line's tier, and of every part of a bundle.

Parts are counted whether they are limited or not, so that what was set aside can be freed whatever the studio changes
in the meantime. All of an order are counted in the order of tiers, so that two buyers never wait for each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dhara.catalog.prices import actions as prices
from dhara.checkout.orders import rules
from dhara.checkout.orders.models import OrderLine
from dhara.kit.refusal import Refused

Kept = Mapping[str, Any]


def tiers_of(line: OrderLine, kept: Kept) -> list[int]:
    """The tiers of which the line takes copies; `kept` are the policies of its order."""
    return [line.tier_id, *kept.get(rules.PARTS, {}).get(str(line.offer_id), ())]


def is_bundle(line: OrderLine, kept: Kept) -> bool:
    return str(line.offer_id) in kept.get(rules.PARTS, {})


def reserve(lines: Iterable[OrderLine], kept: Kept) -> None:
    """Raises Refused('sold_out')."""
    for tier_id, copies in sorted(_counted(lines, kept).items()):
        prices.reserve(tier_id, copies)


def release(lines: Iterable[OrderLine], kept: Kept) -> None:
    for tier_id, copies in sorted(_counted(lines, kept).items()):
        prices.release(tier_id, copies)


def put_back(lines: Iterable[OrderLine], kept: Kept) -> None:
    """The lines were refunded: others can buy the copies."""
    for tier_id, copies in sorted(_counted(lines, kept).items()):
        prices.put_back(tier_id, copies)


def sell(lines: Sequence[OrderLine], kept: Kept) -> None:
    """Sell every line's copies; all, or (with Refused('sold_out')) none: then what was set aside still is."""
    wanted = sorted(
        ((tier_id, line.stock_held, line.quantity) for line in lines for tier_id in tiers_of(line, kept)),
    )
    taken: list[tuple[int, bool, int]] = []
    for each in wanted:
        tier_id, held, copies = each
        try:
            (prices.sell if held else prices.take_for_paid)(tier_id, copies)
        except Refused:
            for sold, was_held, number in reversed(taken):
                (prices.unsell if was_held else prices.put_back)(sold, number)
            raise
        taken.append(each)


def _counted(lines: Iterable[OrderLine], kept: Kept) -> Counter[int]:
    counted: Counter[int] = Counter()
    for line in lines:
        for tier_id in tiers_of(line, kept):
            counted[tier_id] += line.quantity
    return counted
