"""Reads: the disputes of a studio's sales."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from dhara.checkout.orders.models import Order, OrderLine
from dhara.money.disputes.rules import OPEN
from dhara.money.models import Dispute
from dhara.people.models import Studio


def of_studio(studio: Studio) -> QuerySet[Dispute]:
    """Cases about payments for something of the studio, the latest first."""
    own = OrderLine.objects.filter(studio=studio, order__payment=OuterRef("payment_id"))
    return Dispute.objects.filter(Exists(own)).select_related("payment").order_by("-id")


def open_of(studio: Studio) -> QuerySet[Dispute]:
    return of_studio(studio).filter(status__in=OPEN)


def order_of(dispute: Dispute) -> Order | None:
    return Order.objects.filter(payment=dispute.payment_id).first()


def of_order(order: Order) -> list[Dispute]:
    return list(Dispute.objects.filter(payment=order.payment_id).order_by("id")) if order.payment_id else []


def sellers_of(order: Order) -> list[int]:
    """Ids of the studios whose case it is."""
    return sorted(set(OrderLine.objects.filter(order=order).values_list("studio_id", flat=True)))
