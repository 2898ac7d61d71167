"""What happened to an order, as its buyer is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.checkout.models import Gift, Order
from dhara.checkout.orders import rules
from dhara.delivery.models import Grant
from dhara.kit.lifecycle.models import Transition

WORDS: Final[dict[str, tuple[Any, str]]] = {
    rules.PENDING: (_("You placed the order."), ""),
    rules.PAID: (_("Your payment arrived."), "success"),
    rules.FAILED: (_("The payment was declined. Nothing was charged."), "error"),
    rules.CANCELLED: (_("The order was cancelled. Nothing was charged."), "muted"),
    rules.EXPIRED: (_("No payment came in time, so the order was set aside."), "muted"),
    rules.PARTIALLY_REFUNDED: (_("Part of your money went back to you."), ""),
    rules.REFUNDED: (_("Your money went back to you."), ""),
    rules.DISPUTED: (_("Your bank took the payment back and is deciding about it."), ""),
}
AGAIN: Final = _("You tried to pay again.")
FREE: Final = _("It costs nothing, so it was yours at once.")
NOT_RETURNED: Final = _("The refund did not arrive. What you bought is yours as before.")
DECIDED: Final = _("Your bank decided: the payment stands.")
DELIVERED: Final = _("Your files were put into your library.")
SENT: Final = _("Your gift was sent.")
OPENED: Final = _("Your gift was opened.")


def events(order: Order, grants: Sequence[Grant], gift: Gift | None = None) -> list[dict[str, Any]]:
    """For <c-timeline>, in the order it happened; one query."""
    moves = Transition.objects.filter(lifecycle=rules.LIFECYCLE.name, thing_ref=order.pk).order_by("version")
    told = []
    for move in moves:
        text, tone = WORDS[move.target]
        if move.target == rules.PENDING and move.source != rules.DRAFT:
            text = AGAIN
        if move.target == rules.PAID and move.source == rules.DRAFT:
            text = FREE
        if move.target == rules.PAID and move.source in (rules.REFUNDED, rules.PARTIALLY_REFUNDED):
            text, tone = NOT_RETURNED, "error"
        if move.source == rules.DISPUTED and move.target != rules.REFUNDED:
            text, tone = DECIDED, ""
        told.append({"text": text, "tone": tone, "at": move.at})
    if grants:
        told.append({"text": DELIVERED, "tone": "success", "at": min(grant.granted_at for grant in grants)})
    for words, at in ((SENT, gift.sent_at), (OPENED, gift.opened_at)) if gift else ():
        if at is not None:
            told.append({"text": words, "tone": "success", "at": at})
    return sorted(told, key=lambda event: event["at"])
