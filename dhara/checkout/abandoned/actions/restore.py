"""The letter's link: what lay in the cart comes into the cart of whoever opens it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.checkout.abandoned import queries, rules
from dhara.checkout.abandoned.models import CartReminder, LeftLine
from dhara.checkout.cart import queries as carts
from dhara.checkout.cart.held import added_sums
from dhara.checkout.cart.models import Cart, CartLine
from dhara.checkout.cart.rules import MOST_CODES, MOST_LINES, unit_price
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.refusal import NotFoundHere, Refused


@dataclass(frozen=True)
class Restored:
    """The cart, and how many lines found no room in it."""

    cart: Cart
    left_out: int


@transaction.atomic
def restore(token: str, cart_token: str | None, *, by: Actor, at: datetime) -> Restored:
    """Put in what is not there yet, at the prices that the letter named; the cart says what has changed since.

    Only offers, quantities and coupons come along: no name, address or tax id. Opening it twice changes nothing more.
    Raises NotFoundHere for a token that we never wrote, Refused where its 30 days are over or all of it was bought.
    """
    said = rules.read_restore_token(token)
    reminder = CartReminder.objects.filter(pk=said[0]).first() if said else None
    if said is None or reminder is None:
        raise NotFoundHere()
    if at >= said[1]:
        raise Refused("link_expired", _("This link is older than 30 days, and what lay in the cart is forgotten."))
    if reminder.status == rules.RECOVERED:
        raise Refused("bought_already", _("What lay in this cart has been bought. Thank you!"))
    cart = _cart(cart_token, reminder, by=by, at=at)
    there = {line.tier_id for line in cart.lines.all()}
    if not there:
        cart.currency = reminder.currency
    missing = [line for line in reminder.lines.select_related("tier__offer") if line.tier_id not in there]
    coming = missing[: max(0, MOST_LINES - len(there))]
    _put_in(cart, reminder, coming, at)
    cart.codes = list(dict.fromkeys([*reminder.codes, *cart.codes]))[-MOST_CODES:]
    cart.changed_at = at
    if not queries.waiting_for(cart):
        cart.reminder = reminder
    cart.save(update_fields=["currency", "codes", "changed_at", "reminder"])
    return Restored(cart, len(missing) - len(coming))


def _cart(token: str | None, reminder: CartReminder, *, by: Actor, at: datetime) -> Cart:
    account_id = by.id if by.kind == "person" else None
    own = rows.first(Cart, "t.token = %s", [token], tail="FOR UPDATE") if token else None
    if own is not None and own.account_id in (None, account_id):
        return own
    made = Cart(token=secrets.token_urlsafe(24), account_id=account_id, currency=reminder.currency)
    made.created_at = made.changed_at = at
    return rows.insert(made)


def _put_in(cart: Cart, reminder: CartReminder, lines: list[LeftLine], at: datetime) -> None:
    """As a line that was seen at the letter's price; in another currency at the price that it has there."""
    prices = carts.prices_of([line.tier_id for line in lines])
    same = cart.currency == reminder.currency
    besides = added_sums([(line.tier, line.answers) for line in lines], cart.currency)
    CartLine.objects.bulk_create(
        CartLine(
            cart=cart,
            tier_id=line.tier_id,
            offer_id=line.offer_id,
            quantity=line.quantity,
            shown=line.unit if same else (unit_price(line.tier, prices[line.tier_id], cart.currency) or 0) + more,
            answers=line.answers,
            added_at=at,
        )
        for line, more in zip(lines, besides, strict=True)
    )
