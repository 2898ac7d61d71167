"""The launch price: less until a moment, for the first copies, or both. Pure; all amounts are minor units.

It is real: the regular price that is struck through is what the next buyer pays, it ends when it was said to end, and
another one has to wait. So whatever a studio changes while it runs may only make it shorter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_moment
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.kit.refusal import Invalid

if TYPE_CHECKING:
    from dhara.catalog.prices.models import Price, Tier
    from dhara.catalog.prices.rules import TierDraft

Listed = Sequence[tuple[float | None, int | None, int, Mapping[str, Sequence[int]] | None]]
REST: Final = timedelta(days=30)  # between the end of one launch price and the next, and for the regular price to stand


@dataclass(frozen=True)
class Launch:
    """What a copy costs now instead of `regular`; `left` copies at most cost so (None: any number)."""

    amount: int
    regular: int
    until: datetime | None
    left: int | None

    def covers(self, quantity: int) -> int:
        return quantity if self.left is None else min(quantity, self.left)

    def off(self, quantity: int) -> int:
        """What it takes off so many copies."""
        return (self.regular - self.amount) * self.covers(quantity)

    def each(self, quantity: int) -> int:
        """What one of so many copies costs: the lower price only where all of them do."""
        return self.amount if self.covers(quantity) == quantity else self.regular

    def days_left(self, at: datetime) -> int | None:
        """Whole days until it ends."""
        return None if self.until is None else (self.until - at).days


def running(tier: Tier, price: Price | None, at: datetime, held: int = 0) -> Launch | None:
    """The launch price of a tier in the currency of `price`, where one is in force at `at`; no query.

    `held` copies were taken at it for this very buyer.
    """
    if price is None or price.launch is None or ended(tier, at, held) is not None:
        return None
    return Launch(price.launch, price.amount, tier.launch_until, _left(tier, held))


# For lists, of each tier with a launch price that is not sold out: [until (epoch), copies, taken, {code: [it, then]}].
FOR_LISTS: Final = """(
    SELECT jsonb_agg(jsonb_build_array(extract(epoch FROM t.launch_until), t.launch_copies, t.launch_taken, (
        SELECT jsonb_object_agg(p.currency, jsonb_build_array(p.launch, p.amount))
        FROM catalog_price p WHERE p.tier_id = t.id AND p.launch IS NOT NULL
    ))) FROM catalog_tier t WHERE t.offer_id = catalog_offer.id AND NOT t.retired
        AND (t.launch_until IS NOT NULL OR t.launch_copies IS NOT NULL)
        AND (t.stock IS NULL OR t.stock > t.sold + t.reserved)
)"""


def lowest(listed: Listed | None, currency: str, at: datetime) -> Launch | None:
    """The lowest launch price in force among what FOR_LISTS gave."""
    found = [
        Launch(lower[currency][0], lower[currency][1], end, left)
        for until, copies, taken, lower in listed or ()
        if lower and currency in lower
        for end in [None if until is None else datetime.fromtimestamp(until, UTC)]
        for left in [None if copies is None else max(0, copies - taken)]
        if (end is None or end > at) and left != 0
    ]
    return min(found, key=lambda each: each.amount, default=None)


def ended(tier: Tier, at: datetime, held: int = 0) -> datetime | None:
    """When the tier's last launch price ended; None while it runs, or where there never was one."""
    if tier.launch_until is not None and tier.launch_until <= at:
        return tier.launch_until
    return tier.launch_last_at if _left(tier, held) == 0 else None


def set_up(tier: Tier) -> bool:
    return tier.launch_until is not None or tier.launch_copies is not None


def _left(tier: Tier, held: int) -> int | None:
    return None if tier.launch_copies is None else max(0, tier.launch_copies - tier.launch_taken + held)


def bans_another(tier: Tier, published_at: datetime | None, at: datetime) -> datetime | None:
    """The moment from which a new launch price may begin, while that is ahead."""
    if not _was_seen(tier, published_at):
        return None
    over = ended(tier, at)
    free = (over or tier.launch_until or at) + REST
    return free if over is None or free > at else None


def _was_seen(tier: Tier, published_at: datetime | None) -> bool:
    """Whether anybody saw the tier's launch price: from then on it may only be made shorter."""
    return set_up(tier) and published_at is not None and (tier.launch_until is None or tier.launch_until > published_at)


def check_shape(draft: TierDraft, field: str) -> None:
    """A launch price has an end and is lower than the regular one. `field` is the beginning of the row's fields."""
    lower = [price for price in draft.prices if price.launch is not None]
    for price in lower:
        if price.launch is not None and price.launch >= price.amount:
            text = _("The launch price must be lower than the regular one.")
            raise Invalid("launch_not_lower", text, f"{field}launch_{price.currency}")
    if draft.launch_copies is not None and draft.launch_copies < 1:
        raise Invalid("launch_copies_unclear", _("Please enter one copy or more."), f"{field}launch_copies")
    bounded = draft.launch_until is not None or draft.launch_copies is not None
    if lower and not bounded:
        text = _("Say when the launch price ends: on a day, after a number of copies, or both.")
        raise Invalid("launch_endless", text, f"{field}launch_until")
    if bounded and not lower:
        first = draft.prices[0].currency if draft.prices else ""
        raise Invalid("launch_missing", _("Please enter the launch price."), f"{field}launch_{first}")
    if lower and draft.pricing != "fixed":
        text = _("Only a fixed price can have a launch price.")
        raise Invalid("launch_needs_fixed", text, f"{field}launch_until")


def changed(tier: Tier, draft: TierDraft, published_at: datetime | None, at: datetime, field: str) -> TierDraft:
    """The draft of a tier (prices loaded) with the launch price that it has from now on. Raises Invalid.

    A running one that is left out ends now. One that is over stays known until another may begin.
    """
    known = {price.currency: price for price in tier.prices.all()} if tier.pk else {}
    if not _was_seen(tier, published_at):
        _check_ahead(draft, at, field)
        return draft
    over = ended(tier, at)
    if over is None:
        return _while_running(tier, known, draft, at, field)
    if at >= over + REST:
        _check_ahead(draft, at, field)
        return draft
    _check_regular(known, draft, over, field)
    if asks(draft) and not _same(tier, known, draft):
        raise Invalid("launch_too_soon", too_soon(over + REST, over), f"{field}launch_until")
    return _with(draft, {code: price.launch for code, price in known.items()}, tier.launch_until, tier.launch_copies)


def fresh(tier: Tier, published_at: datetime | None, at: datetime) -> bool:
    """Whether what `changed` gave is another launch price, whose copies are counted from none."""
    over = ended(tier, at)
    return not _was_seen(tier, published_at) or (over is not None and at >= over + REST)


def too_soon(free: datetime, over: datetime | None = None) -> str:
    if over is None:
        return _("Another launch price of this offer was there not long ago. A new one is possible from %(free)s.") % {
            "free": _moment(free)
        }
    return _(
        "The last launch price ended on %(over)s. So that the regular price is a real one, a new one is possible from "
        "%(free)s."
    ) % {"over": _moment(over), "free": _moment(free)}


def _while_running(tier: Tier, known: Mapping[str, Price], draft: TierDraft, at: datetime, field: str) -> TierDraft:
    given = {price.currency: price for price in draft.prices}
    for code, price in known.items():
        if price.launch is None:
            continue
        if draft.pricing != "fixed" or code not in given or given[code].amount != price.amount:
            text = _("While the launch price runs, the regular price of %(price)s stays as it is: buyers see it.")
            shown = {"price": Money(price.amount, code).display(current())}
            raise Invalid("launch_regular", text % shown, f"{field}amount_{code}")
    if not asks(draft):
        return _with(draft, {code: price.launch for code, price in known.items()}, at, tier.launch_copies)
    for code, price in known.items():
        if price.launch is not None and given[code].launch != price.launch:
            text = _(
                "A launch price that runs stays as it is. You can end it sooner, or empty all of it to end it now."
            )
            raise Invalid("launch_changed", text, f"{field}launch_{code}")
    _check_shorter(tier, draft, at, field)
    return draft


def _check_shorter(tier: Tier, draft: TierDraft, at: datetime, field: str) -> None:
    until, copies = draft.launch_until, draft.launch_copies
    if tier.launch_until is not None and (until is None or until > tier.launch_until):
        text = _("It was said to end on %(end)s, so it can end sooner but not later.")
        raise Invalid("launch_longer", text % {"end": _moment(tier.launch_until)}, f"{field}launch_until")
    if tier.launch_copies is not None and (copies is None or copies > tier.launch_copies):
        text = _("It was said to be for %(copies)s copies, so it can be for fewer but not for more.")
        shown = {"copies": number(tier.launch_copies, current())}
        raise Invalid("launch_longer", text % shown, f"{field}launch_copies")
    if copies is not None and copies < tier.launch_taken:
        text = _("%(taken)s copies were bought at the launch price already; the number can not be lower.")
        shown = {"taken": number(tier.launch_taken, current())}
        raise Invalid("launch_copies_taken", text % shown, f"{field}launch_copies")
    _check_ahead(draft, at, field)


def _check_ahead(draft: TierDraft, at: datetime, field: str) -> None:
    if draft.launch_until is not None and draft.launch_until <= at:
        raise Invalid("launch_over", _("The launch price must end in the future."), f"{field}launch_until")


def _check_regular(known: Mapping[str, Price], draft: TierDraft, over: datetime, field: str) -> None:
    """Buyers were told what it costs afterwards."""
    given = {price.currency: price.amount for price in draft.prices}
    for code, price in known.items():
        lower = draft.pricing != "fixed" or given.get(code, price.amount) < price.amount
        if price.launch is not None and lower:
            text = _(
                "Buyers of the launch price were told that it costs %(price)s afterwards. It can be lowered from "
                "%(free)s."
            )
            shown = {"price": Money(price.amount, code).display(current()), "free": _moment(over + REST)}
            raise Invalid("launch_regular", text % shown, f"{field}amount_{code}")


def asks(draft: TierDraft) -> bool:
    """Whether it has a launch price."""
    return any(price.launch is not None for price in draft.prices)


def _same(tier: Tier, known: Mapping[str, Price], draft: TierDraft) -> bool:
    lower = {price.currency: price.launch for price in draft.prices}
    return (draft.launch_until, draft.launch_copies) == (tier.launch_until, tier.launch_copies) and all(
        lower.get(code) == price.launch for code, price in known.items()
    )


def _with(draft: TierDraft, lower: Mapping[str, int | None], until: datetime | None, copies: int | None) -> TierDraft:
    prices = (replace(price, launch=lower.get(price.currency)) for price in draft.prices)
    return replace(draft, prices=tuple(prices), launch_until=until, launch_copies=copies)


def _moment(value: datetime) -> str:
    return show_moment(value, current(), timezone.get_current_timezone())
