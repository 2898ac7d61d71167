"""Refunds in few words, and what must hold after any of them."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from django.db.models import Sum

from dhara.checkout.models import LineShare, Order, OrderLine, Refund, RefundLine
from dhara.checkout.refunds import actions
from dhara.checkout.refunds.rules import LIVE
from dhara.kit.actor import SYSTEM, Actor
from dhara.money import doctor

_numbers = itertools.count(1)


def refunded(order: Order, amount: int | None = None, *, at: datetime, by: Actor = SYSTEM, **more: Any) -> Refund:
    """Money of the order's first line goes back: `amount` minor units, or all that is left."""
    line = OrderLine.objects.filter(order=order).earliest("id")
    part = actions.Part(line.gross - line.refunded if amount is None else amount, **more)
    return given(order, {line.pk: part}, at=at, by=by)


def given(order: Order, lines: dict[int, Any], *, at: datetime, by: Actor = SYSTEM, key: str = "") -> Refund:
    key = key or f"refund-{next(_numbers)}"
    return actions.refund(order.pk, lines=lines, reason="It was the wrong file.", by=by, at=at, key=key)


def sound(at: datetime, *, besides: tuple[str, ...] = ()) -> None:
    """Books, lines, parts and orders agree."""
    wrong = [finding for finding in doctor.check(at=at) if not finding.ok and finding.section not in besides]
    assert not wrong, wrong
    for line in OrderLine.objects.filter(paid_at__isnull=False):
        live = RefundLine.objects.filter(line=line, refund__status__in=LIVE)
        sums = live.aggregate(**{name: Sum(name) for name in ("amount", "tax", "gateway_fee", "platform_fee", "net")})
        assert (sums["amount"] or 0) == line.refunded <= line.gross
        for name in ("tax", "gateway_fee", "platform_fee", "net"):
            assert (sums[name] or 0) <= getattr(line, name), name
            assert line.refunded < line.gross or (sums[name] or 0) == getattr(line, name), name
        shares = LineShare.objects.filter(line=line)
        assert sum(share.refunded for share in shares) == sum(a for each in live for _who, a in each.shares)
