"""An order that is not (yet) paid is given up: its copies go back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.checkout.coupons import actions as coupons
from dhara.checkout.orders import rules
from dhara.checkout.orders.actions import copies
from dhara.checkout.orders.facts import OrderCancelled, OrderDeclined, OrderExpired, OrderRefused
from dhara.checkout.orders.models import Order
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.facts.facts import Fact
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.money.models import Payment
from dhara.money.payments import rules as payment_rules
from dhara.money.payments.queries import still_awaited

# What a payment's end means for the order that waits for it.
_ENDS = {
    payment_rules.FAILED: rules.FAILED,
    payment_rules.CANCELLED: rules.CANCELLED,
    payment_rules.EXPIRED: rules.EXPIRED,
    payment_rules.REFUSED: rules.FAILED,
}
_FACTS: dict[str, type[OrderDeclined] | type[OrderCancelled] | type[OrderExpired]] = {
    rules.FAILED: OrderDeclined,
    rules.CANCELLED: OrderCancelled,
    rules.EXPIRED: OrderExpired,
}


def locked(order_id: int) -> Order:
    """The order, locked until the end of the transaction. Lock its payment first where both are needed."""
    order = rows.first(Order, "t.id = %s", [order_id], tail="FOR UPDATE")
    if order is None:
        raise NotFoundHere()
    return order


def give_up(order: Order, target: str, *, fact: Fact, by: Actor, at: datetime, reason: str = "") -> Order:
    """Move a pending order to `target` and free what was set aside for it. Called inside a transaction."""
    order.become(target, fact=fact, by=by, at=at, reason=reason)
    free(order)
    return order


def free(order: Order) -> None:
    """Give back the coupons' uses and the copies that are set aside for the order."""
    if order.discount:
        coupons.give_back(order.pk)
    held = list(order.lines.filter(stock_held=True))
    copies.release(held, order.policies)
    if held:
        order.lines.filter(stock_held=True).update(stock_held=False)


@transaction.atomic
def cancel(order_id: int, *, by: Actor, at: datetime) -> Order:
    """The buyer does not want it any more. Cancelling twice is cancelling once; what is paid can not be cancelled.

    A payment that is being looked at has to be decided first.
    """
    order = locked(order_id)
    if order.status in (rules.CANCELLED, rules.EXPIRED, rules.FAILED):
        return order
    if order.status != rules.PENDING:
        raise Conflict("paid_already", _("This order is paid already, so it can not be cancelled."))
    if order.payment is not None and order.payment.status == payment_rules.REVIEW:
        raise Conflict("payment_in_review", _("Your payment is being looked at. You will be told what comes of it."))
    return give_up(order, rules.CANCELLED, fact=OrderCancelled(order.pk, order.number), by=by, at=at)


@transaction.atomic
def expire(order_id: int, *, by: Actor, at: datetime) -> Order:
    """Nobody paid in time. Money that still comes later is dealt with by `settle`.

    A payment that has more time than orders have (a bank transfer), or that is being looked at, is waited for: its own
    end is the order's.
    """
    order = locked(order_id)
    if order.status != rules.PENDING or (order.payment is not None and still_awaited(order.payment, at)):
        return order
    return give_up(order, rules.EXPIRED, fact=OrderExpired(order.pk, order.number), by=by, at=at)


@transaction.atomic
def payment_failed(order_id: int, payment: Payment, *, by: Actor, at: datetime) -> Order:
    """The order's payment was declined, cancelled or left: so is the order, until the buyer tries again.

    The end of an older try changes nothing, and neither does one that was captured after all.
    """
    order = locked(order_id)
    target = _ENDS.get(payment.status)
    if target is None or order.status != rules.PENDING or order.payment_id != payment.pk:
        return order
    machine = replace(by, kind="system", id=None) if target == rules.EXPIRED else by
    fact: Fact = _FACTS[target](order.pk, order.number)
    if payment.status == payment_rules.REFUSED:
        fact = OrderRefused(order.pk, payment.pk, payment.amount, payment.currency, order.number)
    return give_up(order, target, fact=fact, by=machine, at=at)
