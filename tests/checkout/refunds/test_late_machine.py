"""Partial refunds, a later tax id, its failure and disputes in whatever order: the books balance, the tax goes once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from dhara.checkout.models import Cart, Order, OrderLine, Paper, PaperSeries, Refund, RefundLine
from dhara.checkout.papers.rules import SIGNS
from dhara.checkout.refunds.rules import LIVE, standing
from dhara.kit.actor import SYSTEM
from dhara.kit.currency import Money
from dhara.kit.queue import drain
from dhara.kit.refusal import Refused
from dhara.money.clearing.actions import clear_due
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import RefundOutcome
from dhara.money.ledger import queries as books
from dhara.money.ledger import rules as accounts
from dhara.money.ledger.actions import account_id
from dhara.money.models import Dispute, PaymentRefund
from dhara.money.payments.actions.refund import _answered
from tests.make import checkout as make
from tests.make import disputes, late_ids, papers, people
from tests.make import refunds as made

KNOWN = {
    "refund_too_much",
    "refund_empty",
    "nothing_left",
    "nothing_to_refund",
    "order_disputed",
    "tax_id_there",
    "late_id_over",
}


class Germans(RuleBasedStateMachine):
    """One order of two lines from two French studios, one of which gives papers and shares its income."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
        self.bank = disputes.Bank()
        self.bank.answers["refund"] = RefundOutcome("pending", "r")
        self.known = dict(gateways.GATEWAYS)
        gateways.GATEWAYS[self.bank.code] = self.bank
        owners = [people.account(f"m{n}-{id(self)}@example.com") for n in range(3)]
        studios = [people.studio(owner, handle=f"seller_{n}") for n, owner in enumerate(owners)]
        for studio in studios[:2]:
            late_ids.charging(studio, at=self.now)
        papers.gives(studios[0], at=self.now)
        tiers = [make.tier(studio, prices={"EUR": 33_337}) for studio in studios[:2]]
        late_ids.shared(tiers[0], studios[2], at=self.now)
        cart = make.cart_with(*tiers, at=self.now, currency="EUR")
        Cart.objects.filter(pk=cart.pk).update(country="DE")
        cart.refresh_from_db()
        self.order = disputes.paid(self.bank, at=self.now, fee=777, cart=cart, currency="EUR")
        self.net = self._nets()

    def teardown(self) -> None:
        gateways.GATEWAYS.clear()
        gateways.GATEWAYS.update(self.known)
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def _nets(self) -> list[int]:
        return [line.net for line in OrderLine.objects.order_by("id")]

    def _try(self, act: Any) -> None:
        try:
            with transaction.atomic():
                act()
        except Refused as refusal:
            if refusal.code not in KNOWN:
                raise

    @rule(parts=st.lists(st.floats(0.001, 1.05), min_size=1, max_size=2))
    def refund(self, parts: list[float]) -> None:
        lines = OrderLine.objects.order_by("id")
        wanted = {line.pk: int(line.gross * part) for line, part in zip(lines, parts, strict=False)}
        self._try(lambda: made.given(self.order, wanted, at=self.now))

    @rule(tax_id=st.sampled_from([late_ids.GERMAN, late_ids.GERMAN, "DE123456788"]))
    def add_the_tax_id(self, tax_id: str) -> None:
        self._try(lambda: late_ids.add(self.order, tax_id, at=self.now))

    @precondition(lambda _self: PaymentRefund.objects.exists())
    @rule(number=st.integers(0, 30), state=st.sampled_from(["succeeded", "failed"]))
    def the_gateway_answers(self, number: int, state: Any) -> None:
        waiting = PaymentRefund.objects.order_by("id")
        chosen = waiting[number % len(waiting)]
        _answered(chosen.pk, RefundOutcome(state, "r", "closed"), by=SYSTEM, at=self.now)

    @rule(state=st.sampled_from(["needs_response", "under_review", "won", "lost"]), part=st.floats(0.01, 1))
    def the_bank_speaks(self, state: str, part: float) -> None:
        before = Dispute.objects.first()
        amount = before.amount if before else max(1, int(self.order.total * part))
        told = {"ref": "du_1", "fee": 1_500, "amount": Money(amount, "EUR")}
        disputes.told(self.order, state, at=self.now, settled=True, **told)

    @rule(days=st.sampled_from([0, 1, 30]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        drain(self.now)
        clear_due(by=SYSTEM, at=self.now)

    @invariant()
    def everything_adds_up(self) -> None:
        made.sound(self.now, besides=("sandbox", "unapplied"))
        late = Refund.objects.exclude(tax_id="").filter(status__in=LIVE)
        self.order.refresh_from_db()
        assert [each.tax_id for each in late] == ([self.order.tax_id] if self.order.tax_id else [])
        for each in RefundLine.objects.filter(refund__in=late):
            assert (each.amount, each.borne, each.shared) == (each.tax, 0, 0)
        assert self._nets() == self.net
        owed = sum(line.tax for line in OrderLine.objects.all())
        # What the bank holds while it decides has not left the books yet.
        back = RefundLine.objects.filter(refund__status__in=LIVE)
        gone = sum(each.tax for each in back.exclude(refund__status="pending", refund__dispute__isnull=False))
        assert books.balance(account_id(accounts.TAX, "EUR", None)) == owed - gone

    @rule()
    def quiet_at_last(self) -> None:
        """The papers come to what was sold less what has gone back, and their numbers have no gap."""
        drain(self.now)
        made.sound(self.now + timedelta(days=1), besides=("sandbox",))
        lines = OrderLine.objects.filter(order=self.order)
        waits = Refund.objects.filter(dispute__isnull=False, status="pending").exists()
        assert Order.objects.get().status == ("disputed" if waits else standing(lines))
        line = lines.earliest("id")
        back = RefundLine.objects.filter(line=line, refund__status="succeeded")
        told = list(Paper.objects.order_by("id"))
        assert sum(SIGNS[each.kind] * each.gross for each in told) == line.gross - sum(each.amount for each in back)
        assert sum(SIGNS[each.kind] * each.tax for each in told) == line.tax - sum(each.tax for each in back)
        for series in PaperSeries.objects.all():
            assert sorted(each.number for each in told if each.kind == series.kind) == list(range(1, series.last + 1))


@pytest.mark.django_db
def test_no_sequence_of_refunds_late_ids_and_disputes_breaks_the_books() -> None:
    calm = [HealthCheck.too_slow, HealthCheck.data_too_large]
    few = settings(max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=calm, database=None)
    run_state_machine_as_test(Germans, settings=few)
