"""The money of an order is here: book the sale, or send the money back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from dhara.catalog.offers.actions import count_sold
from dhara.catalog.prices import actions as prices
from dhara.checkout.orders import rules
from dhara.checkout.orders.actions.give_up import free, locked
from dhara.checkout.orders.facts import OrderMoneyReturned, OrderPaid
from dhara.checkout.orders.models import Order, OrderLine
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Refused
from dhara.money.clearing import actions as clearing
from dhara.money.ledger import actions as ledger
from dhara.money.ledger import rules as ledger_rules
from dhara.money.models import Payment, PaymentRefund
from dhara.money.payments import actions as payments
from dhara.money.payments import rules as payment_rules
from dhara.money.policies.rules import read


@transaction.atomic
def settle(order_id: int, payment_id: int, *, by: Actor, at: datetime) -> Order:
    """Deal with a captured payment of the order; as often as one likes, it is done once.

    An order that waits, or was given up and can still be had whole, becomes paid. Otherwise (sold out meanwhile, or
    paid already by another payment) all of the money goes back.
    """
    # The payment is locked before the order, here as everywhere.
    return settle_locked(order_id, Payment.objects.locked(payment_id), by=by, at=at)


def settle_locked(order_id: int, payment: Payment, *, by: Actor, at: datetime) -> Order:
    """As `settle`, inside a transaction that has locked the payment."""
    order = locked(order_id)
    if payment.status != payment_rules.CAPTURED or payment.subject != subject(order.pk):
        return order
    over = order.status in (*rules.BOUGHT, rules.REFUNDED)
    if over and order.payment_id == payment.pk:
        return order
    if over or payment.money != Money(order.total, order.currency):
        _send_back(order, payment, by=by, at=at)
        return order
    lines = rows.load(OrderLine, "t.order_id = %s", [order.pk], tail="ORDER BY t.id")
    try:
        return close(order, lines, payment=payment, by=by, at=at)
    except Refused as refusal:
        if refusal.code != "sold_out":
            raise
    free(order)
    _send_back(order, payment, by=by, at=at)
    order.become(rules.REFUNDED, by=_machine(by), at=at, reason="sold_out", payment=payment)
    return order


def close(order: Order, lines: Sequence[OrderLine], *, payment: Payment | None, by: Actor, at: datetime) -> Order:
    """Sell the copies, book the sale and make the order paid. Called inside a transaction, with the order locked.

    Raises Refused('sold_out') with nothing taken when a copy is no longer to be had.
    """
    _take(lines)
    parts = _parts(order, lines, payment)
    if payment is not None:
        _book(order, parts, by=by, at=at)
    order.become(rules.PAID, fact=OrderPaid(order.pk, order.number), by=by, at=at, paid_at=at, payment=payment)
    _write_lines(lines, parts, at)
    return order


def subject(order_id: int) -> str:
    """How payments, entries and facts call the order."""
    return f"order:{order_id}"


def _take(lines: Sequence[OrderLine]) -> None:
    """Sell every line's copies, in the order of tiers; all, or none and Refused('sold_out')."""
    taken: list[OrderLine] = []
    for line in sorted(lines, key=lambda line: line.tier_id):
        try:
            if line.stock_held:
                prices.sell(line.tier_id, line.quantity)
            else:
                prices.take_for_paid(line.tier_id, line.quantity)
        except Refused:
            for each in reversed(taken):
                prices.put_back(each.tier_id, each.quantity)
                each.stock_held = False
            OrderLine.objects.filter(pk__in=[each.pk for each in taken]).update(stock_held=False)
            raise
        taken.append(line)


def _parts(order: Order, lines: Sequence[OrderLine], payment: Payment | None) -> list[ledger_rules.Share]:
    kept = order.policies
    given = [
        ledger_rules.Line(
            line.studio_id,
            line.gross,
            line.tax,
            read(kept, "platform.fee_bp", line.studio_id),
            read(kept, "platform.fee_minor", line.studio_id),
        )
        for line in lines
    ]
    return ledger_rules.divide(given, payment.fee if payment else 0, order.currency)


def _book(order: Order, parts: Sequence[ledger_rules.Share], *, by: Actor, at: datetime) -> None:
    """One entry from what the payer paid to everybody's account, and each seller's share begins to clear."""
    ledger.post(
        key=f"{subject(order.pk)}:sale",
        memo="sale",
        legs=ledger.resolve(ledger_rules.sale_legs(parts), order.currency),
        currency=order.currency,
        at=at,
        by=by,
        data={"number": order.number},
        subject=subject(order.pk),
    )
    nets: dict[int, int] = {}
    for part in parts:
        nets[part.studio_id] = nets.get(part.studio_id, 0) + part.net
    clearing.plan(
        clearing.Plan(
            key=f"{subject(order.pk)}:studio:{studio_id}",
            studio_id=studio_id,
            amount=Money(net, order.currency),
            due_at=at + timedelta(days=read(order.policies, "clearing.days", studio_id)),
            subject=subject(order.pk),
        )
        for studio_id, net in sorted(nets.items())
    )


def _write_lines(lines: Sequence[OrderLine], parts: Sequence[ledger_rules.Share], at: datetime) -> None:
    """The shares into the lines, in one statement; the count of sales into the offers, in the order of their ids."""
    for line, part in zip(lines, parts, strict=True):
        line.gateway_fee, line.platform_fee, line.net = part.gateway_fee, part.platform_fee, part.net
        line.paid_at, line.stock_held = at, False
    columns = [[getattr(line, name) for line in lines] for name in ("pk", "gateway_fee", "platform_fee", "net")]
    with rows.cursor() as cursor:
        cursor.execute(_WRITE, [at, *columns])
    copies: dict[int, int] = {}
    for line in lines:
        copies[line.offer_id] = copies.get(line.offer_id, 0) + line.quantity
    for offer_id in sorted(copies):
        count_sold(offer_id, copies[offer_id])


_WRITE = """
UPDATE checkout_orderline l
   SET gateway_fee = g.gateway_fee, platform_fee = g.platform_fee, net = g.net, paid_at = %s, stock_held = false
  FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) AS g(id, gateway_fee, platform_fee, net)
 WHERE l.id = g.id
"""


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
