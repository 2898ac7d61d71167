"""Gather what is known about a disputed payment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from dhara.checkout.disputes.queries import order_of
from dhara.checkout.gifts.queries import of_order as gift_of
from dhara.checkout.models import Gift, Order, OrderLine, Refund, RefundRequest
from dhara.checkout.refunds import queries as refunds
from dhara.checkout.refunds.queries import Terms
from dhara.delivery.models import Download, Grant
from dhara.kit.mail.models import Letter
from dhara.money.disputes.queries import statements_of
from dhara.money.models import Dispute

MOST_DOWNLOADS = 60


@dataclass(frozen=True)
class Fetched:
    """One download: when, what, from which address and with which program."""

    at: datetime
    what: str
    ip: str
    agent: str


@dataclass(frozen=True)
class Evidence:
    """Everything about one disputed order; `terms` are what each studio promised when it was made, by studio id.

    Of a gift, grants and downloads are its receiver's, and `gift_letters` are those that brought it.
    """

    dispute: Dispute
    order: Order
    lines: Sequence[OrderLine]
    grants: Sequence[Grant]
    downloads: Sequence[Fetched]
    letters: Sequence[Letter]
    requests: Sequence[RefundRequest]
    refunds: Sequence[Refund]
    terms: dict[int, Terms] = field(default_factory=dict)
    statements: dict[int, str] = field(default_factory=dict)
    gift: Gift | None = None
    gift_letters: Sequence[Letter] = ()


def gather(dispute: Dispute) -> Evidence | None:
    """None for a payment that is none of an order's."""
    order = order_of(dispute)
    if order is None:
        return None
    lines = list(OrderLine.objects.filter(order=order).select_related("studio", "offer").order_by("id"))
    grants = list(Grant.objects.filter(order=order).select_related("offer").order_by("id"))
    gift = gift_of(order)
    return Evidence(
        dispute,
        order,
        lines,
        grants,
        _downloads(grants),
        _letters(order),
        refunds.requests_of(order)[::-1],
        [each for each in refunds.of_order(order) if each.live and each.dispute_id is None],
        {line.studio_id: refunds.terms_at(line.studio_id, order.created_at) for line in lines},
        statements_of(dispute),
        gift,
        _gift_letters(order) if gift else (),
    )


def _downloads(grants: Sequence[Grant]) -> list[Fetched]:
    found = Download.objects.filter(grant__in=grants).select_related("version__file").order_by("at", "id")
    return [Fetched(e.at, str(e.version), e.ip or "", e.agent) for e in found[:MOST_DOWNLOADS]]


def _letters(order: Order) -> list[Letter]:
    """What was sent to the buyer about the order: proof that they knew of it."""
    return _sent(Q(to_email=order.email, key__regex=rf"^[a-z_]+:{order.pk}(:|$)"))


def _gift_letters(order: Order) -> list[Letter]:
    """What brought the gift, one for each address that it went to."""
    return _sent(Q(name="gift", key__startswith=f"gift:{order.pk}:"))


def _sent(about: Q) -> list[Letter]:
    return list(Letter.objects.filter(about, state=Letter.SENT).defer("text", "html").order_by("id")[:30])
