"""Carts that were left."""

from __future__ import annotations

from datetime import datetime, timedelta

from dhara.catalog.models import Tier
from dhara.checkout.abandoned import actions
from dhara.checkout.models import Cart, CartReminder
from dhara.kit.actor import GUEST, Actor
from tests.make import checkout as make

EMAIL = "karim@example.com"
DAY = timedelta(days=1)


def asked(
    *tiers: Tier, at: datetime, by: Actor = GUEST, email: str = EMAIL, language: str = "en", currency: str = "BDT"
) -> tuple[Cart, CartReminder]:
    """A cart with the tiers whose owner ticked the box."""
    cart = make.cart_with(*tiers, by=by, at=at, currency=currency)
    reminder = actions.ask(cart.pk, email=email, language=language, at=at)
    assert reminder is not None
    cart.refresh_from_db()
    return cart, reminder


def reminded(*tiers: Tier, at: datetime, **given: str) -> CartReminder:
    """The same, a day later."""
    reminder = asked(*tiers, at=at, **given)[1]
    actions.remind(reminder.pk, at=at + DAY)
    reminder.refresh_from_db()
    assert reminder.status == "reminded"
    return reminder
