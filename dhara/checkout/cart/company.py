"""What the company costs less by: lines that a studio suggests beside others, and what it suggests besides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from dhara.catalog.models import Suggestion
from dhara.catalog.suggestions import queries as suggestions
from dhara.catalog.suggestions import rules as suggested
from dhara.catalog.suggestions.rules import CROSS, TOGETHER
from dhara.checkout.cart.models import Cart, CartLine
from dhara.checkout.pricing.rules import BUMP, UPSELL, Reason
from dhara.kit import rows
from dhara.kit.currency import Money


@dataclass(frozen=True)
class Company:
    """`offered` are what the offers in the cart suggest with them, `brought` (by id) what brought lines into it."""

    offered: Sequence[Suggestion] = ()
    brought: dict[int, Suggestion] = field(default_factory=dict)
    after: bool = False

    def cheaper(self, line: CartLine, unit: Money, there: Collection[int]) -> Reason | None:
        """What is taken off a line, for one copy; `there` are the offers in the cart that can be bought."""
        if self.after:
            own = self.brought.get(line.suggestion_id or 0)
            amount = suggested.worth(own, unit).minor if own else 0
            return Reason(UPSELL, own.offer.title, amount) if own and amount else None
        fitting = [each for each in self.offered if each.tier_id == line.tier_id and each.offer_id in there]
        best = max(fitting, key=lambda each: suggested.worth(each, unit).minor, default=None)
        amount = suggested.worth(best, unit).minor if best else 0
        return Reason(BUMP, best.offer.title, amount) if best and amount else None

    def lost(self, line: CartLine, there: Collection[int]) -> str:
        """The title of the offer without which a line costs what it costs alone; empty where nothing is lost."""
        own = self.brought.get(line.suggestion_id or 0)
        cheap = own is not None and (own.bp or own.amounts)
        return own.offer.title if own and cheap and not self.after and own.offer_id not in there else ""

    def tiers(self, lines: Iterable[CartLine]) -> list[Suggestion]:
        """The bumps of what is not in the cart yet, each tier once."""
        had = {line.tier_id for line in lines}
        found: dict[int, Suggestion] = {}
        for each in self.offered:
            if each.kind != CROSS and each.tier_id not in had:
                found.setdefault(each.tier_id, each)
        return list(found.values())


def company(cart: Cart, lines: Sequence[CartLine], *, covers: bool) -> Company:
    """No query where no offer in the cart suggests anything and no line came by a suggestion; else one or two."""
    ids = [] if cart.after_id else [line.offer_id for line in lines if set(TOGETHER) & set(line.offer.suggests)]
    offered = suggestions.beside(ids, *TOGETHER, covers=covers) if ids else []
    known = {each.pk: each for each in offered}
    missing = {line.suggestion_id for line in lines if line.suggestion_id} - known.keys()
    if missing:
        more = rows.load(Suggestion, "t.id = ANY(%s)", [sorted(missing)], along=("offer",))
        known |= {each.pk: each for each in more}
    return Company(offered, known, cart.after_id is not None)
