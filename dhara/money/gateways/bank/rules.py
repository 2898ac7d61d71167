"""The lifecycles of transfers and of the money that goes back, and the words to name a transfer by."""

from __future__ import annotations

import secrets
from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Kind
from dhara.kit.lifecycle.rules import Lifecycle, Move

WAITING, SHOWN, CONFIRMED, REJECTED, CANCELLED = "waiting", "shown", "confirmed", "rejected", "cancelled"
# The payer may still do something, or somebody must look.
OPEN: Final = (WAITING, SHOWN, REJECTED)
DUE, SENT = "due", "sent"
_PAYER: tuple[Kind, ...] = ("guest", "person")
_LOOKER: tuple[Kind, ...] = ("operator", "person", "system")

LIFECYCLE = Lifecycle(
    name="bank transfer",
    initial=WAITING,
    about="Money that a payer sends to a bank account by themselves.",
    states={
        WAITING: _("waiting for the transfer"),
        SHOWN: _("to be looked at"),
        CONFIRMED: _("arrived"),
        REJECTED: _("not found"),
        CANCELLED: _("cancelled"),
    },
    moves=(
        Move(WAITING, SHOWN, _PAYER, "the payer hands in a proof or the transaction's number"),
        Move(REJECTED, SHOWN, _PAYER, "the payer hands in another proof"),
        *(Move(source, CONFIRMED, _LOOKER, "the money is on the account") for source in (WAITING, SHOWN, REJECTED)),
        Move(CANCELLED, CONFIRMED, _LOOKER, "the money came after all"),
        Move(SHOWN, REJECTED, _LOOKER, "no such money is on the account; the payer is told why"),
        Move(WAITING, CANCELLED, _PAYER, "the payer changes their mind"),
        Move(REJECTED, CANCELLED, _PAYER, "the payer gives up"),
    ),
)

REFUND_LIFECYCLE = Lifecycle(
    name="bank refund",
    initial=DUE,
    about="Money that somebody has to send back by hand.",
    states={DUE: _("to be sent back"), SENT: _("sent back")},
    moves=(Move(DUE, SENT, _LOOKER, "whoever holds the account says that it was sent, with the bank's reference"),),
)

_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code() -> str:
    """What the payer writes on the transfer: eight letters that nobody mistakes for others."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))
