"""How refunds stand in lines and in books. Called inside a transaction, with payment and order locked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from dhara.checkout.orders import rules as orders
from dhara.checkout.orders.actions.sale import subject
from dhara.checkout.orders.models import LineShare, Order, OrderLine
from dhara.checkout.refunds import rules
from dhara.checkout.refunds.models import Refund, RefundLine
from dhara.checkout.refunds.rules import Back
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.facts.facts import Fact
from dhara.money.clearing import actions as clearing
from dhara.money.ledger import actions as ledger
from dhara.money.ledger import rules as accounts
from dhara.money.ledger.queries import moved_by
from dhara.money.ledger.rules import Posted, Share


@dataclass(frozen=True)
class Item:
    """One line of a refund to be."""

    line: OrderLine
    back: Back
    revokes: bool
    restocks: bool = False
    untaxed: int = 0


def lines_of(order: Order) -> list[OrderLine]:
    return rows.load(OrderLine, "t.order_id = %s", [order.pk], tail="ORDER BY t.id")


def write(refund: Refund, items: Sequence[Item]) -> None:
    """The refund's lines, and what they take off the order's."""
    RefundLine.objects.bulk_create(
        RefundLine(
            refund=refund,
            line=item.line,
            studio_id=item.line.studio_id,
            amount=item.back.part.gross,
            tax=item.back.part.tax,
            gateway_fee=item.back.part.gateway_fee,
            platform_fee=item.back.part.platform_fee,
            shared=item.back.part.shared,
            net=item.back.part.net,
            gateway_kept=item.back.gateway_kept,
            platform_kept=item.back.platform_kept,
            dispute_fee=item.back.dispute_fee,
            untaxed=item.untaxed,
            shares=[list(part) for part in item.back.part.parts],
            revokes=item.revokes,
            restocked=item.restocks,
        )
        for item in items
    )
    for item in items:
        _count(item.line, item.back.part, 1)


def unwrite(refund: Refund, lines: Iterable[OrderLine]) -> None:
    """What the refund took off the order's lines is theirs again."""
    by_id = {line.pk: line for line in lines}
    for each, back in backs_of(refund):
        _count(by_id[each.line_id], back.part, -1)


def _count(line: OrderLine, part: Share, sign: int) -> None:
    line.refunded += sign * part.gross
    rows.update(line, refunded=line.refunded)
    for studio_id, amount in part.parts:
        shares = LineShare.objects.filter(line=line, studio_id=studio_id)
        shares.update(refunded=F("refunded") + sign * amount)


def backs_of(refund: Refund) -> list[tuple[RefundLine, Back]]:
    """The refund's lines, and what they took from whom."""
    return [(each, _back(each)) for each in RefundLine.objects.filter(refund=refund).order_by("id")]


def _back(each: RefundLine) -> Back:
    shares = tuple((studio_id, amount) for studio_id, amount in each.shares)
    part = Share(each.studio_id, each.tax, each.gateway_fee, each.platform_fee, each.net, shares)
    return Back(part, each.gateway_kept, each.platform_kept, each.dispute_fee)


def entry_key(refund: Refund) -> str:
    return f"order_refund:{refund.pk}"


def book(refund: Refund, backs: Sequence[Back], direct: int | None, *, by: Actor, at: datetime) -> None:
    """Take the sale back, in proportion: the money is unapplied then, and can go back to the payer."""
    about = subject(refund.order_id)
    legs: list[Posted] = [(accounts.UNAPPLIED, None, refund.amount)]
    if direct is None:
        legs += [*rules.system_legs(backs), *clearing.take(about, rules.taken(backs), refund.currency)]
    else:
        own, returned = rules.direct_legs(backs, direct)
        legs += [*own, *clearing.give_again(about, {direct: returned}, refund.currency)]
    post(refund, "sale_reversed", legs, by=by, at=at)


def unbook(refund: Refund, backs: Sequence[Back], direct: int | None, *, by: Actor, at: datetime) -> None:
    """The sale stands again: everybody has what they had."""
    about = subject(refund.order_id)
    legs: list[Posted] = [(accounts.UNAPPLIED, None, -refund.amount)]
    if direct is None:
        pending = pending_part(entry_key(refund))
        legs += negated(rules.system_legs(backs))
        legs += clearing.give_again(about, rules.taken(backs), refund.currency, pending=pending)
    else:
        own, returned = rules.direct_legs(backs, direct)
        legs += [*negated(own), *clearing.take(about, {direct: returned}, refund.currency)]
    post(refund, "sale_restored", legs, step="undone", by=by, at=at)


def pending_part(key: str) -> dict[int, int]:
    """What an entry took off pending balances: {studio id: minor units}."""
    return {
        studio_id: -amount
        for (purpose, studio_id), amount in moved_by(key).items()
        if purpose == accounts.SELLER_PENDING and studio_id is not None and amount < 0
    }


def negated(legs: Iterable[Posted]) -> list[Posted]:
    return [(purpose, studio_id, -amount) for purpose, studio_id, amount in legs]


def post(refund: Refund, memo: str, legs: Iterable[Posted], *, by: Actor, at: datetime, step: str = "") -> None:
    planned = accounts.summed(legs)
    if planned:
        ledger.post(
            key=f"{entry_key(refund)}:{step}" if step else entry_key(refund),
            memo=memo,
            legs=ledger.resolve(planned, refund.currency),
            currency=refund.currency,
            at=at,
            by=by,
            subject=subject(refund.order_id),
        )


def restand(
    order: Order, lines: Sequence[OrderLine], *, fact: Fact, by: Actor, at: datetime, studio_id: int | None = None
) -> None:
    """Let the order be what its lines say, and record the fact. A disputed one waits for the bank."""
    ended = set[int]()
    if not order.total:
        live = RefundLine.objects.filter(line__in=lines, refund__status__in=rules.LIVE)
        ended = set(live.values_list("line_id", flat=True))
    target = rules.standing(lines, ended)
    if order.status in (target, orders.DISPUTED):
        record(fact, by=by, at=at, studio_id=studio_id)
    else:
        order.become(target, fact=fact, by=by, at=at, studio_id=studio_id)


def only_studio(lines: Iterable[OrderLine]) -> int | None:
    """The studio whose affair it is alone, so that other sellers of the order are not told."""
    studios = {line.studio_id for line in lines}
    return studios.pop() if len(studios) == 1 else None
