"""The lifecycle of a reminder, when it is not sent, and the secrets in its letter."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Kind
from dhara.kit.lifecycle.rules import Lifecycle, Move
from dhara.kit.signed import read, sign

WAITING, REMINDED, RECOVERED, DROPPED = "waiting", "reminded", "recovered", "dropped"
_WHO: Final[tuple[Kind, ...]] = ("person", "guest", "operator", "gateway", "system")
# The policies: after how many hours (0: nobody is reminded), and whether a studio's offers are in letters.
HOURS: Final = "cart.reminder_hours"
REMINDS: Final = "cart.reminds"
# How long personal data of an unfinished cart is kept, and how long a link restores it.
KEPT: Final = timedelta(days=30)

# What the buyer ticks; kept as it read, as evidence.
CONSENT: Final = _("Remind me once by e-mail if I don't finish")

# Why no letter is written, as the transition keeps it.
ORDERED, EMPTIED, NOT_BUYABLE, OPTED_OUT, WITHDRAWN, TOO_OLD = (
    "ordered",
    "emptied",
    "not_buyable",
    "opted_out",
    "withdrawn",
    "too_old",
)

LIFECYCLE = Lifecycle(
    name="cart reminder",
    initial=WAITING,
    about="Somebody asked to be reminded once of what lies in their cart.",
    states={
        WAITING: _("waiting"),
        REMINDED: _("reminded"),
        RECOVERED: _("bought after all"),
        DROPPED: _("no reminder"),
    },
    moves=(
        Move(WAITING, REMINDED, ("system",), "the cart lay unpaid for the time of the policy; the letter is written"),
        Move(WAITING, DROPPED, _WHO, "ordered meanwhile, emptied, nothing to be bought, opted out, or taken back"),
        Move(REMINDED, RECOVERED, _WHO, "what lay in the cart was paid, on whatever device"),
    ),
)


def key_of(address: str) -> str:
    """By which an address that opted out is known for ever: from this nobody reads it again."""
    return urlsafe_b64encode(sha256(address.strip().lower().encode()).digest()[:20]).decode().rstrip("=")


# --- the secrets --------------------------------------------------------------------------------------------------

_RESTORES: Final = "dhara.cart.restore"
_STOPS: Final = "dhara.cart.stop"


def restore_token(reminder_id: int, until: datetime) -> str:
    """Opens what lay in the cart, until then."""
    return sign(_RESTORES, f"{reminder_id:x}-{int(until.timestamp()):x}")


def read_restore_token(token: str) -> tuple[int, datetime] | None:
    """The reminder and until when; None for what we never wrote."""
    said = read(_RESTORES, token)
    if said is None:
        return None
    reminder, _dash, until = said.partition("-")
    return int(reminder, 16), datetime.fromtimestamp(int(until, 16), UTC)


def stop_token(address: str) -> str:
    """Ends all reminders to the address; it never expires, and the address is not in it."""
    return sign(_STOPS, key_of(address))


def read_stop_token(token: str) -> str | None:
    """The `key_of` the address; None for what we never wrote."""
    return read(_STOPS, token)
