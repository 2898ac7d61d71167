"""A cart as it is shown and bought: its lines by seller, what each costs and why, what is paid."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from dhara.catalog.bundles import queries as bundles
from dhara.catalog.bundles.queries import Part
from dhara.catalog.kinds import Added, Answers
from dhara.catalog.models import Offer, Suggestion, Tier
from dhara.catalog.prices.launch import Launch
from dhara.catalog.prices.rules import CHOOSE
from dhara.checkout.cart import rules
from dhara.checkout.cart.models import Cart
from dhara.checkout.pricing.rules import Priced, Reason, TaxSum, summed
from dhara.kit.currency import Money
from dhara.kit.refusal import Invalid
from dhara.money.tax.rules import Place
from dhara.people.models import Studio


@dataclass(frozen=True)
class LineView:
    """One line as it stands. `unit` is the price now (None: not sold in the cart's currency), `shown` the one seen.

    `listed` is what the line costs without discounts, `total` with them, before tax on top. `priced` says more of a
    line that can be bought: its discounts, its tax and the `gross` that is paid for it. `parts` are those of a bundle,
    `owned_parts` the ids of those tiers among them that the buyer has already. `cheaper` is what the company takes off,
    `lost` the title of the offer whose company it lacks. `launch` is the launch price in force, `now` what one costs
    at this moment with it: None where nobody asked for a moment. `added` is what was chosen besides, part of `unit`.
    """

    id: int
    offer: Offer
    tier: Tier
    quantity: int
    most: int
    unit: Money | None
    shown: Money
    listed: Money
    total: Money
    minimum: Money | None
    problem: rules.Problem | None
    owned: bool
    priced: Priced | None = None
    parts: tuple[Part, ...] = ()
    owned_parts: frozenset[int] = frozenset()
    cheaper: Reason | None = None
    lost: str = ""
    launch: Launch | None = None
    now: Money | None = None
    answers: Answers = field(default_factory=dict)
    added: tuple[Added, ...] = ()

    @property
    def besides(self) -> list[tuple[str, Money]]:
        """What was chosen besides, and what of the price it is."""
        return [(each.title, Money(each.amount, self.total.currency)) for each in self.added]

    @property
    def changed(self) -> bool:
        """Whether the price is another than the one that the buyer saw."""
        return self.now is not None and self.now != self.shown

    @property
    def launched(self) -> int:
        """How many of the copies cost the launch price."""
        return self.launch.covers(self.quantity) if self.launch else 0

    @property
    def reasons(self) -> list[tuple[str, str, Money]]:
        """Why it costs less: (kind, words, how much)."""
        given = self.priced.reasons if self.priced else ()
        return [(each.kind, each.words, Money(each.amount, self.total.currency)) for each in given]

    @property
    def owned_titles(self) -> list[str]:
        """What the bundle gives and the buyer has already."""
        return [part.offer.title for part in self.parts if part.tier.pk in self.owned_parts]

    @property
    def saving(self) -> Money | None:
        """What the bundle costs less than its parts one by one."""
        return bundles.saving(self.parts, self.unit)

    @property
    def choosable(self) -> bool:
        return self.tier.pricing == CHOOSE


@dataclass(frozen=True)
class Bump:
    """What may be added with a tick: `unit` is its regular price, `price` what it costs here, `less` than alone."""

    suggestion: Suggestion
    unit: Money
    price: Money
    less: Money

    @property
    def tier(self) -> Tier:
        return self.suggestion.tier

    @property
    def offer(self) -> Offer:
        offer: Offer = self.tier.offer
        return offer

    @property
    def saving(self) -> Money:
        return self.unit - self.price


@dataclass(frozen=True)
class Group:
    """The lines of one seller."""

    studio: Studio
    lines: list[LineView]
    total: Money

    @property
    def stuck(self) -> bool:
        """Whether none of it can be bought, so that the total says nothing."""
        return all(line.problem for line in self.lines)


@dataclass(frozen=True)
class CartView:
    """A cart to be shown or bought. All sums count only lines that have no problem.

    `listed` less `discount` plus the `taxes` that come on top is `total`: exactly what is paid. `applied` and `idle`
    are the coupons; `needs_place` when a studio charges tax, so that the buyer's country matters, and `needs_region`
    when in that country the state or province does, too.
    """

    cart: Cart | None
    currency: str
    groups: list[Group] = field(default_factory=list)
    total: Money = field(default_factory=lambda: Money(0, "BDT"))
    currencies: list[str] = field(default_factory=list)
    listed: Money = field(default_factory=lambda: Money(0, "BDT"))
    discount: Money = field(default_factory=lambda: Money(0, "BDT"))
    taxes: list[TaxSum] = field(default_factory=list)
    applied: list[rules.Applied] = field(default_factory=list)
    idle: list[rules.Idle] = field(default_factory=list)
    needs_place: bool = False
    needs_region: bool = False
    place: Place = field(default_factory=Place)
    bumps: list[Bump] = field(default_factory=list)

    @property
    def stuck(self) -> bool:
        """As of a group; an empty cart is not."""
        return bool(self.groups) and all(group.stuck for group in self.groups)

    @property
    def tops(self) -> list[tuple[TaxSum, Money]]:
        """Taxes that are added to the prices."""
        return [(each, Money(each.amount, self.currency)) for each in self.taxes if not each.inclusive]

    @property
    def within(self) -> list[tuple[TaxSum, Money]]:
        """Taxes that the prices contain."""
        return [(each, Money(each.amount, self.currency)) for each in self.taxes if each.inclusive]

    @property
    def reductions(self) -> list[tuple[str, str, Money]]:
        """Why it costs less, over all lines: (kind, words, how much)."""
        reasons = summed(reason for line in self.lines if line.priced for reason in line.priced.reasons)
        return [(each.kind, each.words, Money(each.amount, self.currency)) for each in reasons]

    @property
    def collectors(self) -> set[int]:
        """The studios whose own account at a gateway may collect: nobody's, where collaborators share something."""
        shared = any(line.offer.shared for line in self.lines)
        return set() if shared else {group.studio.pk for group in self.groups}

    @property
    def lines(self) -> list[LineView]:
        return [line for group in self.groups for line in group.lines]

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def changes(self) -> list[LineView]:
        return [line for line in self.lines if line.changed]

    @property
    def problems(self) -> list[LineView]:
        return [line for line in self.lines if line.problem]

    @property
    def can_be_placed(self) -> bool:
        return bool(self.lines) and not self.problems


def check_place(view: CartView) -> None:
    """Raises Invalid where the tax depends on what the buyer has not said yet, on `country` or `region`."""
    if view.needs_place and not view.place.country:
        raise Invalid("country_missing", _("Please choose your country: the tax depends on it."), "country")
    if view.needs_region and not view.place.region:
        raise Invalid("region_missing", _("Please choose your state or province: the tax depends on it."), "region")
