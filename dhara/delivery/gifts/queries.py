"""Reads of what gifts gave: the receiver's things, and whether anybody has used them."""

from __future__ import annotations

from django.db.models import QuerySet

from dhara.checkout.models import Gift, Order
from dhara.delivery.downloads.models import Download
from dhara.delivery.grants.models import Grant
from dhara.delivery.grants.queries import with_all
from dhara.delivery.licences.models import Activation


def things(gift: Gift) -> QuerySet[Grant]:
    """What the receiver was given at the present address, in the order of the lines, whatever its state."""
    grants = with_all(Grant.objects.filter(order_id=gift.order_id, email=gift.email))
    return grants.filter(key__contains=":again") if gift.sendings > 1 else grants


def used(order: Order) -> bool:
    """Whether something of the order was fetched, or a key of it runs on a machine."""
    grants = Grant.objects.filter(order=order)
    return (
        Download.objects.filter(grant__in=grants).exists()
        or Activation.objects.filter(licence__grant__in=grants).exists()
    )
