"""Carry a request out once for each key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.api.requests.models import SentRequest
from dhara.catalog.models import Tier
from dhara.checkout.cart import actions as carts
from dhara.checkout.cart.models import Cart
from dhara.checkout.cart.rules import most_of
from dhara.checkout.gifts import actions as gifts
from dhara.checkout.gifts.rules import Wish
from dhara.checkout.models import Order
from dhara.checkout.orders.queries import collectors
from dhara.checkout.orders.rules import PENDING
from dhara.kit.actor import GUEST, Actor
from dhara.kit.currency import Money
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere, Refused
from dhara.money.gateways import queries as gateways

T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    """`amount`: what the buyer wishes to pay for one (minor units), where that is free to choose; `extras` by key."""

    tier: int
    quantity: int = 1
    amount: int | None = None
    extras: Sequence[str] = ()


@dataclass(frozen=True)
class Wanted:
    """What is to be ordered. `confirmed_total` (minor units of `currency`) is what the buyer has seen and agreed to."""

    lines: Sequence[Line]
    email: str
    name: str
    currency: str
    confirmed_total: int
    phone: str = ""
    language: str = ""
    gateway: str = ""
    coupons: Sequence[str] = ()
    country: str = ""
    region: str = ""
    tax_id: str = ""
    gift: Mapping[str, str] | None = None


@transaction.atomic
def once(act: Callable[[], T], *, key: str, body: str, at: datetime) -> T:
    """What `act` gives; it knows by itself what came of the same key before. `body` is all that was sent, in one form.

    Two calls at once wait for each other. Raises Conflict `idempotency_key_reused` for the key of another request,
    and whatever `act` refuses: then the key can be used again.
    """
    _sent(_digest(key), _digest(body), at)
    return act()


@transaction.atomic
def make_once(make: Callable[[], int], *, key: str, body: str, at: datetime) -> tuple[int, bool]:
    """The id of what the first call with this key made, and whether this is that call; for what keeps no key itself.

    `key` says what is made, where, and what its sender chose ("form:7:…"); what was made may be gone by now.
    Raises as `once` does.
    """
    sent = _sent(_digest(key), _digest(body), at)
    if sent.made is not None:
        return sent.made, False
    sent.made = make()
    sent.save(update_fields=["made"])
    return sent.made, True


@transaction.atomic
def place_once(wanted: Wanted, *, key: str, body: str, by: Actor, at: datetime) -> tuple[Order, bool]:
    """The order, and whether it was made by this call. `body` is all that was sent, in one form.

    Two calls at once wait for each other. Raises Conflict `idempotency_key_reused` for the key of another request,
    Invalid with the field (`lines.0.quantity`), and whatever placing an order refuses.
    """
    sent = _sent(_digest(f"{by.kind}:{by.id}:{key}"), _digest(body), at)
    if sent.order is not None:
        return sent.order, False
    cart = _told(_cart(wanted, at), wanted, at)
    order = gifts.place(
        cart,
        _wish(wanted, at),
        email=wanted.email,
        name=wanted.name,
        phone=wanted.phone,
        language=wanted.language,
        intent=sent.key,
        confirmed_total=wanted.confirmed_total,
        confirmed_currency=wanted.currency,
        by=by,
        at=at,
    )
    if order.status == PENDING:
        _check_gateway(order, wanted.gateway, at)
    sent.order = order
    sent.save(update_fields=["order"])
    return order, True


def _sent(key: str, body: str, at: datetime) -> SentRequest:
    """The row of this request, locked: a second call with the same key waits here until the first is done."""
    SentRequest.objects.bulk_create([SentRequest(key=key, body=body, created_at=at)], ignore_conflicts=True)
    sent = SentRequest.objects.select_for_update(of=["self"]).select_related("order").get(key=key)
    if sent.body != body:
        raise Conflict("idempotency_key_reused", _("This Idempotency-Key was used for another request."))
    return sent


def _cart(wanted: Wanted, at: datetime) -> Cart:
    """A cart of its own, which belongs to nobody, so that it does not become the cart of the buyer's browser."""
    tiers = Tier.objects.select_related("offer").in_bulk([line.tier for line in wanted.lines])
    cart: Cart | None = None
    for place, line in enumerate(wanted.lines):
        field = f"lines.{place}."
        if line.tier not in tiers:
            raise Invalid("tier_unknown", _("There is no such tier."), field + "tier")
        if line.tier in {each.tier for each in wanted.lines[:place]}:
            raise Invalid("tier_twice", _("Please name each tier once, with its quantity."), field + "tier")
        if line.quantity > most_of(tiers[line.tier].offer):
            raise Invalid("too_many_copies", _("You can not buy more of this at once."), field + "quantity")
        cart = _add(cart, line, wanted.currency, field, at)
        if cart.currency != wanted.currency:
            raise Invalid("other_currency", _("This is not sold in the currency of the order."), field + "tier")
    if cart is None:
        raise Invalid("lines_missing", _("Please name at least one tier."), "lines")
    return cart


def _told(cart: Cart, wanted: Wanted, at: datetime) -> Cart:
    """The cart with the codes and the place. A code that does not count is refused: the caller relies on it."""
    for place, code in enumerate(wanted.coupons):
        try:
            cart = carts.enter_code(cart.token, code=code, by=GUEST, at=at)
        except Refused as refusal:
            refusal.field = f"coupons.{place}"
            raise
    if wanted.country:
        said = {"country": wanted.country, "region": wanted.region, "tax_id": wanted.tax_id}
        cart = carts.set_place(cart.token, **said, by=GUEST, at=at)
    return cart


def _add(cart: Cart | None, line: Line, currency: str, field: str, at: datetime) -> Cart:
    token = cart.token if cart else None
    try:
        return carts.add(
            token,
            tier_id=line.tier,
            quantity=line.quantity,
            chosen=line.amount,
            answers={"extras": list(line.extras)},
            currency=currency,
            by=GUEST,
            at=at,
        )
    except NotFoundHere as gone:
        raise Invalid("tier_unknown", _("There is no such tier."), field + "tier") from gone
    except Refused as refusal:
        refusal.field = field + (refusal.field or "tier")
        raise


def _wish(wanted: Wanted, at: datetime) -> Wish | None:
    """To whom it goes, where it is a gift. Raises Invalid with the field (`gift.email`)."""
    if wanted.gift is None:
        return None
    told = dict(wanted.gift)
    day, language = told.pop("day"), told.pop("language") or wanted.language
    try:
        chosen = date.fromisoformat(day) if day else None
    except ValueError:
        raise Invalid("gift_day", _("Please choose a day from today to one year from now."), "gift.day") from None
    try:
        return gifts.check(**told, day=chosen, language=language, at=at)
    except Refused as refusal:
        refusal.field = (refusal.field or "gift").replace("gift_", "gift.")
        raise


def _check_gateway(order: Order, gateway: str, at: datetime) -> None:
    if not gateway:
        raise Invalid("gateway_missing", _("Please choose how you would like to pay."), "gateway")
    ways = gateways.offered(Money(order.total, order.currency), at=at, studio_ids=collectors(order))
    if gateway not in {each.code for each in ways}:
        message = _("This way of paying is not offered. Please choose another.")
        raise Invalid("gateway_unknown", message, "gateway")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
