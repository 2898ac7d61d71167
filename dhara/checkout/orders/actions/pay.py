"""Send the buyer to pay, and learn what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dhara.catalog.offers.rules import PUBLISHED
from dhara.checkout.coupons import actions as coupons
from dhara.checkout.orders import rules
from dhara.checkout.orders.actions import copies
from dhara.checkout.orders.actions.give_up import locked, payment_failed
from dhara.checkout.orders.actions.sale import settle_locked, subject
from dhara.checkout.orders.facts import OrderRetried
from dhara.checkout.orders.models import Order, OrderLine
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.refusal import Conflict, NotFoundHere, Refused
from dhara.money.ledger.actions import Posting
from dhara.money.models import Payment
from dhara.money.payments import actions as payments
from dhara.money.payments import rules as payment_rules
from dhara.money.payments.queries import by_token
from dhara.people.studios.rules import OPEN


@dataclass(frozen=True)
class Means:
    """How the buyer will pay: the gateway's code, the page to which it sends them back, in which `{token}` becomes
    the payment's token, and whether it is asked to remember the means."""

    gateway: str
    return_url: str
    save_method: bool = False


def pay(known: Order | int, means: Means, *, by: Actor, at: datetime) -> str:
    """The address to which the buyer goes to pay. Not to be called inside a transaction: the gateway is asked.

    `known` is the order's id, or an order that was placed a moment ago, whose payment may have begun with it.

    Pressed twice, it is the same payment. After a decline, a cancellation or an expiry it is a new one, and copies
    are set aside anew. Refused when paid, refunded, too old, no longer for sale or sold out.
    """
    payment = _begun_with(known, means.gateway) if isinstance(known, Order) else None
    if payment is None:
        payment = _begin(known.pk if isinstance(known, Order) else known, means, by=by, at=at)
    return payments.send_payer(payment, by=by, at=at)


def pay_in_one_click(order_id: int, kept: Payment, return_url: str, *, by: Actor, at: datetime) -> Payment:
    """Charge the means of payment that the gateway keeps since another payment, through the same account.

    Not to be called inside a transaction. The order is paid, declined, or still waits for the gateway's answer, which
    is asked for again. Pressed twice, it is the same payment.
    """
    payment = _begin(order_id, Means(kept.gateway, return_url), method=kept.method, by=by, at=at)
    confirm(payment.token, by=by, at=at)
    return payment


def _begun_with(order: Order, gateway: str) -> Payment | None:
    """The payment that was written down with the order itself: nobody can have touched it yet."""
    payment = order.payment if Order._meta.get_field("payment").is_cached(order) else None
    return payment if payment and payment.gateway == gateway and payment.status == payment_rules.CREATED else None


@transaction.atomic
def _begin(order_id: int, means: Means, *, by: Actor, at: datetime, method: str = "") -> Payment:
    order = locked(order_id)
    if order.status in (*rules.BOUGHT, rules.REFUNDED):
        raise Conflict("paid_already", _("This order is paid already."))
    if order.status not in rules.PAYABLE:
        raise Conflict("wrong_state", _("This order can not be paid."))
    if order.status == rules.PENDING:
        waiting = order.payment
        if waiting and waiting.gateway == means.gateway and waiting.status in payment_rules.OPEN:
            return waiting
        if waiting and waiting.status == payment_rules.REVIEW:
            raise Conflict("payment_in_review", _("Your payment is being looked at. Please do not pay again."))
    else:
        _retry(order, by=by, at=at)
    return begin_payment(order, means, method=method, by=by, at=at)


def begin_payment(order: Order, means: Means, *, by: Actor, at: datetime, method: str = "") -> Payment:
    """Write down that an order is about to be paid. Called inside a transaction, with an order that is locked or new.

    Refused when the gateway is not offered for this amount.
    """
    payment = payments.begin(
        subject=subject(order.pk),
        gateway=means.gateway,
        amount=Money(order.total, order.currency),
        payer_email=order.email,
        payer_name=order.name,
        payer_phone=order.phone,
        description=f"{settings.SITE_NAME} {order.number}",
        language=order.language,
        save_method=means.save_method,
        method=method,
        # Asked for only where the gateway's account depends on it. What collaborators share, and what is set aside
        # until the work is done, never goes straight to a studio.
        studio_ids=() if {rules.SHARES, rules.HELD} & order.policies.keys() else _studios(order),
        return_url=means.return_url,
        along=(_CHOSEN, [order.pk]),
        by=by,
        at=at,
    )
    order.payment = payment
    return payment


# By the same statement: the order's payment is the one that was begun last.
_CHOSEN = ", chosen AS (UPDATE checkout_order SET payment_id = changed.id FROM changed WHERE checkout_order.id = %s)"


def _studios(order: Order) -> Iterator[int]:
    """Read when the first one is asked for."""
    yield from order.lines.values_list("studio_id", flat=True)


def _retry(order: Order, *, by: Actor, at: datetime) -> None:
    """A given-up order waits again, when everything in it is still for sale."""
    if at - order.created_at > rules.RETRY_WITHIN:
        raise Refused("order_old", _("This order is too old to be paid. Please order again."))
    lines = list(order.lines.select_related("offer__studio", "tier").order_by("tier_id"))
    for line in lines:
        if line.offer.status != PUBLISHED or line.offer.studio.status != OPEN:
            raise Refused("not_for_sale", _("“%(title)s” is not for sale any more.") % {"title": line.title})
    if order.discount:
        coupons.take_again(order.pk)
    held = [line for line in lines if copies.is_counted(line, order.policies)]
    copies.check_places(lines, order.policies)
    copies.reserve(held, order.policies, at)
    OrderLine.objects.filter(pk__in=[line.pk for line in held]).update(stock_held=True)
    order.become(rules.PENDING, fact=OrderRetried(order.pk, order.number), by=by, at=at)


# What the reactions to a payment would do, and what `confirm` does itself in the same transaction; and what they do for
# payments of work, of which this is none.
_OWN_EFFECTS = ("settle_order", "order_payment_failed", "settle_funding", "funding_payment_failed")


def confirm(payment_token: str, *, by: Actor, at: datetime, returned: Mapping[str, str] | None = None) -> Order:
    """Ask the gateway's server what became of a payment, and act on it. Not to be called inside a transaction.

    Any number of calls at once or one after another do everything once. NotFoundHere for an unknown token or a
    payment that is not for an order. A gateway that can not be reached leaves everything as it is; it is asked again.
    `returned` is what the buyer's browser brought back from there (query and form), which proves nothing.
    """
    known = by_token(payment_token)
    kind, _colon, number = known.subject.partition(":") if known else ("", "", "")
    if known is None or kind != "order":
        raise NotFoundHere()
    outcome = payments.learn(known, at=at, returned=returned)
    with transaction.atomic():
        capture: list[Posting] = []
        payment = payments.apply(known, outcome, by=by, at=at, already=_OWN_EFFECTS, unbooked=capture)
        if payment.status == payment_rules.CAPTURED:
            return settle_locked(int(number), payment, capture=capture, by=by, at=at)
        return payment_failed(int(number), payment, by=by, at=at)
