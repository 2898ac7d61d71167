"""What the page of a gig shows: packages beside each other, extras, what is asked, how the money is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dhara.catalog.models import Offer
from dhara.delivery.gigs import queries
from dhara.delivery.gigs.models import Package
from dhara.delivery.gigs.rules import Extra, Question, read, read_extras
from dhara.kit.currency import Money
from dhara.money.policies.queries import value
from dhara.web.storefront.page import TierShown, Wares


@dataclass(frozen=True, slots=True)
class PackageShown:
    """A tier with what it promises; `revisions` None: as many as the buyer likes."""

    tier: TierShown
    days: int
    revisions: int | None
    scope: list[str]


@dataclass(frozen=True, slots=True)
class ExtraShown:
    key: str
    title: str
    about: str
    days: int
    price: Money


@dataclass(frozen=True, slots=True)
class Held:
    """The numbers in force: how long silence accepts, from when lateness cancels, what the seller pays of it."""

    accept_days: int
    late_hours: int
    change_hours: int
    fee_bp: int
    fee: Money

    @property
    def percent(self) -> str:
        return f"{self.fee_bp / 100:g}"


@dataclass(frozen=True, slots=True)
class GigShown:
    """`next_place` is when the first of the works under way is due, where all places are taken and that is ahead."""

    packages: list[PackageShown]
    extras: list[ExtraShown]
    questions: list[Question]
    faq: list[dict[str, str]]
    held: Held
    full: bool
    next_place: datetime | None

    @property
    def preset(self) -> int:
        """The tier that is chosen until the visitor chooses: the recommended one, else the first that can be had."""
        buyable = [each.tier for each in self.packages if each.tier.buyable]
        best = next((each for each in buyable if each.recommended), buyable[0] if buyable else None)
        return best.id if best else 0

    @property
    def buyable(self) -> bool:
        return bool(self.preset) and not self.full

    @property
    def days(self) -> int:
        """The soonest that any package promises."""
        return min((each.days for each in self.packages), default=0)

    @property
    def only(self) -> PackageShown | None:
        return self.packages[0] if len(self.packages) == 1 else None

    @property
    def scope(self) -> list[tuple[str, list[bool]]]:
        """What any package holds, and which of them hold it."""
        known = dict.fromkeys(line for each in self.packages for line in each.scope)
        return [(line, [line in each.scope for each in self.packages]) for line in known]


def gig(offer: Offer, wares: Wares, at: datetime) -> GigShown:
    """Four queries, one more while it is full; the policies are remembered."""
    terms = queries.terms_of(offer.pk)
    promised = queries.packages([tier.id for tier in wares.tiers])
    queue = queries.under_way([offer.pk]).get(offer.pk)
    full = queue is not None and queue.full
    due = queries.next_place(offer.pk) if full else None
    return GigShown(
        [_package(tier, promised.get(tier.id)) for tier in wares.tiers],
        _extras(read_extras(terms.extras if terms else ()), wares.currency),
        read(terms.questions if terms else ()),
        terms.faq if terms else [],
        Held(
            value("work.gig.accept_days", at=at),
            value("work.gig.late_hours", at=at),
            value("work.change_hours", at=at),
            value("platform.fee_bp", studio_id=offer.studio_id, at=at),
            Money(value("platform.fee_minor", studio_id=offer.studio_id, at=at), wares.currency),
        ),
        full,
        due if due and due > at else None,
    )


def _package(tier: TierShown, found: Package | None) -> PackageShown:
    return PackageShown(
        tier, found.days if found else 0, found.revisions if found else None, found.scope if found else []
    )


def _extras(extras: Sequence[Extra], code: str) -> list[ExtraShown]:
    """Those that are sold in the currency."""
    return [
        ExtraShown(each.key, each.title, each.about, each.days, Money(each.prices[code], code))
        for each in extras
        if code in each.prices
    ]
