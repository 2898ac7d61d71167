"""The lifecycles of methods, payouts and batches; why a payout waits; what it costs; when the next one is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Kind
from dhara.kit.currency import Money
from dhara.kit.lifecycle.rules import Lifecycle, Move

BKASH, NAGAD, BANK, STRIPE = "bkash", "nagad", "bank", "stripe"
NEW, PROVEN, RETIRED = "new", "proven", "retired"
REFUSED = "refused"
CREATED, HELD, PROCESSING, PAID = "created", "held", "processing", "paid"
FAILED, CANCELLED, RETURNED = "failed", "cancelled", "returned"
# The money is off the balance and has not left us for good.
UNDER_WAY: Final = (CREATED, HELD, PROCESSING)
OPEN, SENT, CLOSED, GIVEN_UP = "open", "sent", "closed", "given_up"

_ANY: tuple[Kind, ...] = ("person", "gateway", "system", "operator")

METHOD_LIFECYCLE = Lifecycle(
    name="payout method",
    initial=NEW,
    about="A wallet or account of a seller's to which money may be sent. Its details never change.",
    states={NEW: _("to be proven"), PROVEN: _("proven"), REFUSED: _("refused"), RETIRED: _("removed")},
    moves=(
        Move(NEW, PROVEN, ("person", "operator"), "the code and the test transfer are right, or an operator vouches"),
        Move(NEW, REFUSED, ("gateway", "system", "operator"), "the test transfer fails, or an operator refuses"),
        Move(NEW, RETIRED, ("person", "operator"), "the owner removes or replaces it"),
        Move(PROVEN, REFUSED, ("operator",), "an operator no longer trusts it"),
        Move(PROVEN, RETIRED, ("person", "operator"), "the owner removes or replaces it"),
    ),
)

LIFECYCLE = Lifecycle(
    name="payout",
    initial=CREATED,
    about="Money on its way from a studio's balance to its wallet or account.",
    states={
        CREATED: _("about to be sent"),
        HELD: _("waiting"),
        PROCESSING: _("on its way"),
        PAID: _("paid out"),
        FAILED: _("failed"),
        CANCELLED: _("cancelled"),
        RETURNED: _("sent back"),
    },
    moves=(
        Move(CREATED, HELD, _ANY, "something must be cleared up first"),
        Move(HELD, CREATED, ("operator", "system"), "nothing stands in its way any more"),
        Move(CREATED, PROCESSING, ("system", "operator"), "it is handed to the gateway, or put on a list for the bank"),
        Move(CREATED, CANCELLED, _ANY, "the studio takes it back, or the method is no longer the one it was"),
        Move(HELD, CANCELLED, _ANY, "the studio takes it back, an operator refuses, or the method is gone"),
        Move(PROCESSING, CREATED, ("operator",), "its list was given up before it left"),
        Move(PROCESSING, PAID, ("gateway", "system", "operator"), "the gateway or the bank says it was paid"),
        Move(PROCESSING, FAILED, ("gateway", "system", "operator"), "the gateway or the bank refused"),
        Move(PAID, RETURNED, ("gateway", "system", "operator"), "the receiver's bank sent it back"),
    ),
)

BATCH_LIFECYCLE = Lifecycle(
    name="payout batch",
    initial=OPEN,
    about="A list of payouts that an operator carries to a bank or a wallet's office.",
    states={OPEN: _("made"), SENT: _("with the bank"), CLOSED: _("settled"), GIVEN_UP: _("given up")},
    moves=(
        Move(OPEN, SENT, ("operator",), "the file was taken to the bank"),
        Move(OPEN, GIVEN_UP, ("operator",), "it never left; its payouts wait for another"),
        Move(SENT, CLOSED, ("operator",), "every line is answered"),
    ),
)


@dataclass(frozen=True)
class Reason:
    """Why a payout waits. `words` are for the seller; an `asked` one ends only by an operator's word."""

    words: Any
    asked: bool = False


REASONS: Final[dict[str, Reason]] = {
    "first": Reason(_("It is the first payout of this studio, so a person looks at it before money leaves."), True),
    "limit": Reason(_("It is a large amount, so a person looks at it before money leaves."), True),
    "cooling": Reason(_("The payout details were changed a short while ago. Until they have rested, nothing leaves.")),
    "suspended": Reason(_("The studio is suspended. Its notices say why.")),
    "dispute": Reason(_("A buyer disputes a payment. Until that is settled, payouts wait.")),
    "operator": Reason(_("An operator looks into it."), True),
}
APPEAL: Final = _("If you think this is wrong, answer the letter about it and tell us why; a person will read it.")

MANUAL, WEEKLY, MONTHLY = "manual", "weekly", "monthly"
RHYTHMS: Final[dict[str, Any]] = {
    MANUAL: _("When I ask for it"),
    WEEKLY: _("Every week, on Sunday"),
    MONTHLY: _("Every month, on the first"),
}
MORNING: Final = time(9, 0)
SUNDAY: Final = 6

# How long the worker that talks to the gateway has this to itself: longer than any of its calls may take.
LEASE: Final = timedelta(seconds=80)
# How long after the last answer a gateway is asked again, by how often it was asked.
ASK: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 20, 60, 300, 900, 3600))

CODE_LASTS: Final = timedelta(hours=24)
MOST_TRIES: Final = 5
MOST_METHODS: Final = 5


def fee(amount: Money, points: int, fixed: int) -> Money:
    """What a payout costs, taken out of it; never more than all of it."""
    return Money(min(amount.percent(points).minor + fixed, amount.minor), amount.currency)


def due_after(rhythm: str, at: datetime, zone: tzinfo) -> datetime | None:
    """When the next payout of a rhythm is due, by the studio's own clock; None for a manual one."""
    if rhythm == MANUAL:
        return None
    today = at.astimezone(zone).date()
    for days in range(33):
        day = today + timedelta(days=days)
        moment = datetime.combine(day, MORNING, zone)
        if moment > at and (day.weekday() == SUNDAY if rhythm == WEEKLY else day.day == 1):
            return moment
    raise AssertionError("no month is that long")


def ask_next(asked: int, at: datetime) -> datetime:
    return at + ASK[min(asked, len(ASK) - 1)]
