"""The cart that a verb is about, locked, so that two tabs do not undo each other's work."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dhara.checkout.cart.models import Cart, CartLine
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.refusal import NotFoundHere


def locked(token: str | None, by: Actor) -> Cart | None:
    cart = rows.first(Cart, "t.token = %s", [token], tail="FOR UPDATE") if token else None
    return cart if cart and cart.account_id in (None, by.id if by.kind == "person" else None) else None


def new(currency: str, *, by: Actor, at: datetime) -> Cart:
    """Not written yet."""
    account_id = by.id if by.kind == "person" else None
    token = secrets.token_urlsafe(24)
    return Cart(token=token, account_id=account_id, currency=currency, created_at=at, changed_at=at)


def line_of(token: str, line_id: int, by: Actor) -> tuple[Cart, CartLine]:
    cart = locked(token, by)
    lines = CartLine.objects.select_related("tier__offer__studio").filter(cart=cart, pk=line_id) if cart else None
    found = lines.first() if lines is not None else None
    if cart is None or found is None:
        raise NotFoundHere("line_gone", _("This is no longer in your cart."))
    return cart, found


def touched(cart: Cart, at: datetime) -> Cart:
    cart.changed_at = at
    cart.save(update_fields=["currency", "account", "codes", "country", "region", "tax_id", "reminder", "changed_at"])
    return cart
