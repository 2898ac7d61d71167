"""Make an order of a cart."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.catalog.kinds import is_held
from dhara.checkout.cart import queries as carts
from dhara.checkout.cart.models import Cart, CartLine
from dhara.checkout.cart.shown import check_place
from dhara.checkout.coupons import actions as coupons
from dhara.checkout.orders import rules
from dhara.checkout.orders.actions import copies
from dhara.checkout.orders.actions.freezing import Buyer, evidence, terms
from dhara.checkout.orders.actions.give_up import give_up
from dhara.checkout.orders.actions.pay import Means, begin_payment
from dhara.checkout.orders.actions.sale import close
from dhara.checkout.orders.facts import OrderCancelled, OrderPlaced
from dhara.checkout.orders.models import Order, OrderLine
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.locale.phones import parse_phone
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, Refused
from dhara.people.models import Account
from dhara.people.ties import queries as ties
from dhara.people.ties.actions import noted


@noted
def place(
    cart: Cart,
    *,
    email: str,
    name: str,
    phone: str = "",
    language: str = "",
    intent: str,
    confirmed_total: int,
    confirmed_currency: str = "",
    seen_in: str = "",
    gifted: bool = False,
    means: Means | None = None,
    by: Actor,
    at: datetime,
) -> Order:
    """Turn the cart into an order and set its copies aside. A total of zero is paid at once.

    Prices, discounts, taxes and collaborators' parts are frozen into it as they stand. `seen_in` is the country that
    the host's network sees the buyer in, if it says so. `gifted`: somebody else receives it (see `gifts.place`).
    With `means` the payment of a new order begins with it, as one change; `pay` then sends the buyer there.

    `intent` is a random word of the form, the same for every click on one button: the second click gets the first
    order. `confirmed_total` (minor units, of `confirmed_currency` where that is named) is what the buyer saw; another
    one is refused with `price_changed`.
    """
    buyer = check_buyer(email=email, name=name, phone=phone, language=language)
    if not 8 <= len(intent) <= 64:
        raise Invalid("intent_missing", _("Please open the checkout again."))
    try:
        with transaction.atomic():
            seen = (confirmed_total, confirmed_currency)
            told: Any = {"intent": intent, "seen_in": seen_in, "gifted": gifted, "means": means}
            return _place(cart.pk, buyer, seen=seen, **told, by=by, at=at)
    except IntegrityError:
        # The same intent was just used with another copy of the page: whoever came first made the order.
        first = Order.objects.filter(intent=intent, cart_id=cart.pk).first()
        if first is None:
            raise
        return first


def check_buyer(*, email: str, name: str, phone: str = "", language: str = "") -> Buyer:
    """Raises Invalid with the field that is to blame."""
    email = clean_text(email).lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid("email_invalid", _("Please enter a valid e-mail address."), "email") from None
    if len(email) > 254:
        raise Invalid("email_invalid", _("Please enter a valid e-mail address."), "email")
    name = clean_text(name)
    if not name:
        raise Invalid("name_missing", _("Please enter your name."), "name")
    if len(name) > 120:
        raise Invalid("name_long", _("Please keep the name below 120 letters."), "name")
    language = language if language in ("bn", "en") else (get_language() or "en")[:2]
    return Buyer(email, name, parse_phone(phone) if phone.strip() else "", language)


def _place(
    cart_id: int,
    buyer: Buyer,
    *,
    intent: str,
    seen: tuple[int, str],
    seen_in: str,
    gifted: bool,
    means: Means | None,
    by: Actor,
    at: datetime,
) -> Order:
    cart = rows.first(Cart, "t.id = %s", [cart_id], tail="FOR UPDATE")
    if cart is None:
        raise Refused("cart_empty", _("Your cart is empty."))
    known = rows.load(Order, "t.intent = %s OR t.cart_id = %s AND t.status = %s", [intent, cart.pk, rules.PENDING])
    pending = [order for order in known if order.cart_id == cart.pk]
    first = next((order for order in known if order.intent == intent), None)
    if first:
        if first.cart_id != cart.pk:
            raise Conflict("intent_used", _("Please open the checkout again."))
        return first
    account = Account.objects.filter(pk=by.id).first() if by.kind == "person" and by.id else None
    view = carts.view(cart, account, covers=False, at=at, home=seen_in, ties=False)  # asked of a new order, below
    _check_lines(view)
    same = next((order for order in pending if order.gifted == gifted and _same(order, view, buyer)), None)
    if same is None and account and (refusal := ties.with_studios(account.pk, _worked_for(view))):
        raise refusal  # before the total: the cart that they saw counted no such line
    _check_total(view, *seen)
    if same:
        return same
    if view.applied or any(order.discount for order in pending):
        coupons.lock([each.coupon.pk for each in view.applied], [order.pk for order in pending])
    for order in pending:
        give_up(order, rules.CANCELLED, fact=OrderCancelled(order.pk, order.number), by=by, at=at, reason="replaced")
    account_id = account.pk if account else None
    told: Any = {"intent": intent, "seen_in": seen_in, "gifted": gifted, "means": means}
    return _made(view, cart, buyer, **told, account_id=account_id, by=by, at=at)


def _check_lines(view: carts.CartView) -> None:
    if not view.lines:
        raise Refused("cart_empty", _("Your cart is empty."))
    for line in view.problems:
        assert line.problem is not None
        raise Refused(line.problem.code, f"{line.offer.title}: {line.problem.message}")


def _check_total(view: carts.CartView, confirmed_total: int, confirmed_currency: str) -> None:
    check_place(view)
    if view.total.minor != confirmed_total or confirmed_currency not in ("", view.currency):
        total = view.total.display(get_language() or "en")
        raise Refused(
            "price_changed",
            _("A price has changed. The total is now %(total)s. Please look again before you pay.") % {"total": total},
        )


def _worked_for(view: carts.CartView) -> set[int]:
    """The studios that would work for the buyer: paid work is agreed on with the order, and none with oneself."""
    return {line.offer.studio_id for line in view.lines if is_held(line.offer)}


def _same(order: Order, view: carts.CartView, buyer: Buyer) -> bool:
    """Whether a waiting order is what is being ordered again."""
    had: Counter[Any] = Counter()
    for each in order.lines.all():
        had[each.tier_id, each.unit_price, _besides(each.added)] += each.quantity
    wanted: Counter[Any] = Counter()
    for line in view.lines:
        added = _besides([each.kept() for each in line.added])
        wanted[line.tier.pk, line.unit.minor if line.unit else 0, added] += line.quantity
    bill = (order.currency, order.total, order.discount, order.country, order.region, order.tax_id)
    seen = (view.currency, view.total.minor, view.discount.minor, *_place_of(view))
    return had == wanted and order.email == buyer.email and bill == seen


def _besides(added: list[dict[str, Any]]) -> str:
    """What was chosen besides, to be compared: the database keeps no order of names."""
    return json.dumps(added, sort_keys=True)


def _place_of(view: carts.CartView) -> tuple[str, str, str]:
    """The country, the region and the tax id that the order keeps: only where they matter for tax."""
    place = view.place
    return (place.country, place.region, place.tax_id) if view.needs_place else ("", "", "")


def _made(
    view: carts.CartView,
    cart: Cart,
    buyer: Buyer,
    *,
    intent: str,
    seen_in: str,
    gifted: bool,
    means: Means | None,
    account_id: int | None,
    by: Actor,
    at: datetime,
) -> Order:
    country, region, tax_id = _place_of(view)
    order = Order(
        status=rules.DRAFT,
        status_at=at,
        number=rules.new_number(),
        token=rules.new_token(),
        intent=intent,
        cart=cart,
        account_id=account_id,
        email=buyer.email,
        name=buyer.name,
        phone=buyer.phone,
        language=buyer.language,
        currency=view.currency,
        total=view.total.minor,
        discount=view.discount.minor,
        tax=sum(tax.amount for tax in view.taxes),
        country=country,
        region=region,
        tax_id=tax_id,
        place_evidence=evidence(cart, buyer, seen_in, region) if country else {},
        policies=terms(view, at),
        created_at=at,
        gifted=gifted,
    )
    lines = [_line(order, line, at) for line in view.lines]
    for line in lines:
        line.stock_held = copies.is_counted(line, order.policies)
    copies.check_places(lines, order.policies)
    copies.reserve([line for line in lines if line.stock_held], order.policies, at)
    if order.total:
        order.begin(rules.PENDING, fact=OrderPlaced(0, order.number), by=by, at=at, parts=lines, name="order")
    else:
        rows.insert_with(order, lines, "order")
    if view.applied:
        coupons.take(_uses(view), order_id=order.pk, email=buyer.email, account_id=account_id, at=at)
    seen = [CartLine(pk=line.id, shown=line.now.minor) for line in view.changes if line.now]
    if seen:
        CartLine.objects.bulk_update(seen, ["shown"])
    if not order.total:
        return close(order, lines, payment=None, by=by, at=at)
    if means:
        begin_payment(order, means, by=by, at=at)
    return order


def _uses(view: carts.CartView) -> list[coupons.Wanted]:
    return [
        coupons.Wanted(
            each.coupon.pk,
            each.coupon.studio_id,
            each.amount,
            Money(
                sum(
                    line.priced.gross
                    for line in view.lines
                    if line.priced and line.offer.studio_id == each.coupon.studio_id
                ),
                view.currency,
            ),
        )
        for each in view.applied
    ]


def _line(order: Order, line: carts.LineView, at: datetime) -> OrderLine:
    assert line.priced is not None  # lines with a problem were refused
    priced, unit = line.priced, line.unit.minor if line.unit else 0
    return OrderLine(
        order=order,
        studio_id=line.offer.studio_id,
        offer=line.offer,
        tier=line.tier,
        title=line.offer.title,
        tier_name=line.tier.name,
        quantity=line.quantity,
        unit_price=unit,
        list_price=unit,
        discount=priced.discount,
        discounts=[reason.kept() for reason in priced.reasons],
        added=[each.kept() for each in line.added],
        gross=priced.gross,
        tax=priced.tax,
        tax_bp=priced.item.levy.bp,
        tax_name=priced.item.levy.name,
        tax_inclusive=priced.item.levy.inclusive,
        created_at=at,
        preorder=rules.WAITS if line.offer.releases_at is not None else "",
        found_by=rules.found_by(line.offer.studio_id, order.number, line.offer.title, order.email, order.name),
    )
