"""Gigs between cart and receipt: what can be added to them, and where the work goes on after the payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dhara.checkout.cart.queries import CartView, Group, LineView
from dhara.checkout.models import Order, OrderLine
from dhara.checkout.orders.rules import HELD
from dhara.delivery.gigs import queries
from dhara.delivery.gigs.models import Package
from dhara.delivery.gigs.rules import GIG, Extra, read_extras
from dhara.kit.currency import Money
from dhara.work.engagements.queries import address, silent_until
from dhara.work.models import Unit


@dataclass(frozen=True)
class Choice:
    """An extra beside a line of the cart."""

    extra: Extra
    price: Money
    on: bool


@dataclass(frozen=True)
class CartRow:
    """A line of the cart; of a gig with its package and everything that can be added to it."""

    line: LineView
    package: Package | None
    choices: list[Choice]

    @property
    def days(self) -> int:
        """In how many days it is delivered, extras included."""
        return (self.package.days if self.package else 0) + sum(each.extra.days for each in self.choices if each.on)


def groups(view: CartView) -> list[tuple[Group, list[CartRow]]]:
    """The lines by seller. Two queries where there is a gig among them."""
    works = [line for line in view.lines if line.offer.kind == GIG]
    extras = queries.extras_of(line.offer.pk for line in works) if works else {}
    promised = queries.packages(line.tier.pk for line in works) if works else {}
    rows = {
        line.id: CartRow(
            line, promised.get(line.tier.pk), _choices(line, read_extras(extras.get(line.offer.pk, ())), view.currency)
        )
        for line in view.lines
    }
    return [(group, [rows[line.id] for line in group.lines]) for group in view.groups]


def _choices(line: LineView, extras: list[Extra], code: str) -> list[Choice]:
    chosen = line.answers.get("extras", ())
    return [Choice(each, Money(each.prices[code], code), each.key in chosen) for each in extras if code in each.prices]


@dataclass(frozen=True)
class Work:
    """A bought line that is work: `unit` and `url` of its room are there once the worker process has begun it."""

    line: OrderLine
    unit: Unit | None
    url: str

    @property
    def held(self) -> bool:
        """Whether its money is set aside: then the room is the way to have it back."""
        return self.unit is None or self.unit.engagement.ended_at is None

    @property
    def state(self) -> str:
        """Its state in the reader's words."""
        return str(self.unit.table().states[self.unit.status]) if self.unit else ""

    @property
    def by_itself(self) -> datetime | None:
        """When silence accepts what was delivered."""
        return silent_until(self.unit) if self.unit and self.unit.status == "submitted" else None


def works(order: Order) -> list[Work]:
    """The order's lines that are work, as its buyer sees them. No query for what holds none, else one or two."""
    held = order.policies.get(HELD, ())
    lines = [line for line in order.lines.all() if line.offer_id in held]
    units = queries.units_of(line.pk for line in lines) if lines else {}
    return [
        Work(line, unit, address(unit.engagement, "buyer") if unit else "")
        for line, unit in ((line, units.get(line.pk)) for line in lines)
    ]
