"""What lay in a cart was paid after all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from dhara.checkout.abandoned import rules
from dhara.checkout.abandoned.actions.ask import drop
from dhara.checkout.abandoned.facts import CartRecovered
from dhara.checkout.abandoned.models import CartReminder
from dhara.checkout.orders.models import Order
from dhara.kit.actor import Actor


@transaction.atomic
def recover(order_id: int, reminder_ids: Collection[int], *, by: Actor, at: datetime) -> None:
    """The order is paid, of carts that name these reminders: those that wait are dropped, those sent have worked.

    An order of none of the things that the letter named is not its merit.
    """
    order = Order.objects.get(pk=order_id)
    bought = set(order.lines.values_list("tier_id", flat=True))
    for reminder in CartReminder.objects.select_for_update().filter(pk__in=reminder_ids).order_by("pk"):
        if reminder.status == rules.WAITING:
            drop(reminder, rules.ORDERED, by=by, at=at)
        elif reminder.status == rules.REMINDED and reminder.lines.filter(tier_id__in=bought).exists():
            fact = CartRecovered(order.pk, reminder.pk, order.number)
            reminder.become(rules.RECOVERED, fact=fact, by=by, at=at, order=order)
