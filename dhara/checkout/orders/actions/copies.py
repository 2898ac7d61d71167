"""The copies that an order sets aside, frees, sells: of each line's tier, and of every part of a bundle.

Parts are counted whether they are limited or not, so that what was set aside can be freed whatever the studio changes
in the meantime. All of an order are counted in the order of tiers, so that two buyers never wait for each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from dhara.catalog.models import Offer
from dhara.catalog.prices import actions as prices
from dhara.checkout.cart.held import full
from dhara.checkout.orders import rules
from dhara.checkout.orders.models import OrderLine
from dhara.kit.refusal import Refused

Kept = Mapping[str, Any]


def tiers_of(line: OrderLine, kept: Kept) -> list[int]:
    """The tiers of which the line takes copies; `kept` are the policies of its order."""
    return [line.tier_id, *kept.get(rules.PARTS, {}).get(str(line.offer_id), ())]


def is_bundle(line: OrderLine, kept: Kept) -> bool:
    return str(line.offer_id) in kept.get(rules.PARTS, {})


def is_counted(line: OrderLine, kept: Kept) -> bool:
    """Whether copies are set aside for the line: its tier is limited, or its launch price, or it is a bundle."""
    return line.tier.stock is not None or is_bundle(line, kept) or bool(_launched([line], kept))


def reserve(lines: Sequence[OrderLine], kept: Kept, at: datetime) -> None:
    """Raises Refused('sold_out'), or Refused('price_changed') where the copies at the launch price are gone."""
    for tier_id, copies in sorted(_counted(lines, kept).items()):
        prices.reserve(tier_id, copies)
    for tier_id, copies in _launched(lines, kept):
        prices.take_launch(tier_id, copies, at)


def check_places(lines: Sequence[OrderLine], kept: Kept) -> None:
    """Raises Refused where there is no place for the work that is ordered; none is given away until the caller is done.

    An order that waits to be paid has its place.
    """
    held = kept.get(rules.HELD, ())
    offers = Offer.objects.in_bulk({line.offer_id for line in lines if line.offer_id in held})
    for refusal in full((offers[line.offer_id] for line in lines if line.offer_id in offers), lock=True).values():
        raise refusal


def release(lines: Sequence[OrderLine], kept: Kept) -> None:
    for tier_id, copies in sorted(_counted(lines, kept).items()):
        prices.release(tier_id, copies)
    for tier_id, copies in _launched(lines, kept):
        prices.give_back_launch(tier_id, copies)


def put_back(lines: Iterable[OrderLine], kept: Kept) -> None:
    """The lines were refunded: others can buy the copies."""
    for tier_id, copies in sorted(_counted(lines, kept).items()):
        prices.put_back(tier_id, copies)


def sell(lines: Sequence[OrderLine], kept: Kept, at: datetime) -> None:
    """Sell every line's copies; all, or (with what `reserve` raises) none: then what was set aside still is."""
    launched = _launched([line for line in lines if not line.stock_held], kept)
    for place, (tier_id, copies) in enumerate(launched):
        try:
            prices.take_launch(tier_id, copies, at)
        except Refused:
            _give_back(launched[:place])
            raise
    try:
        _sell(lines, kept)
    except Refused:
        _give_back(launched)
        raise


def _give_back(launched: Iterable[tuple[int, int]]) -> None:
    for tier_id, copies in launched:
        prices.give_back_launch(tier_id, copies)


def _sell(lines: Sequence[OrderLine], kept: Kept) -> None:
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


def _launched(lines: Iterable[OrderLine], kept: Kept) -> list[tuple[int, int]]:
    """(tier, copies) at a launch price that is for so many copies only, in the order of tiers."""
    numbers = kept.get(rules.LAUNCHED)
    if not numbers:
        return []
    tiers = {line.tier_id for line in lines}
    return sorted((int(key), copies) for key, copies in numbers.items() if int(key) in tiers)


def _counted(lines: Iterable[OrderLine], kept: Kept) -> Counter[int]:
    counted: Counter[int] = Counter()
    for line in lines:
        for tier_id in tiers_of(line, kept):
            counted[tier_id] += line.quantity
    return counted
