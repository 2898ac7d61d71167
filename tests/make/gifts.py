"""Gifts in every state."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from dhara.catalog.models import Tier
from dhara.checkout.cart import queries
from dhara.checkout.gifts import actions
from dhara.checkout.gifts.rules import Wish
from dhara.checkout.models import Gift, Order
from dhara.kit.actor import GUEST, Actor
from dhara.kit.queue import drain
from dhara.people.models import Account
from tests.make import checkout as make

MINA = {"email": "mina@example.org", "name": "Mina", "message": "Happy birthday!\nYour Karim", "language": "en"}


def wish(at: datetime, day: date | None = None, **told: Any) -> Wish:
    return actions.check(**{**MINA, **told}, day=day, at=at)


def placed(
    *tiers: Tier, day: date | None = None, by: Actor = GUEST, at: datetime = make.LONG_AGO, **told: Any
) -> Order:
    """Karim's order for Mina, waiting for its payment (or paid, where it costs nothing)."""
    cart = make.cart_with(*(tiers or (make.tier(at=at),)), by=by, at=at)
    account = Account.objects.filter(pk=by.id).first() if by.id else None
    total = queries.view(cart, account, at=at).total.minor
    given = {**make.BUYER, "intent": uuid.uuid4().hex, "confirmed_total": total}
    return actions.place(cart, wish(at, day, **told), by=by, at=at, **given)


def paid(*tiers: Tier, day: date | None = None, by: Actor = GUEST, at: datetime = make.LONG_AGO, **told: Any) -> Gift:
    """A gift that is paid, with all that follows at that moment."""
    order = placed(*tiers, day=day, by=by, at=at, **told)
    if order.total:
        make.chosen(order, "pay", by=by, at=at)
    drain(at)
    return Gift.objects.select_related("order").get(order=order)
