"""Whatever buyers, gateways and clocks do in whatever order: books balance, nothing is oversold or given twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from dhara.catalog.models import Tier
from dhara.checkout.models import Order, OrderLine
from dhara.checkout.orders import actions as orders
from dhara.delivery.models import Grant
from dhara.kit.actor import GUEST
from dhara.kit.facts.models import Reaction
from dhara.kit.queue import drain
from dhara.kit.refusal import Refused
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.ledger import rules as ledger
from dhara.money.models import Clearing, Entry, LedgerAccount, Leg, Payment, SandboxCharge
from tests.make import checkout as make
from tests.make import people

STOCK = 3
numbers = st.integers(0, 30)


class Shop(RuleBasedStateMachine):
    """Two sellers, one scarce and one plentiful tier; orders of one or both of them."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
        self.made = 0
        name = f"s{id(self)}{Order.objects.count()}"
        studios = [people.studio(people.account(f"{name}{n}@example.com"), handle=f"seller_{n}") for n in range(2)]
        self.rare = make.tier(studios[0], stock=STOCK, prices={"BDT": 33_337})
        self.common = make.tier(studios[1], prices={"BDT": 10_001})

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def _one(self, number: int) -> Order:
        return list(Order.objects.order_by("pk"))[number % self.made]

    def _try(self, verb: Any, *given: Any, **named: Any) -> None:
        """Refusals are answers; anything else is a fault."""
        try:
            with transaction.atomic():
                verb(*given, by=GUEST, at=self.now, **named)
        except Refused:
            pass

    @rule(both=st.booleans())
    def place(self, both: bool) -> None:
        tiers = (self.rare, self.common) if both else (self.rare,)
        try:
            with transaction.atomic():
                make.placed(*tiers, at=self.now, email=f"buyer{self.made}@example.com")
            self.made += 1
        except Refused as refusal:
            assert refusal.code == "sold_out"  # noqa: PT017 - refused or not is for the machine to find out

    @precondition(lambda self: self.made)
    @rule(number=numbers)
    def go_to_pay(self, number: int) -> None:
        self._try(orders.pay, self._one(number).pk, orders.Means("sandbox", "/back/{token}/"))

    @precondition(lambda self: self.made)
    @rule(
        number=numbers, choice=st.sampled_from(["pay", "pay", "decline", "cancel", "pay_late", "answer_twice", "never"])
    )
    def choose(self, number: int, choice: str) -> None:
        charges = SandboxCharge.objects.order_by("pk")
        if charges:
            sandbox.choose(charges[number % len(charges)].ref, choice, at=self.now)

    @precondition(lambda self: self.made)
    @rule(number=numbers)
    def come_back(self, number: int) -> None:
        payments = Payment.objects.order_by("pk")
        if payments:
            self._try(orders.confirm, payments[number % len(payments)].token)

    @precondition(lambda self: self.made)
    @rule(number=numbers)
    def cancel(self, number: int) -> None:
        self._try(orders.cancel, self._one(number).pk)

    @rule(minutes=st.sampled_from([0, 2, 61]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        drain(self.now)

    @invariant()
    def books_balance(self) -> None:
        assert (Leg.objects.aggregate(sum=Sum("amount"))["sum"] or 0) == 0
        pending = Clearing.objects.aggregate(sum=Sum("amount"))["sum"] or 0
        stored = LedgerAccount.objects.filter(purpose=ledger.SELLER_PENDING).aggregate(sum=Sum("balance"))["sum"] or 0
        assert pending == stored
        assert Entry.objects.filter(memo="sale").count() == Order.objects.filter(paid_at__isnull=False).count()
        for line in OrderLine.objects.filter(paid_at__isnull=False):
            assert line.gross == line.tax + line.gateway_fee + line.platform_fee + line.net

    @invariant()
    def nothing_is_oversold(self) -> None:
        for tier in Tier.objects.filter(pk__in=[self.rare.pk, self.common.pk]):
            lines = OrderLine.objects.filter(tier=tier)
            sold = lines.filter(order__status="paid").aggregate(sum=Sum("quantity"))["sum"] or 0
            held = lines.filter(stock_held=True).aggregate(sum=Sum("quantity"))["sum"] or 0
            assert (tier.sold, tier.reserved) == (sold, held)
        assert not OrderLine.objects.filter(stock_held=True).exclude(order__status="pending").exists()

    @invariant()
    def nothing_is_given_twice(self) -> None:
        assert not Grant.objects.exclude(order__status="paid").exists()
        assert Grant.objects.count() <= OrderLine.objects.filter(order__status="paid").count()

    @rule()
    def quiet_at_last(self) -> None:
        """When all jobs are done, everybody has what they paid for, and no money lies about."""
        self.now += timedelta(days=2)
        drain(self.now)
        assert Grant.objects.count() == OrderLine.objects.filter(order__status="paid").count()
        assert not Reaction.objects.exclude(state="done").exists()
        assert not Order.objects.filter(status="pending").exists()
        lying = Leg.objects.filter(account__purpose__in=[ledger.UNAPPLIED, ledger.REFUNDS_DUE])
        assert (lying.aggregate(sum=Sum("amount"))["sum"] or 0) == 0


@pytest.mark.django_db
def test_no_sequence_of_events_breaks_the_shop() -> None:
    calm = [HealthCheck.too_slow, HealthCheck.data_too_large]
    few = settings(max_examples=12, stateful_step_count=18, deadline=None, suppress_health_check=calm, database=None)
    run_state_machine_as_test(Shop, settings=few)
