"""Keep back what sellers may lose, give it back to them, or lose it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from dhara.checkout.orders import rules as orders
from dhara.checkout.orders.actions.give_up import locked
from dhara.checkout.orders.actions.sale import subject
from dhara.checkout.orders.models import Order, OrderLine
from dhara.checkout.refunds import rules
from dhara.checkout.refunds.actions import books
from dhara.checkout.refunds.actions.books import Item
from dhara.checkout.refunds.models import Refund
from dhara.checkout.refunds.queries import left_of
from dhara.checkout.refunds.rules import Back
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.money.clearing import actions as clearing
from dhara.money.disputes.rules import HELD, LOST
from dhara.money.ledger import actions as ledger
from dhara.money.ledger import rules as accounts
from dhara.money.ledger.queries import moved_by
from dhara.money.ledger.rules import Posted
from dhara.money.models import Dispute, Payment
from dhara.money.payments.queries import direct_studio
from dhara.money.policies.rules import read


@transaction.atomic
def reserve(dispute_id: int, *, by: Actor, at: datetime) -> Refund | None:
    """The bank took the money: what the sellers may lose is kept back, and the order is disputed. Twice is once.

    What was given back to the buyer before is not taken from sellers again. None where nothing is left of the order,
    or the payment is none of an order's.
    """
    dispute, payment, order = _locked(dispute_id)
    if order is None or order.paid_at is None or order.payment_id != payment.pk:
        return None
    known = Refund.objects.filter(dispute=dispute).first()
    if known is not None or dispute.status not in (*HELD, LOST):
        return known
    lines = books.lines_of(order)
    items = _items(dispute, order, lines, dispute.amount, direct_studio(payment))
    if not items:
        return None
    made = _write(order, items, f"dispute:{dispute.pk}", at, dispute=dispute)
    _book_reserve(made, [item.back for item in items], direct_studio(payment), by=by, at=at)
    if order.status != orders.DISPUTED:
        order.become(orders.DISPUTED, by=by, at=at)
    return made


def _write(order: Order, items: Sequence[Item], key: str, at: datetime, *, dispute: Dispute | None = None) -> Refund:
    made = Refund.objects.create(
        status=rules.PENDING,
        status_at=at,
        key=key,
        order=order,
        currency=order.currency,
        amount=sum(item.back.part.gross for item in items),
        dispute=dispute,
        created_at=at,
    )
    books.write(made, items)
    return made


def _locked(dispute_id: int) -> tuple[Dispute, Payment, Order | None]:
    """The payment before the order, here as everywhere."""
    dispute = Dispute.objects.get(pk=dispute_id)
    payment = Payment.objects.locked(dispute.payment_id)
    kind, _colon, number = payment.subject.partition(":")
    return dispute, payment, locked(int(number)) if kind == "order" else None


def _items(
    dispute: Dispute, order: Order, lines: Sequence[OrderLine], most: int, direct: int | None, *, fee: bool = True
) -> list[Item]:
    """The disputed amount over what is left of the lines, the last one taking the rounding; and the fee with it."""
    open_lines = [line for line in lines if line.gross > line.refunded]
    left = [line.gross - line.refunded for line in open_lines]
    amount = min(most, sum(left))
    if not amount:
        return []
    parts = _fill(Money(amount, order.currency), left)
    costs = Money(dispute.taken - dispute.amount if fee else 0, order.currency)
    fees = [each.minor for each in costs.percent(read(order.policies, "dispute.fee_bp")).split(parts)]
    sales = left_of(open_lines)
    revokes = not read(order.policies, "dispute.keeps_access")
    items = []
    for line, part, cost in zip(open_lines, parts, fees, strict=True):
        back = rules.back(sales[line.pk], part, order.policies, order.currency, direct=direct is not None)
        items.append(Item(line, replace(back, dispute_fee=cost), revokes))
    return items


def _fill(amount: Money, left: Sequence[int]) -> list[int]:
    """Split by what is left of each line, never more than that."""
    parts = [min(part.minor, most) for part, most in zip(amount.split(left), left, strict=True)]
    missing = amount.minor - sum(parts)
    for place, most in enumerate(left):
        more = min(missing, most - parts[place])
        parts[place] += more
        missing -= more
    return parts


def _book_reserve(made: Refund, backs: Sequence[Back], direct: int | None, *, by: Actor, at: datetime) -> None:
    if direct is None:
        amounts = rules.taken(backs)
        legs = clearing.take(_about(made), amounts, made.currency)
    else:
        amounts = {direct: _in_direct(backs)}
        legs = [(accounts.SELLER_DIRECT, direct, -amounts[direct])]
    legs += [(accounts.SELLER_RESERVE, studio_id, amount) for studio_id, amount in amounts.items()]
    books.post(made, "dispute_reserved", legs, by=by, at=at)


def _about(made: Refund) -> str:
    return subject(made.order_id)


def _in_direct(backs: Sequence[Back]) -> int:
    return sum(each.part.gross + each.dispute_fee for each in backs)


def _reserved(made: Refund) -> dict[int, int]:
    """What was kept back of each studio."""
    moved = moved_by(books.entry_key(made))
    return {
        studio: amount for (purpose, studio), amount in moved.items() if studio and purpose == accounts.SELLER_RESERVE
    }


@transaction.atomic
def give_back(dispute_id: int, *, by: Actor, at: datetime) -> Refund | None:
    """The case was won, or settled: what was kept back is the sellers' again, less the gateway's fee if it stays.

    Nothing was kept back of what the buyer had got before, so nothing of that comes back either. Twice is once.
    """
    dispute, payment, order = _locked(dispute_id)
    made = Refund.objects.select_for_update().filter(dispute=dispute).first()
    if order is None or made is None or made.status != rules.PENDING:
        return made
    lines = books.lines_of(order)
    given = books.backs_of(made)
    books.unwrite(made, lines)
    _book_returned(made, dispute, [back for _line, back in given], direct_studio(payment), by=by, at=at)
    made.become(rules.CANCELLED, by=by, at=at)
    _stand(order, by=by, at=at)
    return made


def _stand(order: Order, *, by: Actor, at: datetime) -> None:
    """The order is what its lines say, once no case about it waits for the bank."""
    waits = Refund.objects.filter(order=order, status=rules.PENDING, dispute__isnull=False).exists()
    if order.status == orders.DISPUTED and not waits:
        order.become(rules.standing(books.lines_of(order)), by=by, at=at)


def _book_returned(
    made: Refund, dispute: Dispute, backs: Sequence[Back], direct: int | None, *, by: Actor, at: datetime
) -> None:
    kept = _kept_fees(dispute, backs)
    reserved = _reserved(made)
    again = {studio_id: amount - kept.get(studio_id, 0) for studio_id, amount in reserved.items()}
    legs: list[Posted] = [(accounts.SELLER_RESERVE, studio_id, -amount) for studio_id, amount in reserved.items()]
    legs.append((accounts.GATEWAY_FEES, None, sum(kept.values())))
    if direct is None:
        pending = books.pending_part(books.entry_key(made))
        legs += clearing.give_again(_about(made), again, made.currency, pending=pending)
    else:
        legs.append((accounts.SELLER_DIRECT, direct, again[direct]))
    books.post(made, "dispute_returned", legs, step="returned", by=by, at=at)


def _kept_fees(dispute: Dispute, backs: Sequence[Back]) -> dict[int, int]:
    """What of the fees that were kept back stays lost, by studio: all of it, unless the gateway gave it back."""
    paid = dispute.taken - dispute.amount
    found: dict[int, int] = {}
    for each in backs:
        stays = each.dispute_fee * min(dispute.fee, paid) // paid if paid else 0
        found[each.part.studio_id] = found.get(each.part.studio_id, 0) + stays
    return found


@transaction.atomic
def lose(dispute_id: int, *, by: Actor, at: datetime) -> Refund | None:
    """The bank decided for the payer: what was kept back pays it, tax and fees are taken back as in a refund.

    What the buyer had got back before is the platform's loss. Twice is once.
    """
    reserve(dispute_id, by=by, at=at)
    dispute, payment, order = _locked(dispute_id)
    if order is None:
        return None
    made = Refund.objects.select_for_update().filter(dispute=dispute).first()
    covered = made.amount if made is not None and made.status == rules.PENDING else 0
    if made is not None and made.status != rules.PENDING:
        return made
    if made is not None:
        backs = [back for _line, back in books.backs_of(made)]
        _book_lost(made, backs, direct_studio(payment), by=by, at=at)
        made.become(rules.SUCCEEDED, by=by, at=at)
    covered += _take_more(dispute, payment, order, dispute.amount - covered, by=by, at=at)
    _book_excess(dispute, order, covered, by=by, at=at)
    _stand(order, by=by, at=at)
    return made


def _take_more(dispute: Dispute, payment: Payment, order: Order, missing: int, *, by: Actor, at: datetime) -> int:
    """A refund was under way when the bank took the money, and failed because of it: that part is lost too."""
    direct = direct_studio(payment)
    if not dispute.taken or order.payment_id != payment.pk:
        return 0
    items = _items(dispute, order, books.lines_of(order), missing, direct, fee=False)
    if not items:
        return 0
    made = _write(order, items, f"dispute:{dispute.pk}:more", at)
    books.book(made, [item.back for item in items], direct, by=by, at=at)
    made.become(rules.SUCCEEDED, by=by, at=at)
    return made.amount


def _book_lost(made: Refund, backs: Sequence[Back], direct: int | None, *, by: Actor, at: datetime) -> None:
    legs: list[Posted] = [(accounts.UNAPPLIED, None, made.amount)]
    legs += [(accounts.SELLER_RESERVE, studio_id, -amount) for studio_id, amount in _reserved(made).items()]
    if direct is None:
        legs += rules.system_legs(backs)
    else:
        own, returned = rules.direct_legs(backs, direct)
        legs += [leg for leg in own if leg[0] != accounts.SELLER_DIRECT]
        legs += clearing.give_again(_about(made), {direct: returned}, made.currency)
    books.post(made, "sale_reversed", legs, step="lost", by=by, at=at)


def _book_excess(dispute: Dispute, order: Order, covered: int, *, by: Actor, at: datetime) -> None:
    if dispute.taken and dispute.amount > covered:
        excess = dispute.amount - covered
        planned = accounts.summed([(accounts.UNAPPLIED, None, excess), (accounts.GATEWAY_FEES, None, -excess)])
        ledger.post(
            key=f"dispute:{dispute.pk}:excess",
            memo="dispute_lost",
            legs=ledger.resolve(planned, dispute.currency),
            currency=dispute.currency,
            at=at,
            by=by,
            subject=subject(order.pk),
        )
