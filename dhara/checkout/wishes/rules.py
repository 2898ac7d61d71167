"""Why somebody who wishes for an offer is written, and the secret in the letter. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from dhara.catalog.prices.launch import Launch
from dhara.kit.signed import read, sign

if TYPE_CHECKING:
    from dhara.checkout.wishes.models import Wish

CHEAPER, BACK, RELEASED = "cheaper", "back", "released"
REASONS: Final = {
    CHEAPER: _("it costs less"),
    BACK: _("it can be had again"),
    RELEASED: _("it has come out"),
}
MOST_WISHES: Final = 200
NAME_LENGTH: Final = 60
TOPIC: Final = "wish"
# A price that was mistyped can be put right before anybody is written.
PATIENCE: Final = timedelta(minutes=30)
# How long a visitor's list is kept after it was last changed; its cookie lasts as long.
KEPT: Final = timedelta(days=365)

# What the owner of a list ticks; kept as it read, as evidence.
CONSENT: Final = _("Write to me when something here costs less, can be had again, or comes out")


@dataclass(frozen=True)
class Standing:
    """How an offer can be had now: the least it costs by currency (minor units), and whether it is still to come out.

    `launches` are the launch prices among these; `several`: there is more than one way to have it. `tier_id` is what
    one gets who chooses nothing, at `tier_prices`; None where there is a choice to be made.
    """

    buyable: bool
    prices: Mapping[str, int]
    awaited: bool = False
    launches: Mapping[str, Launch] = field(default_factory=dict)
    several: bool = False
    tier_id: int | None = None
    tier_name: str = ""
    tier_prices: Mapping[str, int] = field(default_factory=dict)


def reason_for(wish: Wish, now: Standing) -> str:
    """What has become better since the owner was last told, or looked; "" for nothing."""
    if not now.buyable:
        return ""
    if wish.awaited and not now.awaited:
        return RELEASED
    if wish.out:
        return BACK
    price = now.prices.get(wish.currency)
    return CHEAPER if price is not None and wish.low is not None and price < wish.low else ""


_STOPS: Final = "dhara.wishes.stop"


def stop_token(list_id: int) -> str:
    """Ends the letters about a list; it never expires."""
    return sign(_STOPS, f"{list_id:x}-")


def read_stop_token(token: str) -> int | None:
    """The list; None for what we never wrote."""
    said = read(_STOPS, token)
    return None if said is None else int(said.removesuffix("-"), 16)
