"""No sequence of actions unbalances the books: whatever people, gateways and crashes do, in any order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from dhara.kit.actor import SYSTEM, gateway
from dhara.kit.queue import drain
from dhara.kit.refusal import Refused
from dhara.money import doctor
from dhara.money.clearing import actions as clearing
from dhara.money.escrow import actions as escrow
from dhara.money.gateways.rules import Outcome
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.gateways.sandbox.models import SandboxCharge
from dhara.money.ledger import queries as books
from dhara.money.ledger import rules
from dhara.money.ledger.actions import account_id, post, resolve, take_snapshots
from dhara.money.models import Hold, Leg, Payment
from dhara.money.payments import actions as payments
from tests.make import money as make

amounts = st.integers(100, 10**7)
choices = st.sampled_from(["pay", "pay", "pay", "decline", "cancel", "pay_late", "answer_twice", "pay_unreturnable"])
# Every step may be repeated, as a retried job or an impatient finger does, or broken off before it is committed.
fates = st.sampled_from(["once", "once", "twice", "crash and again", "crash"])


class Crash(Exception):
    """The process dies: everything since the last commit is gone."""


class Books(RuleBasedStateMachine):
    paid, holds = Bundle("paid"), Bundle("holds")

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.at = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
        self.studios = [make.studio(self.at, name) for name in ("Nadia", "Karim")]
        self.sold: dict[int, Any] = {}
        self.steps = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def live(self, fate: str, act: Callable[[], object]) -> None:
        """Do it as fate has it; a refusal (with nothing changed) is a good answer too."""
        if fate.startswith("crash"):
            before = dict(self.sold)
            with suppress(Crash, Refused), transaction.atomic():
                act()
                raise Crash
            self.sold = before
        times = {"crash": 0, "twice": 2}.get(fate, 1)
        for _time in range(times):
            with suppress(Refused), transaction.atomic():
                act()

    @initialize(target=paid)
    def a_studio_has_earned_something(self) -> int:
        payment = self.somebody_buys(10**6, 0, False, "once")
        self.at += timedelta(days=2)
        self.money_clears("once")
        return payment

    @rule(target=paid, amount=amounts, choice=choices, fate=fates)
    def somebody_pays(self, amount: int, choice: str, fate: str) -> int:
        begun, charge = make.redirected(self.at, make.taka(amount))
        self.live(fate, lambda: sandbox.choose(charge.ref, choice, at=self.at))
        self.live(fate, lambda: payments.ask(begun.pk, by=gateway(), at=self.at))
        return begun.pk

    @rule(payment=paid, state=st.sampled_from(["failed", "cancelled", "expired", "pending"]), fate=fates)
    def a_gateway_says_something_outdated(self, payment: int, state: Any, fate: str) -> None:
        self.live(fate, lambda: payments.apply(payment, Outcome(state), by=gateway(), at=self.at))

    @rule(hours=st.integers(0, 100))
    def time_passes_and_jobs_run(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        drain(self.at)

    @rule(target=paid, amount=amounts, studio=st.integers(0, 1), unreturnable=st.booleans(), fate=fates)
    def somebody_buys(self, amount: int, studio: int, unreturnable: bool, fate: str) -> int:
        payment = self.somebody_pays(amount, "pay_unreturnable" if unreturnable else "pay", "once")
        self.the_money_is_used_for_a_sale(payment, studio, 500, fate)
        return payment

    @rule(payment=paid, studio=st.integers(0, 1), points=st.integers(0, 10_000), fate=fates)
    def the_money_is_used_for_a_sale(self, payment: int, studio: int, points: int, fate: str) -> None:
        found = Payment.objects.get(pk=payment)
        if payment in self.sold or books.unused(found.subject, "BDT").minor != found.amount:
            return
        owner = self.studios[studio]

        def sell() -> None:
            share = make.sold(found, owner, self.at, fee_bp=points)
            due = self.at + timedelta(days=2)
            clearing.plan([clearing.Plan(found.subject, owner.pk, make.taka(share.net), due, found.subject)])
            self.sold[payment] = share

        self.live(fate, sell)

    @rule(fate=fates)
    def money_clears(self, fate: str) -> None:
        self.live(fate, lambda: clearing.clear_due(by=SYSTEM, at=self.at))

    @rule(payment=paid, part=st.floats(0.01, 1), fate=fates)
    def a_sale_is_refunded(self, payment: int, part: float, fate: str) -> None:
        if payment not in self.sold:
            return
        found, left, key = Payment.objects.get(pk=payment), self.sold[payment], self.key()
        back = rules.reversal(left, max(1, int(left.gross * part)) if left.gross else 0)
        if not back.gross:
            return

        def refund() -> None:
            legs = [(account_id(rules.UNAPPLIED, "BDT"), back.gross)]
            legs += [(account_id(rules.PLATFORM_FEES, "BDT"), -back.platform_fee)] if back.platform_fee else []
            legs += [(account_id(rules.GATEWAY_FEES, "BDT"), -back.gateway_fee)] if back.gateway_fee else []
            if self.sold[payment] == left:  # as an order knows what it has refunded already
                if back.net:
                    taken = clearing.take(found.subject, {back.studio_id: back.net}, "BDT")
                    legs += resolve(rules.summed(taken), "BDT")
                whose = {"subject": found.subject, "currency": "BDT", "at": self.at, "by": SYSTEM}
                post(key=key, memo="sale_reversed", legs=legs, **whose)
                self.refund(found, back.gross, key)
                self.sold[payment] = left.minus(back)

        self.live(fate, refund)

    @rule(payment=paid, part=st.floats(0.01, 1), fate=fates)
    def unused_money_goes_back(self, payment: int, part: float, fate: str) -> None:
        found, key = Payment.objects.get(pk=payment), self.key()
        self.live(fate, lambda: self.refund(found, max(1, int(found.amount * part)), key))

    @rule(target=holds, studio=st.integers(0, 1), minor=st.integers(1, 10**6), fate=fates)
    def money_is_set_aside(self, studio: int, minor: int, fate: str) -> str:
        source, key = account_id(rules.SELLER_AVAILABLE, "BDT", self.studios[studio].pk), self.key()
        more = {"subject": key, "amount": make.taka(minor), "source": source}
        self.live(fate, lambda: escrow.place(key=key, **more, by=SYSTEM, at=self.at))
        return key

    @rule(hold=holds, part=st.floats(0.01, 1), back=st.booleans(), fate=fates)
    def money_set_aside_is_released_or_returned(self, hold: str, part: float, back: bool, fate: str) -> None:
        found, key = Hold.objects.filter(key=hold).first(), self.key()
        if found is None:
            return
        amount = make.taka(max(1, int(found.amount * part)))
        to = account_id(rules.SELLER_AVAILABLE, "BDT", self.studios[0].pk)
        if back:
            self.live(fate, lambda: escrow.give_back(found.pk, amount, key=key, by=SYSTEM, at=self.at))
        else:
            self.live(fate, lambda: escrow.release(found.pk, amount, to=to, key=key, by=SYSTEM, at=self.at))

    @rule(studio=st.integers(0, 1))
    def somebody_takes_more_than_there_is(self, studio: int) -> None:
        mine = account_id(rules.SELLER_AVAILABLE, "BDT", self.studios[studio].pk)
        more = books.balance(mine) + 1
        legs = [(mine, -more), (account_id(rules.TAX, "BDT"), more)]
        with pytest.raises(Refused), transaction.atomic():
            post(key=self.key(), memo="sale", legs=legs, currency="BDT", at=self.at, by=SYSTEM)

    @rule()
    def snapshots_are_taken(self) -> None:
        take_snapshots(at=self.at, tail=2)

    @invariant()
    def the_books_are_sound(self) -> None:
        wrong = [each for each in doctor.check(at=self.at) if not each.ok and each.section != "unapplied"]
        assert wrong == []

    @invariant()
    def balances_are_what_the_legs_say(self) -> None:
        for purpose in (rules.UNAPPLIED, rules.GATEWAY_FEES):
            account = account_id(purpose, "BDT")
            assert books.balance(account) == sum(Leg.objects.filter(account=account).values_list("amount", flat=True))

    @invariant()
    def the_gateway_holds_what_it_was_paid(self) -> None:
        """From the other side: what the sandbox took and gave back, but for answers that have not reached us."""
        paid = Payment.objects.filter(status__in=["captured", "partially_refunded", "refunded"])
        charges = SandboxCharge.objects.filter(token__in=paid.values("token"))
        theirs = sum(charge.amount - charge.fee - charge.refunded for charge in charges)
        assert books.balance(account_id(rules.GATEWAY, "BDT", detail="sandbox")) == -theirs

    def refund(self, payment: Payment, minor: int, key: str) -> None:
        more = {"key": key, "reason": "", "by": SYSTEM, "at": self.at}
        payments.refund(payment.pk, make.taka(minor), **more)

    def key(self) -> str:
        self.steps += 1
        return f"step:{self.steps}"


def test_no_sequence_of_actions_unbalances_the_books(db: None) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Books, settings=settings(max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=checks)
    )
