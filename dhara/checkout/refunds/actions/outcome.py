"""What the gateway made of a refund."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dhara.catalog.prices import actions as prices
from dhara.checkout.orders.actions.copies import tiers_of
from dhara.checkout.orders.actions.give_up import locked
from dhara.checkout.orders.models import Order
from dhara.checkout.refunds import rules
from dhara.checkout.refunds.actions import books
from dhara.checkout.refunds.facts import OrderRefundFailed
from dhara.checkout.refunds.models import Refund
from dhara.kit.actor import Actor
from dhara.kit.refusal import Refused
from dhara.money.models import Payment
from dhara.money.payments.queries import direct_studio


@transaction.atomic
def returned(payment_refund_id: int, *, by: Actor, at: datetime) -> Refund | None:
    """The gateway gave it back. None for money that went back for another reason; twice is once."""
    made = Refund.objects.select_for_update().filter(payment_refund_id=payment_refund_id).first()
    if made is not None and made.status == rules.PENDING:
        made.become(rules.SUCCEEDED, by=by, at=at)
    return made


@transaction.atomic
def undo(payment_refund_id: int, *, reason: str, by: Actor, at: datetime) -> Refund | None:
    """The gateway did not give it back, at once or in the end: the sale stands again, in books, lines and order.

    None for money that went back for another reason; twice is once.
    """
    known = Refund.objects.filter(payment_refund_id=payment_refund_id).select_related("order").first()
    if known is None or known.order.payment_id is None:
        return None
    payment = Payment.objects.locked(known.order.payment_id)
    order = locked(known.order_id)
    made = Refund.objects.select_for_update().get(pk=known.pk)
    if made.status not in rules.LIVE:
        return made
    lines = books.lines_of(order)
    given = books.backs_of(made)
    books.unwrite(made, lines)
    books.unbook(made, [back for _line, back in given], direct_studio(payment), by=by, at=at)
    made.become(rules.FAILED, by=by, at=at, reason=reason[:500])
    if made.tax_id:
        # The tax stays with the sale, so the order is again that of somebody without a tax id.
        Order.objects.filter(pk=order.pk).update(tax_id="")
    again = {each.line_id for each, _back in given if each.restocked}
    _unstock([(tier, line.quantity) for line in lines if line.pk in again for tier in tiers_of(line, order.policies)])
    fact = OrderRefundFailed(order.pk, made.pk, made.amount, made.currency, order.number)
    touched = {each.line_id for each, _back in given}
    whose = books.only_studio(line for line in lines if line.pk in touched)
    books.restand(order, lines, fact=fact, by=by, at=at, studio_id=whose)
    return made


def _unstock(copies: list[tuple[int, int]]) -> None:
    """The buyer keeps the copies after all; those that were sold again meanwhile stay sold to both."""
    for tier_id, quantity in sorted(copies):
        try:
            with transaction.atomic():
                prices.take_for_paid(tier_id, quantity)
        except Refused:
            continue
