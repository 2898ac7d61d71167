"""Whatever sellers, gateways and banks do in whatever order: books balance, reserves match, parts sum to the whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from dhara.catalog.models import Collaborator
from dhara.checkout.models import Order, OrderLine, Refund, RefundLine
from dhara.checkout.refunds.rules import standing
from dhara.kit.actor import SYSTEM
from dhara.kit.currency import Money
from dhara.kit.facts.models import Reaction
from dhara.kit.queue import drain
from dhara.kit.refusal import Refused
from dhara.money.clearing.actions import clear_due
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import RefundOutcome
from dhara.money.ledger import rules as accounts
from dhara.money.models import Dispute, LedgerAccount, PaymentRefund, Policy
from dhara.money.payments.actions.refund import _answered
from tests.make import checkout as make
from tests.make import disputes, people
from tests.make import refunds as made

numbers = st.integers(0, 30)
# Refunds fail at the gateway in their own time, never by the job.
BESIDES = ("sandbox",)


def collaborator(offer: Any, studio: Any, bp: int, inviter: Any, at: datetime) -> None:
    email = f"{studio.handle}@example.com"
    more = {"starts_at": at, "invited_at": at, "expires_at": at, "status": "accepted", "status_at": at}
    token = f"{offer.pk}-{studio.pk}"
    Collaborator.objects.create(offer=offer, studio=studio, bp=bp, email=email, token=token, invited_by=inviter, **more)


class Counter(RuleBasedStateMachine):
    """Two sellers and two collaborators; orders of one or two lines; refunds, their failures, disputes, clearings."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
        self.bank = disputes.Bank()
        self.bank.answers["refund"] = RefundOutcome("pending", "r")
        self.known = dict(gateways.GATEWAYS)
        gateways.GATEWAYS[self.bank.code] = self.bank
        name = f"r{id(self)}{Order.objects.count()}"
        owners = [people.account(f"{name}{n}@example.com") for n in range(4)]
        studios = [people.studio(owner, handle=f"seller_{n}") for n, owner in enumerate(owners)]
        self.tiers = [make.tier(studios[0], prices={"BDT": 33_337}), make.tier(studios[1], prices={"BDT": 10_001})]
        for studio, bp in zip(studios[2:], (3_333, 1_667), strict=True):
            collaborator(self.tiers[0].offer, studio, bp, owners[0], self.now)
        for policy, value in (("refund.platform_fee_bp", 3_333), ("refund.gateway_fee_bp", 5_000)):
            Policy.objects.create(name=policy, value=value, since=self.now - timedelta(days=1))
        self.orders: list[Order] = []

    def teardown(self) -> None:
        gateways.GATEWAYS.clear()
        gateways.GATEWAYS.update(self.known)
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def _order(self, number: int) -> Order:
        order = self.orders[number % len(self.orders)]
        order.refresh_from_db()
        return order

    @rule(both=st.booleans(), fee=st.integers(0, 900))
    def buy(self, both: bool, fee: int) -> None:
        tiers = self.tiers if both else self.tiers[:1]
        email = f"buyer{len(self.orders)}@example.com"
        self.orders.append(disputes.paid(self.bank, *tiers, at=self.now, fee=fee, settled=False, email=email))

    @precondition(lambda self: self.orders)
    @rule(number=numbers, parts=st.lists(st.floats(0.001, 1.1), min_size=2, max_size=2), both=st.booleans())
    def refund(self, number: int, parts: list[float], both: bool) -> None:
        order = self._order(number)
        lines = OrderLine.objects.filter(order=order).order_by("id")
        wanted = {
            line.pk: int(line.gross * part) for line, part in zip(lines, parts if both else parts[:1], strict=False)
        }
        try:
            with transaction.atomic():
                made.given(order, wanted, at=self.now)
        except Refused as refusal:
            known = {"refund_too_much", "refund_empty", "nothing_left", "nothing_to_refund", "order_disputed"}
            assert refusal.code in known  # noqa: PT017 - refused or not is for the machine to find out

    @rule(number=numbers, state=st.sampled_from(["succeeded", "failed"]))
    def the_gateway_answers(self, number: int, state: Any) -> None:
        """Whatever it had said before: what was returned may not arrive."""
        waiting = PaymentRefund.objects.order_by("id")
        if waiting:
            chosen = waiting[number % len(waiting)]
            _answered(chosen.pk, RefundOutcome(state, "r", "closed"), by=SYSTEM, at=self.now)

    @precondition(lambda self: self.orders)
    @rule(
        number=numbers,
        state=st.sampled_from(["early_warning", "needs_response", "under_review", "won", "lost", "prevented"]),
        part=st.floats(0.01, 1),
        fee=st.sampled_from([0, 1_500]),
        soon=st.booleans(),
    )
    def the_bank_speaks(self, number: int, state: str, part: float, fee: int, soon: bool) -> None:
        order = self._order(number)
        ref = f"du_{order.pk}"
        before = Dispute.objects.filter(ref=ref).first()
        amount = before.amount if before else max(1, int(order.total * part))
        told = {"ref": ref, "fee": fee, "amount": Money(amount, "BDT")}
        disputes.told(order, state, at=self.now, settled=soon, **told)

    @rule(days=st.sampled_from([0, 1, 8]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        drain(self.now)
        clear_due(by=SYSTEM, at=self.now)

    @invariant()
    def everything_adds_up(self) -> None:
        made.sound(self.now, besides=(*BESIDES, "unapplied"))
        reserve = (
            LedgerAccount.objects.filter(purpose=accounts.SELLER_RESERVE).aggregate(sum=Sum("balance"))["sum"] or 0
        )
        held = RefundLine.objects.filter(refund__dispute__isnull=False, refund__status="pending")
        borne = F("net") + F("shared") + F("gateway_kept") + F("platform_kept") + F("dispute_fee")
        assert reserve == (held.aggregate(sum=Sum(borne))["sum"] or 0)

    @rule()
    def quiet_at_last(self) -> None:
        """When all jobs are done, no money lies about, and every order is what its lines say."""
        drain(self.now)
        assert not Reaction.objects.exclude(state="done").exists()
        made.sound(self.now + timedelta(days=1), besides=BESIDES)
        for order in Order.objects.all():
            waits = Refund.objects.filter(order=order, dispute__isnull=False, status="pending").exists()
            expected = "disputed" if waits else standing(OrderLine.objects.filter(order=order))
            assert order.status == expected


@pytest.mark.django_db
def test_no_sequence_of_refunds_failures_and_disputes_breaks_the_books() -> None:
    calm = [HealthCheck.too_slow, HealthCheck.data_too_large]
    few = settings(max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=calm, database=None)
    run_state_machine_as_test(Counter, settings=few)
