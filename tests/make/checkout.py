"""Offers to be sold, carts and orders: written straight into the tables where the way there is not what is tested."""

from __future__ import annotations

import itertools
import uuid
from datetime import datetime
from typing import Any

from dhara.catalog.models import Offer, Price, Tier
from dhara.checkout.cart import actions as carts
from dhara.checkout.cart import queries
from dhara.checkout.models import Cart, Order
from dhara.checkout.orders import actions as orders
from dhara.kit.actor import GUEST, Actor
from dhara.kit.queue import drain
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.models import Payment, SandboxCharge
from dhara.people.models import Account, Studio
from tests.make import money as make_money
from tests.make.people import LONG_AGO

_numbers = itertools.count(1)
BUYER = {"email": "karim@example.com", "name": "Karim Uddin", "language": "en"}


def tier(
    studio: Studio | None = None,
    *,
    offer: Offer | None = None,
    prices: dict[str, int] | None = None,
    pricing: str = "fixed",
    stock: int | None = None,
    title: str = "",
    name: str = "",
    status: str = "published",
    at: datetime = LONG_AGO,
) -> Tier:
    """A tier that is for sale, of a new offer unless one is given; ৳450 unless `prices` (minor units) say otherwise."""
    number = next(_numbers)
    if offer is None:
        studio = studio or make_money.studio(at)
        offer = Offer.objects.create(
            status=status,
            status_at=at,
            studio=studio,
            kind="download",
            title=title or f"Offer {number}",
            slug=f"offer-{number}",
            created_at=at,
            changed_at=at,
            published_at=at,
        )
    made = Tier.objects.create(offer=offer, pricing=pricing, stock=stock, name=name)
    if pricing != "free":
        given = {"BDT": 45_000} if prices is None else prices
        Price.objects.bulk_create(Price(tier=made, currency=code, amount=amount) for code, amount in given.items())
    return made


def cart_with(*tiers: Tier, currency: str = "BDT", by: Actor = GUEST, at: datetime = LONG_AGO) -> Cart:
    """A cart that holds one of each tier."""
    token = None
    for each in tiers:
        token = carts.add(token, tier_id=each.pk, currency=currency, by=by, at=at).token
    return Cart.objects.get(token=token)


def placed(
    *tiers: Tier,
    cart: Cart | None = None,
    by: Actor = GUEST,
    at: datetime = LONG_AGO,
    currency: str = "BDT",
    **buyer: Any,
) -> Order:
    """An order of the tiers, waiting for its payment (or paid, where it costs nothing)."""
    cart = cart or cart_with(*tiers, by=by, at=at, currency=currency)
    account = Account.objects.filter(pk=by.id).first() if by.id else None
    total = queries.view(cart, account, at=at).total.minor
    given = {**BUYER, **buyer}
    return orders.place(cart, **given, intent=uuid.uuid4().hex, confirmed_total=total, by=by, at=at)


def sent(order: Order, *, by: Actor = GUEST, at: datetime = LONG_AGO) -> tuple[Payment, SandboxCharge]:
    """The buyer of the order stands before the sandbox's page."""
    orders.pay(order.pk, orders.Means("sandbox", "/checkout/return/{token}/"), by=by, at=at)
    order.refresh_from_db()
    assert order.payment is not None
    return order.payment, SandboxCharge.objects.get(ref=order.payment.gateway_ref)


def chosen(order: Order, choice: str, *, by: Actor = GUEST, at: datetime = LONG_AGO) -> Order:
    """The buyer went to the sandbox, chose, and came back."""
    payment, charge = sent(order, by=by, at=at)
    sandbox.choose(charge.ref, choice, at=at)
    return orders.confirm(payment.token, by=by, at=at)


def paid_order(
    *tiers: Tier,
    by: Actor = GUEST,
    at: datetime = LONG_AGO,
    delivered: bool = True,
    currency: str = "BDT",
    **buyer: str,
) -> Order:
    """An order that was paid and, unless told otherwise, delivered with everything that follows."""
    order = placed(*(tiers or (tier(at=at),)), by=by, at=at, currency=currency, **buyer)
    if order.total:
        order = chosen(order, "pay", by=by, at=at)
    if delivered:
        drain(at)
    order.refresh_from_db()
    return order
