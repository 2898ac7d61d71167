"""The money of an order is here: book the sale, or send the money back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from dhara.catalog.offers.actions import counting_sold
from dhara.catalog.releases.rules import PATIENCE
from dhara.checkout.coupons import actions as coupons
from dhara.checkout.orders import rules
from dhara.checkout.orders.actions import copies
from dhara.checkout.orders.actions.give_up import free, locked
from dhara.checkout.orders.facts import OrderMoneyReturned, OrderPaid
from dhara.checkout.orders.models import LineShare, Order, OrderLine
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Refused
from dhara.money.clearing import actions as clearing
from dhara.money.escrow import actions as escrow
from dhara.money.ledger import actions as ledger
from dhara.money.ledger import rules as ledger_rules
from dhara.money.models import Payment, PaymentRefund
from dhara.money.payments import actions as payments
from dhara.money.payments import rules as payment_rules
from dhara.money.payments.queries import direct_studio
from dhara.money.policies.rules import read


@transaction.atomic
def settle(order_id: int, payment_id: int, *, by: Actor, at: datetime) -> Order:
    """Deal with a captured payment of the order; as often as one likes, it is done once.

    An order that waits, or was given up and can still be had whole, becomes paid. Otherwise (sold out meanwhile, or
    paid already by another payment) all of the money goes back.
    """
    # The payment is locked before the order, here as everywhere.
    return settle_locked(order_id, Payment.objects.locked(payment_id), by=by, at=at)


def settle_locked(
    order_id: int, payment: Payment, *, capture: Sequence[ledger.Posting] = (), by: Actor, at: datetime
) -> Order:
    """As `settle`, inside a transaction that has locked the payment. `capture` is booked, whatever becomes of it."""
    order = locked(order_id)
    over = order.status in (*rules.BOUGHT, rules.REFUNDED)
    known = payment.status != payment_rules.CAPTURED or payment.subject != subject(order.pk)
    if known or over or payment.money != Money(order.total, order.currency):
        ledger.post_many(capture, by=by)
        if not known and not (over and order.payment_id == payment.pk):
            _send_back(order, payment, by=by, at=at)
        return order
    lines = rows.load(OrderLine, "t.order_id = %s", [order.pk], tail="ORDER BY t.id")
    try:
        return close(order, lines, payment=payment, capture=capture, by=by, at=at)
    except Refused as refusal:
        if refusal.code not in ("sold_out", "queue_full", "coupon_used_up", "price_changed"):
            raise
    ledger.post_many(capture, by=by)
    free(order)
    _send_back(order, payment, by=by, at=at)
    order.become(rules.REFUNDED, by=_machine(by), at=at, reason="sold_out", payment=payment)
    return order


def close(
    order: Order,
    lines: Sequence[OrderLine],
    *,
    payment: Payment | None,
    capture: Sequence[ledger.Posting] = (),
    by: Actor,
    at: datetime,
) -> Order:
    """Sell the copies, book the sale and make the order paid. Called inside a transaction, with the order locked.

    Raises Refused `sold_out`, or for an order that had been given up `coupon_used_up`, `queue_full` (no place for the
    work) and `price_changed` (the launch price), when something is no longer to be had: then nothing is booked.
    `capture` is booked with the sale.
    """
    if order.status not in (rules.DRAFT, rules.PENDING):
        if order.discount:
            coupons.take_again(order.pk)
        copies.check_places(lines, order.policies)
    copies.sell(lines, order.policies, at)
    parts = _parts(order, lines, payment)
    if payment is not None:
        _book(order, lines, parts, payment, capture, by=by, at=at)
    order.become(rules.PAID, fact=OrderPaid(order.pk, order.number), by=by, at=at, paid_at=at, payment=payment)
    _write_lines(lines, parts, at)
    if payment is not None and rules.SHARES in order.policies:
        _write_shares(order, lines, parts, at)
    if order.discount:
        coupons.finish(order.pk, at)
    return order


def subject(order_id: int) -> str:
    """How payments, entries and facts call the order."""
    return f"order:{order_id}"


def _parts(order: Order, lines: Sequence[OrderLine], payment: Payment | None) -> list[ledger_rules.Share]:
    kept = order.policies
    shares = kept.get(rules.SHARES, {})
    given = [
        ledger_rules.Line(
            line.studio_id,
            line.gross,
            line.tax,
            read(kept, "platform.fee_bp", line.studio_id),
            read(kept, "platform.fee_minor", line.studio_id),
            tuple((studio_id, bp) for studio_id, bp in shares.get(str(line.offer_id), ())),
        )
        for line in lines
    ]
    return ledger_rules.divide(given, payment.fee if payment else 0, order.currency)


def _book(
    order: Order,
    lines: Sequence[OrderLine],
    parts: Sequence[ledger_rules.Share],
    payment: Payment,
    capture: Sequence[ledger.Posting],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """One entry from what the payer paid to everybody's account; what sellers and collaborators get begins to clear.

    Nothing clears of money that went straight into the studio's own account at the gateway. What was bought before it
    comes out clears by itself, counted from then. For work that is yet to be done it is set aside instead.
    """
    direct = direct_studio(payment)
    legs = ledger_rules.sale_legs(parts) if direct is None else ledger_rules.direct_legs(parts, payment.fee, direct)
    sale = ledger.Posting(
        key=f"{subject(order.pk)}:sale",
        memo="sale",
        legs=ledger.resolve(legs, order.currency),
        currency=order.currency,
        at=at,
        data={"number": order.number},
        subject=subject(order.pk),
    )
    ledger.post_many([*capture, sale], by=by)
    if direct is not None:
        return
    nets: dict[tuple[str, int], int] = {}
    starts = {"": at}
    held = order.policies.get(rules.HELD, ())
    for line, part in zip(lines, parts, strict=True):
        if line.offer_id in held:
            _set_aside(line, part, order.currency, by=by, at=at)
            continue
        about = waiting_key(order.pk, line.pk) if line.preorder == rules.WAITS else ""
        if about:
            starts[about] = line.offer.releases_at or at
        for studio_id, amount in ((part.studio_id, part.net), *part.parts):
            nets[about, studio_id] = nets.get((about, studio_id), 0) + amount
    clearing.plan(
        clearing.Plan(
            key=f"{about or subject(order.pk)}:studio:{studio_id}",
            studio_id=studio_id,
            amount=Money(net, order.currency),
            due_at=clears_at(order, studio_id, starts[about], waits=bool(about)),
            subject=subject(order.pk),
        )
        for (about, studio_id), net in sorted(nets.items())
    )


def _set_aside(line: OrderLine, part: ledger_rules.Share, currency: str, *, by: Actor, at: datetime) -> None:
    """What the studio gets for work that is yet to be done: its kind pays it out, or gives it back."""
    if part.net:
        about = rules.held_subject(line.pk)
        pending = ledger.account_id(ledger_rules.SELLER_PENDING, currency, part.studio_id)
        escrow.place(key=about, subject=about, amount=Money(part.net, currency), source=pending, by=by, at=at)


def waiting_key(order_id: int, line_id: int) -> str:
    """The beginning of the keys of clearings for a line that was bought before it comes out."""
    return f"{subject(order_id)}:line:{line_id}"


def clears_at(order: Order, studio_id: int, start: datetime, *, waits: bool = False) -> datetime:
    """When a studio's part of a sale becomes available. While the release is `waits` for, not before all is given up:

    the release itself says when it is.
    """
    days = timedelta(days=read(order.policies, "clearing.days", studio_id))
    return start + days + (PATIENCE if waits else timedelta())


def _write_lines(lines: Sequence[OrderLine], parts: Sequence[ledger_rules.Share], at: datetime) -> None:
    """The shares into the lines, the count of sales into the offers: one statement."""
    for line, part in zip(lines, parts, strict=True):
        line.gateway_fee, line.platform_fee, line.shared, line.net = (
            part.gateway_fee,
            part.platform_fee,
            part.shared,
            part.net,
        )
        line.paid_at, line.stock_held = at, False
    names = ("pk", "gateway_fee", "platform_fee", "shared", "net")
    columns = [[getattr(line, name) for line in lines] for name in names]
    copies: Counter[int] = Counter()
    for line in lines:
        copies[line.offer_id] += line.quantity
    counting, counted = counting_sold(copies)
    with rows.cursor() as cursor:
        cursor.execute(f"WITH {counting} {_WRITE}", [*counted, at, *columns])


_WRITE = """
UPDATE checkout_orderline l
   SET gateway_fee = g.gateway_fee, platform_fee = g.platform_fee, shared = g.shared, net = g.net, paid_at = %s,
       stock_held = false
  FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
    AS g(id, gateway_fee, platform_fee, shared, net)
 WHERE l.id = g.id
"""


def _write_shares(order: Order, lines: Sequence[OrderLine], parts: Sequence[ledger_rules.Share], at: datetime) -> None:
    """A row for each collaborator's part of each line."""
    points = {offer: dict(each) for offer, each in order.policies[rules.SHARES].items()}
    rows.insert_all(
        [
            LineShare(
                line=line, studio_id=studio_id, bp=points[str(line.offer_id)][studio_id], amount=amount, paid_at=at
            )
            for line, part in zip(lines, parts, strict=True)
            for studio_id, amount in part.parts
        ]
    )


def _send_back(order: Order, payment: Payment, *, by: Actor, at: datetime) -> None:
    """All of a payment goes back by itself, once."""
    key = f"{subject(order.pk)}:return:{payment.pk}"
    if PaymentRefund.objects.filter(key=key).exists():
        return
    payments.refund(payment.pk, payment.money, key=key, reason="late", by=_machine(by), at=at)
    fact = OrderMoneyReturned(order.pk, payment.pk, payment.amount, payment.currency, order.number)
    record(fact, by=by, at=at)


def _machine(by: Actor) -> Actor:
    """Dhara itself, in the same chain: nobody asked for this."""
    return replace(by, kind="system", id=None)
