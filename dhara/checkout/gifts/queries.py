"""Reads of gifts: an order's, a secret's, an address's; what of one can still be given."""

from __future__ import annotations

from django.db.models import F, Q

from dhara.checkout.gifts.models import Gift
from dhara.checkout.orders import rules as orders
from dhara.checkout.orders.models import Order, OrderLine
from dhara.checkout.orders.queries import bought
from dhara.checkout.refunds.rules import LIVE, SUCCEEDED

# States of an order in which its gift may go out: not while a bank decides about the payment.
SENDABLE = (orders.PAID, orders.PARTIALLY_REFUNDED)


def of_order(order: Order) -> Gift | None:
    """The order's gift; no query where it is none, or where it was loaded along."""
    return order.gift if order.gifted else None


def by_token(token: str) -> Gift | None:
    """The gift that the secret opens once it was sent, with its order."""
    return Gift.objects.filter(token=token, sent_at__isnull=False).select_related("order").first() if token else None


def sendings_of(order: Order) -> int:
    """How often the order's things were given as a gift; 0 for what is none, without a query."""
    if not order.gifted:
        return 0
    return Gift.objects.filter(order=order).values_list("sendings", flat=True).first() or 0


def left(order: Order, *, given: bool) -> list[OrderLine]:
    """The lines that the receiver still has (`given`), or is to have: what was paid back is not given any more.

    Once it was given, the seller may have let the receiver keep what was paid back.
    """
    over = Q(refund_lines__revokes=True, refund_lines__refund__status__in=LIVE)
    lost = Q(refund_lines__refund__dispute__isnull=False, refund_lines__refund__status=SUCCEEDED)
    over |= (lost if given else Q()) & Q(gross__gt=0, refunded=F("gross"))
    back = set(OrderLine.objects.filter(over, order=order).values_list("pk", flat=True))
    return [line for line in bought(order.pk) if line.pk not in back]
