"""Payments whose payers go to their bank."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dhara.checkout.models import Order, Refund
from dhara.checkout.orders import actions as orders
from dhara.kit.actor import GUEST, gateway
from dhara.kit.currency import Money
from dhara.kit.files.actions import store_bytes
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict
from dhara.money.disputes import actions
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import DisputeWord, GatewayTrouble, Outcome
from dhara.money.models import Dispute, Exhibit, Payment
from tests.make import checkout as make
from tests.make import refunds
from tests.make.money import FakeGateway

_numbers = itertools.count(1)
FEE = 1_500


class Bank(FakeGateway):
    """A gateway whose payers can dispute. `words` are what it says of each case; `answers_to` what was handed in."""

    def __init__(self, code: str = "fake") -> None:
        super().__init__(code)
        self.words: dict[str, DisputeWord] = {}
        self.handed_in: dict[str, tuple[Mapping[str, str], Mapping[str, bytes]]] = {}
        self.trouble: Exception | None = None

    def dispute(self, ref: str, *, keys: Any, at: datetime) -> DisputeWord:
        if self.trouble:
            raise self.trouble
        return self.words[ref]

    def answer(
        self, ref: str, evidence: Mapping[str, str], files: Mapping[str, bytes], *, keys: Any, at: datetime
    ) -> None:
        if ref in self.handed_in:
            raise Conflict("dispute_answered", "It is there already.")
        if isinstance(self.trouble, GatewayTrouble):
            trouble, self.trouble = self.trouble, None
            self.handed_in[ref] = (evidence, files)
            raise trouble
        if self.trouble:
            raise self.trouble
        self.handed_in[ref] = (evidence, files)


def bank(monkeypatch: Any) -> Bank:
    """A bank that payments go through, in place of nothing else."""
    made = Bank()
    monkeypatch.setitem(gateways.GATEWAYS, made.code, made)
    return made


def paid(where: Bank, *tiers: Any, at: datetime, fee: int = 0, settled: bool = True, **buyer: str) -> Order:
    """An order that was paid through the bank, and delivered."""
    order = make.placed(*tiers, at=at, **buyer)
    orders.pay(order.pk, orders.Means(where.code, "/checkout/return/{token}/"), by=GUEST, at=at)
    order.refresh_from_db()
    payment = Payment.objects.get(pk=order.payment_id)
    money = Money(order.total, order.currency)
    where.answers["query"] = Outcome("captured", money, Money(fee, order.currency), payment.gateway_ref or "")
    orders.confirm(payment.token, by=GUEST, at=at)
    if settled:
        drain(at)
    order.refresh_from_db()
    return order


def word(order: Order, state: str, *, at: datetime, ref: str = "du_1", fee: int = FEE, **more: Any) -> DisputeWord:
    payment = Payment.objects.get(pk=order.payment_id)
    given: dict[str, Any] = {
        "amount": Money(payment.amount, payment.currency),
        "reason": "fraudulent",
        "fee": Money(fee, payment.currency),
        "answer_by": at + timedelta(days=10),
        **more,
    }
    return DisputeWord(state, ref, payment.gateway_ref or "", **given)  # type: ignore[arg-type]


def told(order: Order, state: str, *, at: datetime, settled: bool = True, **more: Any) -> Dispute:
    """The gateway says how the case stands; what follows from it happens."""
    found = actions.apply("fake", word(order, state, at=at, **more), by=gateway(), at=at)
    if settled:
        drain(at)
    assert found is not None
    found.refresh_from_db()
    return found


def waiting(studio: Any, at: datetime) -> tuple[Dispute, Exhibit, Refund]:
    """A case that waits for its answer, a file of the studio's, and a refund of the same order from before."""
    order = make.paid_order(make.tier(studio), at=at, email=f"disputes{next(_numbers)}@example.com")
    back = refunds.refunded(order, 1_000, at=at)
    drain(at)
    payment = Payment.objects.get(pk=order.payment_id)
    made = Dispute.objects.create(
        status="needs_response",
        status_at=at,
        gateway=payment.gateway,
        ref=f"du_{payment.pk}",
        payment=payment,
        currency=payment.currency,
        amount=payment.amount - 1_000,
        reason="fraudulent",
        asked_at=at,
        answer_by=at + timedelta(days=10),
        created_at=at,
    )
    kept = store_bytes(b"%PDF-1.4\n%%EOF\n", name="chat.pdf", at=at, purpose="proof", studio_ref=studio.pk)
    return made, Exhibit.objects.create(dispute=made, studio=studio, stored=kept, added_at=at), back
