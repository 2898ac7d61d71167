"""The time of a reminder has come: look at everything once more, and write the letter or let it be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from dhara.checkout.abandoned import mail, queries, rules
from dhara.checkout.abandoned.actions.ask import JOB, drop
from dhara.checkout.abandoned.facts import CartAbandoned
from dhara.checkout.abandoned.models import CartReminder, LeftLine
from dhara.checkout.cart import queries as carts
from dhara.checkout.cart.models import Cart, CartLine
from dhara.checkout.cart.shown import CartView, LineView
from dhara.checkout.orders.models import Order
from dhara.checkout.orders.rules import PENDING
from dhara.kit import rows
from dhara.kit.actor import SYSTEM
from dhara.kit.queue import defer_named
from dhara.money.policies import queries as policies


@transaction.atomic
def remind(reminder_id: int, *, at: datetime) -> str:
    """Write the one letter where everything still speaks for it; returns the state. May run any number of times.

    Cart, reminder and orders are locked in this order: a payment that is being booked at this moment is waited for.
    """
    cart = rows.first(Cart, "t.reminder_id = %s", [reminder_id], along=("account",), tail="FOR UPDATE OF t")
    reminder = CartReminder.objects.select_for_update().filter(pk=reminder_id).first()
    if reminder is None or reminder.status != rules.WAITING:
        return reminder.status if reminder else ""
    hours = timedelta(hours=policies.value(rules.HOURS, at=at))
    due = max(cart.changed_at, reminder.asked_at) + hours if cart else at
    if at < due:
        return _put_off(reminder, due)
    orders = _orders(reminder, cart)
    pending = any(order.status == PENDING for order in orders)
    if pending and at < reminder.asked_at + rules.KEPT:
        return _put_off(reminder, at + max(hours, timedelta(hours=1)))
    view = _view(cart, at) if cart else None
    buyable = [line for line in view.lines if not line.problem and line.priced] if view else []
    reason = _against(reminder, orders, view, buyable, hours, at)
    if reason or view is None:
        drop(reminder, reason, by=SYSTEM, at=at)
        return reminder.status
    return _written(reminder, view, buyable, at)


def _put_off(reminder: CartReminder, due: datetime) -> str:
    CartReminder.objects.filter(pk=reminder.pk).update(due_at=due)
    defer_named(JOB, queue="timers", when=due, reminder_id=reminder.pk)
    return reminder.status


def _orders(reminder: CartReminder, cart: Cart | None) -> list[Order]:
    """What was ordered with the cart, or by the address since; who is being paid right now is waited for."""
    where = "(t.email = %s OR t.cart_id = %s) AND (t.created_at >= %s OR t.paid_at >= %s)"
    values = [reminder.email, cart.pk if cart else None, reminder.asked_at, reminder.asked_at]
    return rows.load(Order, where, values, tail="ORDER BY t.id FOR SHARE")


def _view(cart: Cart, at: datetime) -> CartView:
    """The cart without the offers of studios that remind nobody."""
    lines = rows.load(CartLine, "t.cart_id = %s", [cart.pk], along=("tier", "offer", "offer__studio"))
    willing = queries.reminds({line.offer.studio_id for line in lines}, at=at)
    lines.sort(key=lambda line: line.pk)
    return carts.seen(cart, [line for line in lines if line.offer.studio_id in willing], cart.account, at=at)


def _against(
    reminder: CartReminder,
    orders: Sequence[Order],
    view: CartView | None,
    buyable: Sequence[LineView],
    hours: timedelta,
    at: datetime,
) -> str:
    """Why no letter is written; "" where one is."""
    checks = {
        rules.ORDERED: any(order.paid_at for order in orders),
        rules.TOO_OLD: at >= reminder.asked_at + rules.KEPT or not hours,
        rules.OPTED_OUT: queries.stopped(reminder.email),
        rules.EMPTIED: view is None or not view.lines,
        rules.NOT_BUYABLE: not buyable,
    }
    return next((reason for reason, counts in checks.items() if counts), "")


def _written(reminder: CartReminder, view: CartView, buyable: Sequence[LineView], at: datetime) -> str:
    assert view.cart is not None
    fact = CartAbandoned(reminder.pk, view.total.minor, view.currency)
    changes = {"reminded_at": at, "currency": view.currency, "amount": view.total.minor, "codes": view.cart.codes}
    reminder.become(rules.REMINDED, fact=fact, by=SYSTEM, at=at, **changes)
    rows.insert_all([_left(reminder, line, at) for line in buyable])
    mail.cart_reminder(reminder, view, buyable, at=at)
    return reminder.status


def _left(reminder: CartReminder, line: LineView, at: datetime) -> LeftLine:
    assert line.priced is not None
    assert line.unit is not None
    return LeftLine(
        reminder=reminder,
        studio_id=line.offer.studio_id,
        offer=line.offer,
        tier=line.tier,
        quantity=line.quantity,
        unit=line.unit.minor,
        amount=line.priced.gross,
        answers=dict(line.answers),
        left_at=at,
    )
