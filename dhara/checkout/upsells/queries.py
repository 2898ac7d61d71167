"""What to offer after an order, at exactly which price, and whether one click pays for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dhara.catalog.models import Offer, Suggestion
from dhara.catalog.suggestions import queries as suggestions
from dhara.catalog.suggestions.rules import DOWNSELL, UPSELL
from dhara.checkout.cart import queries as carts
from dhara.checkout.cart.models import Cart, CartLine
from dhara.checkout.cart.rules import now
from dhara.checkout.orders import queries as order_queries
from dhara.checkout.orders import rules as order_rules
from dhara.checkout.orders.models import Order
from dhara.checkout.upsells.models import Upsell
from dhara.kit.currency import Money
from dhara.kit.refusal import NotFoundHere
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import OneClick
from dhara.money.models import Payment
from dhara.money.payments.rules import PAID
from dhara.money.policies.rules import read


@dataclass(frozen=True)
class Proposal:
    """`cart` is how a cart with nothing but this would stand; `kept` the payment whose stored method can be charged."""

    step: str
    suggestion: Suggestion
    cart: carts.CartView
    kept: Payment | None

    @property
    def line(self) -> carts.LineView:
        return self.cart.lines[0]

    @property
    def total(self) -> Money:
        return self.cart.total


def may_follow(offers: Iterable[Offer]) -> bool:
    """Whether something may be offered after buying these. No query."""
    return any(UPSELL in offer.suggests for offer in offers)


def proposal(order: Order, at: datetime) -> Proposal | None:
    """What is to be offered now; None where nothing is, without a query where the studio suggests nothing.

    Only a while after the payment (policy upsell.minutes), once for each step, and never after what was itself offered
    so. The order's lines are loaded with their offers. After a gift nothing is offered: it would not be part of it.
    """
    lines = list(order.lines.all())
    if order.gifted:
        return None
    if order.status != order_rules.PAID or order.paid_at is None or not may_follow(line.offer for line in lines):
        return None
    if at > order.paid_at + timedelta(minutes=read(order.policies, "upsell.minutes")):
        return None
    if order.cart is not None and order.cart.after_id is not None:
        return None
    step, beside = _step(order, [line.offer_id for line in lines if UPSELL in line.offer.suggests])
    if not step:
        return None
    bought = {line.tier_id for line in lines}
    for each in suggestions.beside(beside, step):
        if each.tier_id not in bought and not _owned(order, each):
            cart = seen(order, each, at)
            if cart is not None:
                return Proposal(step, each, cart, _chargeable(order, cart.total, cart.collectors))
    return None


def _step(order: Order, offer_ids: list[int]) -> tuple[str, list[int]]:
    """The step that was not answered yet and the offers whose suggestions it is about; "" when all is said."""
    answers = {each.step: each for each in Upsell.objects.filter(order=order).select_related("suggestion")}
    if UPSELL not in answers:
        return UPSELL, offer_ids
    first = answers[UPSELL]
    if first.made_id is not None or DOWNSELL in answers:
        return "", []
    return DOWNSELL, [first.suggestion.offer_id] if first.suggestion else offer_ids


def _owned(order: Order, each: Suggestion) -> bool:
    """Whether the buyer has it already."""
    if order.account_id is None:
        return False
    mine = Order.objects.filter(account_id=order.account_id, paid_at__isnull=False, lines__tier_id=each.tier_id)
    return mine.exclude(status=order_rules.REFUNDED).exists()


def seen(order: Order, each: Suggestion, at: datetime) -> carts.CartView | None:
    """A cart with this alone, as it would be bought; None where it can not be."""
    tier = each.tier
    prices = carts.prices_of([tier.pk])[tier.pk]
    unit = now(tier, prices, order.currency, 1, at)
    if unit is None:
        return None
    line = CartLine(offer=tier.offer, tier=tier, quantity=1, shown=unit, suggestion_id=each.pk, added_at=at)
    view = carts.seen(cart_after(order, at), [line], order.account, at=at)
    unknown = (view.needs_place and not view.place.country) or (view.needs_region and not view.place.region)
    return view if view.can_be_placed and not unknown else None


def cart_after(order: Order, at: datetime) -> Cart:
    """The cart for what follows an order, not stored: the same currency, place and tax id."""
    return Cart(
        currency=order.currency,
        country=order.country,
        region=order.region,
        tax_id=order.tax_id,
        after=order,
        created_at=at,
        changed_at=at,
    )


def kept_for(order: Order, made: Order) -> Payment | None:
    """The payment of an order whose stored method pays for the small one that was made after it."""
    return _chargeable(order, Money(made.total, made.currency), order_queries.collectors(made))


def _chargeable(order: Order, total: Money, studio_ids: Iterable[int]) -> Payment | None:
    """The order's payment, where its stored method may be charged through the very same account."""
    payment = order.payment
    if payment is None or not payment.method or payment.status not in PAID or not total:
        return None
    gateway = gateways.known(payment.gateway)
    if not isinstance(gateway, OneClick) or gateway not in gateways.available(total.currency):
        return None
    try:
        account = gateways.account_for(gateway, studio_ids)
    except NotFoundHere:
        return None
    return payment if (account.pk if account else None) == payment.account_id else None


def made_after(order: Order) -> list[Order]:
    """The orders of what was accepted after this one. No query where its offers suggest nothing."""
    if not may_follow(line.offer for line in order.lines.all()):
        return []
    return list(Order.objects.filter(made_by__order=order).order_by("id"))
