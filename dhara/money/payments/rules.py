"""The lifecycles of payments and of refunds through a gateway."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Kind
from dhara.kit.lifecycle.rules import Lifecycle, Move

CREATED, REDIRECTED, CAPTURED, FAILED = "created", "redirected", "captured", "failed"
CANCELLED, EXPIRED, REVIEW = "cancelled", "expired", "review"
PARTIALLY_REFUNDED, REFUNDED, REFUSED = "partially_refunded", "refunded", "refused"
OPEN = (CREATED, REDIRECTED)
# Money was taken and booked.
PAID = (CAPTURED, PARTIALLY_REFUNDED, REFUNDED, REFUSED)
PENDING, SUCCEEDED = "pending", "succeeded"

_WHO: tuple[Kind, ...] = ("person", "guest", "gateway", "system", "operator")

# Money may arrive after we stopped waiting: the gateway's word always wins over our own impatience.
LIFECYCLE = Lifecycle(
    name="payment",
    initial=CREATED,
    about="One try to collect one amount through one gateway.",
    states={
        CREATED: _("created"),
        REDIRECTED: _("waiting for the payer"),
        CAPTURED: _("paid"),
        FAILED: _("declined"),
        CANCELLED: _("cancelled"),
        EXPIRED: _("expired"),
        REVIEW: _("under review"),
        PARTIALLY_REFUNDED: _("partly refunded"),
        REFUNDED: _("refunded"),
        REFUSED: _("refused"),
    },
    moves=(
        Move(CREATED, REDIRECTED, _WHO, "the gateway gave an address for the payer"),
        Move(CREATED, FAILED, _WHO, "the gateway refused to begin"),
        Move(CREATED, EXPIRED, _WHO, "the payer never left for the gateway"),
        Move(CREATED, CANCELLED, _WHO, "the payer cancelled before we knew that they had arrived"),
        *(Move(source, CAPTURED, _WHO, "the gateway's server says it is paid") for source in (CREATED, REDIRECTED)),
        *(Move(source, CAPTURED, _WHO, "money came late") for source in (FAILED, CANCELLED, EXPIRED)),
        Move(REDIRECTED, FAILED, _WHO, "the gateway's server says it was declined"),
        Move(REDIRECTED, CANCELLED, _WHO, "the payer cancelled"),
        Move(REDIRECTED, EXPIRED, _WHO, "the gateway's page was left until it expired"),
        *(
            Move(source, REVIEW, _WHO, "paid, but another amount than was asked for, or the gateway warns of it")
            for source in (CREATED, REDIRECTED, FAILED, CANCELLED, EXPIRED)
        ),
        Move(REVIEW, CAPTURED, _WHO, "the operator accepts what really came, or the gateway takes its warning back"),
        Move(REVIEW, FAILED, _WHO, "the gateway itself took the money back while it was looked at"),
        Move(REVIEW, REFUSED, ("operator",), "the operator refuses it; all that came goes back"),
        Move(REFUSED, REFUNDED, _WHO, "what was refused is with the payer again"),
        Move(CAPTURED, PARTIALLY_REFUNDED, _WHO, "part of the money went back"),
        Move(CAPTURED, REFUNDED, _WHO, "all of the money went back"),
        Move(PARTIALLY_REFUNDED, REFUNDED, _WHO, "the rest of the money went back"),
        Move(PARTIALLY_REFUNDED, CAPTURED, _WHO, "what went back did not arrive and is here again"),
        Move(REFUNDED, REFUSED, _WHO, "what was refused did not arrive and is here again"),
        Move(REFUNDED, CAPTURED, _WHO, "all that went back did not arrive and is here again"),
        Move(REFUNDED, PARTIALLY_REFUNDED, _WHO, "some of what went back did not arrive and is here again"),
    ),
)

REFUND_LIFECYCLE = Lifecycle(
    name="payment refund",
    initial=PENDING,
    about="Money going back to the payer through the gateway.",
    states={PENDING: _("on its way back"), SUCCEEDED: _("returned"), FAILED: _("failed")},
    moves=(
        Move(PENDING, SUCCEEDED, _WHO, "the gateway's server says it was returned"),
        Move(PENDING, FAILED, _WHO, "the gateway refused"),
        Move(SUCCEEDED, FAILED, _WHO, "the gateway says later that it did not arrive"),
        Move(FAILED, PENDING, ("operator",), "the operator tries again"),
    ),
)

# How long after the payer left, and after the last answer, the gateway is asked while the payment is open.
ASK_OPEN = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300, 600))
# And how long after it was given up: money may come late, and its notice may be lost.
ASK_OVER = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72))

# How many seconds after the gateway's silence about a refund it is asked again; then only with all that are open.
REFUND_PAUSES = (10, 30, 120)


def ask_next(status: str, asked: int, at: datetime) -> datetime | None:
    """When to ask the gateway again after `asked` times in this status; None when it is done with."""
    if status in OPEN:
        return at + ASK_OPEN[min(asked, len(ASK_OPEN) - 1)]
    if status in (FAILED, CANCELLED, EXPIRED):
        return at + ASK_OVER[asked] if asked < len(ASK_OVER) else None
    return None
