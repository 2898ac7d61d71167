"""The protocol that every kind of offer implements in `delivery/<kind>/kind.py`, and the one map of kinds.

The catalogue owns the protocol and stands below delivery, so the map is filled from above, once, by delivery's
app when it is ready: no import points up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from dhara.kit.actor import Actor

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


class Kind(Protocol):
    """`label` and `about` are for the studio that chooses what to sell; `icon` is a lucide name.

    `max_quantity` is how many of one tier may be in one order.
    """

    code: str
    label: Any
    about: Any
    icon: str
    max_quantity: int

    def missing(self, offer: Offer) -> list[str]:
        """What the offer lacks before it can be published, in the reader's language; empty when it is complete."""

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


KINDS: dict[str, Kind] = {}


def install(kinds: Iterable[Kind]) -> None:
    KINDS.clear()
    KINDS.update({kind.code: kind for kind in kinds})


def kind_of(offer: Offer) -> Kind:
    """Raises KeyError for a kind that no code knows."""
    return KINDS[offer.kind]
