"""Give money back for lines of an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.checkout.orders import rules as orders
from dhara.checkout.orders.actions import copies
from dhara.checkout.orders.actions.give_up import locked
from dhara.checkout.orders.models import Order, OrderLine
from dhara.checkout.refunds import rules
from dhara.checkout.refunds.actions import books
from dhara.checkout.refunds.actions.books import Item
from dhara.checkout.refunds.facts import OrderRefunded
from dhara.checkout.refunds.models import Refund, RefundLine, RefundRequest
from dhara.checkout.refunds.queries import left_of
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.locale.languages import current
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.money.escrow.queries import open_holds
from dhara.money.models import Payment
from dhara.money.payments import actions as payments
from dhara.money.payments.queries import direct_studio
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio


@dataclass(frozen=True)
class Part:
    """What is to go back for one line, in minor units (None: all that is left). `restocks`: copies can be sold again.

    `revokes`: access ends (None: when nothing is left of it). `spares`: no fee is kept off the studio, whose work was
    not taken.
    """

    amount: int | None
    revokes: bool | None = None
    restocks: bool = False
    spares: bool = False


@transaction.atomic
def refund(order_id: int, *, lines: Mapping[int, Part | int], reason: str, by: Actor, at: datetime, key: str) -> Refund:
    """Give back `lines` ({line id: Part or minor units}) of a paid order; a job then asks the gateway.

    The same key again returns the first refund, whatever became of it. A seller may do so for their own lines (right
    `refund`), an operator for all. Refused: NotFoundHere, NotAllowed, Invalid `refund_too_much` (field `line_<id>`) or
    `refund_empty`, Conflict `order_disputed`, `not_paid`, `nothing_left`, `idempotency_key_reused`.
    """
    wanted = {each: part if isinstance(part, Part) else Part(part) for each, part in lines.items()}
    payment, order = hold(order_id)
    own = {line.pk: line for line in books.lines_of(order)}
    if not wanted.keys() <= own.keys():
        raise NotFoundHere()
    _check_rights({own[each].studio_id for each in wanted}, by)
    reason = clean_text(reason, lines=True)[: rules.MOST_WORDS]
    known = Refund.objects.filter(key=key).first()
    if known is not None:
        return _same(known, order, wanted, reason)
    check_state(order)
    direct = direct_studio(payment) if payment else None
    items = _items(order, own, wanted, direct)
    made = send(order, payment, items, reason=reason, key=key, by=by, at=at)
    _restock(order, items)
    fact = OrderRefunded(order.pk, made.pk, made.amount, made.currency, order.number)
    whose = books.only_studio(item.line for item in items)
    books.restand(order, list(own.values()), fact=fact, by=by, at=at, studio_id=whose)
    _settle_requests(made, items, by=by, at=at)
    return made


def hold(order_id: int) -> tuple[Payment | None, Order]:
    """The payment before the order, here as everywhere."""
    payment_id = Order.objects.filter(pk=order_id).values_list("payment_id", flat=True).first()
    payment = Payment.objects.locked(payment_id) if payment_id else None
    order = locked(order_id)
    if order.payment_id != payment_id:
        raise Conflict()
    return payment, order


def _same(known: Refund, order: Order, wanted: Mapping[int, Part], reason: str) -> Refund:
    was = {each.line_id: each for each in RefundLine.objects.filter(refund=known)}
    agree = was.keys() <= wanted.keys() and all(_agree(was.get(each), part) for each, part in wanted.items())
    if known.order_id != order.pk or known.reason != reason or not agree:
        message = _("This was sent before with other amounts. Look at the order, then begin anew.")
        raise Conflict("idempotency_key_reused", message)
    return known


def _agree(was: RefundLine | None, part: Part) -> bool:
    """Whether this is what was asked for. Lines of which nothing went back were left out, and what was left is gone."""
    if was is None:
        return not part.amount
    amount = part.amount in (None, was.amount)
    return amount and part.revokes in (None, was.revokes) and part.restocks == was.restocked


def _check_rights(studio_ids: set[int], by: Actor) -> None:
    if by.kind in ("operator", "system"):
        return
    if by.kind != "person":
        raise NotAllowed()
    for studio in Studio.objects.filter(pk__in=studio_ids):
        require_actor(by, studio, "refund")


def check_state(order: Order) -> None:
    if order.status == orders.DISPUTED:
        message = _("The payer's bank is deciding about this payment. Nothing can be given back until it has.")
        raise Conflict("order_disputed", message)
    if order.status == orders.REFUNDED:
        raise Conflict("nothing_left", _("Everything was given back already."))
    if order.status not in orders.BOUGHT:
        raise Conflict("not_paid", _("This order is not paid, so there is nothing to give back."))


def _items(order: Order, own: Mapping[int, OrderLine], wanted: Mapping[int, Part], direct: int | None) -> list[Item]:
    left = left_of(own.values())
    free = {each for each in wanted if not own[each].gross}
    ended = set(
        RefundLine.objects.filter(line__in=free, refund__status__in=rules.LIVE).values_list("line_id", flat=True)
    )
    items = []
    for each, part in sorted(wanted.items()):
        line = own[each]
        amount = line.gross - line.refunded if part.amount is None else part.amount
        if each in ended or (line.gross and not amount):
            continue
        if order.policies.get(orders.HELD) and open_holds(orders.held_subject(line.pk)).exists():
            message = _("The money for this work is set aside. Cancel the work, and it goes back.")
            raise Conflict("line_held", message, f"line_{line.pk}")
        _check_amount(order, line, amount)
        policies = rules.sparing(order.policies) if part.spares else order.policies
        back = rules.back(left[each], amount, policies, order.currency, direct=direct is not None)
        whole = line.refunded + amount == line.gross
        items.append(Item(line, back, whole if part.revokes is None else part.revokes, part.restocks))
    if not items:
        raise Invalid("refund_empty", _("Choose at least one line, and how much goes back."), "lines")
    return items


def _check_amount(order: Order, line: OrderLine, amount: int) -> None:
    most = line.gross - line.refunded
    if not 0 <= amount <= most:
        words = Money(most, order.currency).display(current())
        message = _("At most %(most)s is left of “%(title)s”.") % {"most": words, "title": line.title}
        raise Invalid("refund_too_much", message, f"line_{line.pk}")


def send(
    order: Order,
    payment: Payment | None,
    items: Sequence[Item],
    *,
    reason: str,
    key: str,
    by: Actor,
    at: datetime,
    tax_id: str = "",
) -> Refund:
    """Write and book a refund, and hand it to the gateway. Called inside a transaction, payment and order locked."""
    made = Refund.objects.create(
        status=rules.PENDING,
        status_at=at,
        key=key,
        order=order,
        currency=order.currency,
        amount=sum(item.back.part.gross for item in items),
        reason=reason,
        tax_id=tax_id,
        made_by_id=by.id,
        created_at=at,
    )
    books.write(made, items)
    if payment is not None and made.amount:
        books.book(made, [item.back for item in items], direct_studio(payment), by=by, at=at)
        sent = payments.refund(payment.pk, made.money, key=books.entry_key(made), reason=reason, by=by, at=at)
        Refund.objects.filter(pk=made.pk).update(payment_refund=sent)
        made.payment_refund = sent
    else:
        made.become(rules.SUCCEEDED, by=by, at=at)
    return made


def _restock(order: Order, items: Sequence[Item]) -> None:
    """In the order of tiers, as sales take them; each line's copies once."""
    again = [item.line for item in items if item.restocks]
    before = RefundLine.objects.filter(line__in=again, restocked=True, refund__status__in=rules.LIVE)
    times: dict[int, int] = {}
    for line_id in before.values_list("line_id", flat=True):
        times[line_id] = times.get(line_id, 0) + 1
    copies.put_back([line for line in again if times[line.pk] == 1], order.policies)


def _settle_requests(made: Refund, items: Sequence[Item], *, by: Actor, at: datetime) -> None:
    """What a buyer had asked for has come about."""
    whole = [item.line.pk for item in items if item.line.refunded == item.line.gross]
    for request in RefundRequest.objects.select_for_update().filter(line__in=whole, status=rules.OPEN):
        request.become(rules.ACCEPTED, by=by, at=at, refund=made)
