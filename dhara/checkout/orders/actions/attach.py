"""Orders of a guest become those of the account that proves the same address."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dhara.checkout.orders.facts import OrderClaimed
from dhara.checkout.orders.models import Order
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record


@transaction.atomic
def attach(account_id: int, email: str, *, by: Actor, at: datetime) -> list[int]:
    """Give the account all orders without an account that were made with this proven address; their ids."""
    unclaimed = Order.objects.select_for_update().filter(account=None, email=email.strip().lower())
    orders = list(unclaimed.order_by("pk").only("id", "number"))
    Order.objects.filter(pk__in=[order.pk for order in orders]).update(account_id=account_id)
    for order in orders:
        record(OrderClaimed(order.pk, account_id, order.number), by=by, at=at)
    return [order.pk for order in orders]
