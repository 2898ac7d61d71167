"""Put something in, change it, take it out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Suggestion, Tier
from dhara.catalog.suggestions.rules import BUMP, CROSS
from dhara.checkout.cart import queries, rules
from dhara.checkout.cart.actions.held import line_of, locked, new, touched
from dhara.checkout.cart.entering import checked, cleaned, first_currency
from dhara.checkout.cart.models import Cart, CartLine
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.refusal import Invalid, NotFoundHere, Refused


@transaction.atomic
def add(
    token: str | None,
    *,
    tier_id: int,
    quantity: int = 1,
    chosen: int | None = None,
    answers: Mapping[str, Any] | None = None,
    currency: str | None = None,
    by: Actor,
    at: datetime,
) -> Cart:
    """Put a tier into the cart that the token names (a new one where it names none) and return the cart.

    `chosen` is the amount in minor units where the buyer chooses it; `currency` the one the visitor reads prices in.
    `answers` are what the kind of the offer asks for, such as extras; None leaves them as they are.
    Adding what is there already sets the amount anew and adds up the quantity as far as the kind allows.
    """
    tier = rows.first(Tier, "t.id = %s", [tier_id], along=("offer", "offer__studio"))
    if tier is None:
        raise NotFoundHere()
    prices = queries.prices_of([tier_id])[tier_id]
    kept = locked(token, by)
    cart = kept or new(first_currency(tier, prices, currency), by=by, at=at)
    lines = {line.tier_id: line for line in cart.lines.all()} if kept else {}
    if kept and not lines:
        cart.currency = first_currency(tier, prices, currency or cart.currency)
    line = lines.get(tier_id)
    if line is None and len(lines) >= rules.MOST_LINES:
        raise Refused("cart_full", _("Your cart is full. Please pay for what is in it first."))
    wanted = min((line.quantity if line else 0) + max(quantity, 1), rules.most_of(tier.offer))
    said = cleaned(tier, answers) if answers is not None else line.answers if line else {}
    unit = checked(tier, prices, cart.currency, wanted, chosen, said, beside=cart.pk, by=by, at=at)
    if line:
        _set(line, wanted, unit, said)
    else:
        line = CartLine(cart=cart, tier_id=tier_id, offer_id=tier.offer_id, added_at=at)
        line.quantity, line.shown, line.answers = wanted, unit, said
        # Nobody has promised anything yet: the order's commit waits for these, too.
        if kept:
            rows.insert(line, waits=False)
        else:
            rows.insert_with(cart, [line], "cart", waits=False)
    return touched(cart, at) if kept else cart


@transaction.atomic
def add_bump(token: str, *, suggestion_id: int, by: Actor, at: datetime) -> Cart:
    """Put in what an offer of the cart suggests, at the price that it has in this company. Twice is once.

    Raises NotFoundHere where it is not suggested (any more), and what `add` raises.
    """
    cart = locked(token, by)
    bump = Suggestion.objects.filter(pk=suggestion_id, kind=BUMP).first()
    if cart is None or bump is None or not cart.lines.filter(offer_id=bump.offer_id).exists():
        raise NotFoundHere("bump_gone", _("This is not offered any more."))
    return _bring(cart, bump, by=by, at=at)


@transaction.atomic
def add_pair(
    token: str | None, *, suggestion_id: int, tier_id: int, currency: str | None = None, by: Actor, at: datetime
) -> Cart:
    """Put in an offer's tier with what its page suggests, each once; raises NotFoundHere and what `add` raises."""
    pair = Suggestion.objects.filter(pk=suggestion_id, kind=CROSS, offer__tiers=tier_id).first()
    if pair is None:
        raise NotFoundHere("pair_gone", _("This is not offered any more."))
    cart = locked(token, by)
    if cart is None or not cart.lines.filter(offer_id=pair.offer_id).exists():
        cart = add(cart.token if cart else None, tier_id=tier_id, currency=currency, by=by, at=at)
    return _bring(cart, pair, by=by, at=at)


@transaction.atomic
def change(
    token: str,
    *,
    line_id: int,
    quantity: int | None = None,
    chosen: int | None = None,
    answers: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Cart:
    """Another quantity (0 removes the line), another chosen amount in minor units, or other answers."""
    cart, line = line_of(token, line_id, by)
    if quantity is not None and quantity <= 0:
        line.delete()
        return touched(cart, at)
    tier, wanted = line.tier, quantity or line.quantity
    if wanted > rules.most_of(tier.offer):
        raise Invalid("too_many_copies", _("You can not buy more of this at once."), "quantity")
    prices = queries.prices_of([tier.pk])[tier.pk]
    said = line.answers if answers is None else cleaned(tier, answers)
    chosen = line.shown if chosen is None else chosen
    unit = checked(tier, prices, cart.currency, wanted, chosen, said, beside=cart.pk, by=by, at=at)
    _set(line, wanted, unit, said)
    return touched(cart, at)


@transaction.atomic
def remove(token: str, *, line_id: int, by: Actor, at: datetime) -> Cart:
    """Take a line out; one that is gone already is no error."""
    cart = locked(token, by)
    if cart is None:
        raise NotFoundHere()
    CartLine.objects.filter(cart=cart, pk=line_id).delete()
    return touched(cart, at)


def _set(line: CartLine, quantity: int, unit: int, answers: dict[str, Any]) -> None:
    line.quantity, line.shown, line.answers = quantity, unit, answers
    line.save(update_fields=["quantity", "shown", "answers"])


def _bring(cart: Cart, suggestion: Suggestion, *, by: Actor, at: datetime) -> Cart:
    if not cart.lines.filter(tier_id=suggestion.tier_id).exists():
        cart = add(cart.token, tier_id=suggestion.tier_id, currency=cart.currency, by=by, at=at)
        cart.lines.filter(tier_id=suggestion.tier_id).update(suggestion=suggestion)
    return cart
