"""The protocol that every kind of offer implements in `delivery/<kind>/kind.py`, and the one map of kinds.

The catalogue owns the protocol and stands below delivery, so the map is filled from above, once, by delivery's
app when it is ready: no import points up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from dhara.kit.actor import Actor
from dhara.kit.refusal import Refused

if TYPE_CHECKING:
    from dhara.catalog.offers.models import Offer
    from dhara.catalog.prices.models import Tier


@dataclass(frozen=True)
class Sold:
    """One paid line, as delivery sees it. Amounts in minor units.

    `key` is unique per line: granting twice is granting once.
    """

    key: str
    offer: Offer
    tier: Tier
    quantity: int
    email: str
    name: str
    language: str
    account_id: int | None
    order_id: int
    line_id: int


class Lack(str):
    """Something that an offer lacks, in words. `place` is where its editor asks for it: a section or a field's id."""

    place: str

    def __new__(cls, words: object, place: str = "") -> Lack:
        made = super().__new__(cls, words)
        made.place = place
        return made


class Kind(Protocol):
    """`label` and `about` are for the studio that chooses what to sell; `icon` is a lucide name.

    `max_quantity` is how many of one tier may be in one order. `held` kinds sell what is yet to be done: the studio's
    part of the sale is set aside (money.escrow, for `line:<id>`) until the kind releases it.
    """

    code: str
    label: Any
    about: Any
    icon: str
    max_quantity: int
    held: bool

    def missing(self, offer: Offer) -> list[str]:
        """What the offer lacks before it can be published, in the reader's language; empty when it is complete.

        A `Lack` says where the editor asks for it.
        """

    def priced(self, offer: Offer, tier_ids: Sequence[int], *, at: datetime) -> None:
        """The tiers of the offer were just set: put right what follows from the kind, such as how many are left."""

    def clean(self, offer: Offer, tier: Tier, answers: dict[str, Any]) -> dict[str, Any]:
        """Check what the buyer filled in for this kind. Raises Refused with the field."""

    def hold(self, tier: Tier, quantity: int, *, key: str, at: datetime) -> None:
        """Set aside what is scarce while the buyer pays. Raises Refused('sold_out')."""

    def release(self, tier: Tier, quantity: int, *, key: str, at: datetime) -> None:
        """Give back what `hold` set aside."""

    def grant(self, sold: Sold, *, by: Actor, at: datetime) -> list[int]:
        """Give the buyer what was sold; ids of the grants. Calling it again with the same key changes nothing."""

    def grant_all(self, sold: Sequence[Sold], *, by: Actor, at: datetime) -> list[int]:
        """The same for all lines of one order at once, in few queries."""

    def renew(self, sold: Sold, *, by: Actor, at: datetime) -> list[int]:
        """Give it for another period (for kinds that end)."""

    def revoke(self, key: str, *, reason: str, by: Actor, at: datetime) -> None:
        """Take it back after a refund."""

    def duplicate(self, source: Offer, copy: Offer, tiers: dict[int, int], *, by: Actor, at: datetime) -> None:
        """Give `copy` what this kind keeps of `source`. `tiers` maps the id of each old tier to its new one."""


@runtime_checkable
class Reinstates(Protocol):
    """A kind that keeps more than the grant (keys, seats), which a refund takes back and its failure gives again."""

    def reinstate(self, key: str, *, reason: str, by: Actor, at: datetime) -> None:
        """Give again what `revoke` took, the grant included."""


# What a buyer filled in for a line, as the kind's `clean` gave it back.
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Added:
    """What a buyer chose besides, for one copy; minor units. `terms` are what the kind wants to find in the order."""

    title: str
    amount: int
    terms: Mapping[str, Any] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        return {"title": self.title, "amount": self.amount, "terms": dict(self.terms)}


@runtime_checkable
class Adds(Protocol):
    """A kind of which more can be chosen, each choice at its price. It counts for fixed prices."""

    def added(self, chosen: Sequence[tuple[Tier, Answers]], currency: str) -> list[list[Added] | Refused]:
        """What was chosen with each tier, at today's prices, in few queries; a refusal where it is not to be had."""


@runtime_checkable
class Promises(Protocol):
    """A kind whose order keeps more than a price: what was promised with a tier when it was ordered."""

    def promised(self, tiers: Sequence[Tier]) -> dict[int, dict[str, Any]]:
        """By tier id, as JSON; `begin` of the kind finds it in the order's `policies`."""


@runtime_checkable
class Queues(Protocol):
    """A kind of which so many are under way at once, and no more."""

    def full(self, wanted: Mapping[int, int], *, beside: int | None = None, lock: bool = False) -> dict[int, Refused]:
        """Of the offers (`wanted`: how many of each) those that have no place for them, and why.

        A place is taken from the order, paid or not, until the work has ended; what waits to be paid of the cart
        `beside` does not count. With `lock` nobody else can take one before the caller's transaction is over.
        """


KINDS: dict[str, Kind] = {}


def install(kinds: Iterable[Kind]) -> None:
    KINDS.clear()
    KINDS.update({kind.code: kind for kind in kinds})


def is_held(offer: Offer) -> bool:
    """Whether its money is set aside until the work is done; no for a kind that no code knows."""
    kind = KINDS.get(offer.kind)
    return kind is not None and kind.held


def promised(tiers: Iterable[Tier]) -> dict[str, dict[str, Any]]:
    """What their kinds promise with these tiers, by the tier's id as a text; their offers are loaded."""
    by_kind: dict[str, list[Tier]] = {}
    for tier in tiers:
        by_kind.setdefault(tier.offer.kind, []).append(tier)
    found: dict[str, dict[str, Any]] = {}
    for code, group in by_kind.items():
        kind = KINDS.get(code)
        if isinstance(kind, Promises):
            found |= {str(tier_id): kept for tier_id, kept in kind.promised(group).items()}
    return found


def held_kinds() -> list[str]:
    """The kinds whose money is set aside until the work is done: they are sold alone, by one studio, when ordered."""
    return [kind.code for kind in KINDS.values() if kind.held]


def kind_of(offer: Offer) -> Kind:
    """Raises KeyError for a kind that no code knows."""
    return KINDS[offer.kind]
