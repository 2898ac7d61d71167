"""The buyer's answer. The order that was paid is locked, so that of two clicks the second finds the first one's."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.checkout.cart.models import CartLine
from dhara.checkout.orders import actions as orders
from dhara.checkout.orders import queries as order_queries
from dhara.checkout.orders.actions.give_up import locked
from dhara.checkout.orders.models import Order
from dhara.checkout.upsells import queries
from dhara.checkout.upsells.facts import UpsellAccepted, UpsellDeclined
from dhara.checkout.upsells.models import Upsell
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, NotFoundHere, Refused


@transaction.atomic
def accept(order_id: int, *, step: str, total: Money, by: Actor, at: datetime) -> Order:
    """The small order of what is offered, to be paid by itself; accepted twice it is the first one's.

    `total` is what the buyer saw. Raises Conflict `upsell_over` when it is not offered any more, Refused
    `price_changed`, and what `place` raises; nothing is charged by this.
    """
    locked(order_id)
    known = Upsell.objects.select_related("made").filter(order_id=order_id, step=step).first()
    if known is not None and known.made is not None:
        return known.made
    order = _read(order_id)
    offered = queries.proposal(order, at) if known is None else None
    if offered is None or offered.step != step:
        raise Conflict("upsell_over", _("This is not offered any more. Nothing was charged."))
    if offered.total != total:
        words = {"total": offered.total.display(get_language() or "en")}
        raise Refused("price_changed", _("The price has changed to %(total)s. Please look again.") % words)
    made = _order(order, offered, by=by, at=at)
    Upsell.objects.create(order=order, step=step, suggestion=offered.suggestion, made=made, at=at)
    record(UpsellAccepted(order.pk, made.pk, step, order.number), by=by, at=at)
    return made


@transaction.atomic
def decline(order_id: int, *, step: str, by: Actor, at: datetime) -> None:
    """Not wanted. Twice is once; what is not offered (any more) needs no answer."""
    locked(order_id)
    order = _read(order_id)
    offered = queries.proposal(order, at)
    if offered is None or offered.step != step:
        return
    Upsell.objects.create(order=order, step=step, suggestion=offered.suggestion, at=at)
    record(UpsellDeclined(order.pk, step, order.number), by=by, at=at)


def _read(order_id: int) -> Order:
    order = order_queries.with_lines(Order.objects.filter(pk=order_id)).first()
    if order is None:
        raise NotFoundHere()
    return order


def _order(order: Order, offered: queries.Proposal, *, by: Actor, at: datetime) -> Order:
    """By the usual way from a cart, for the same buyer: whoever holds the link, it is theirs."""
    cart = queries.cart_after(order, at)
    cart.token = secrets.token_urlsafe(24)
    rows.insert(cart)
    tier, line = offered.suggestion.tier, offered.line
    rows.insert(
        CartLine(
            cart=cart,
            offer=tier.offer,
            tier=tier,
            quantity=1,
            shown=line.shown.minor,
            suggestion=offered.suggestion,
            added_at=at,
        )
    )
    buyer = replace(by, kind="person" if order.account_id else "guest", id=order.account_id)
    return orders.place(
        cart,
        email=order.email,
        name=order.name,
        phone=order.phone,
        language=order.language,
        intent=secrets.token_urlsafe(18),
        confirmed_total=offered.total.minor,
        confirmed_currency=offered.total.currency,
        by=buyer,
        at=at,
    )
