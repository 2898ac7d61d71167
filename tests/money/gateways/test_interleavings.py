"""Notices, returns, questions and crashes in any order: one capture, one sale, sound books. For every gateway."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dhara.checkout.models import Order
from dhara.checkout.orders import actions as orders
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.queue import drain
from dhara.kit.refusal import Refused
from dhara.money import doctor
from dhara.money.gateways import actions as accounts
from dhara.money.gateways import queries as gateways
from dhara.money.ledger.actions import forget_accounts
from dhara.money.models import Entry, Payment
from dhara.money.payments import actions as payments
from dhara.money.payments import queries as payment_queries
from dhara.money.payments import rules
from tests.make import checkout
from tests.money.gateways.hands import Remote
from tests.money.gateways.remotes import REMOTES, remote

# What may happen, in any order and any number. A "crash" is armed: it strikes at the next chance of its kind.
STEPS = (
    "pay",
    "return",
    "return",
    "forged_return",
    "notice",
    "notice",
    "ask",
    "jobs",
    "wait",
    "crash_after_start",
    "crash_after_query",
    "crash_before_commit",
)


class Crash(BaseException):
    """The process is gone: nothing may catch this."""


class Brittle:
    """The gateway, behind which our own process dies when it is told to: after the answer, before it is kept."""

    def __init__(self, real: Any) -> None:
        self.real, self.armed = real, set[str]()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.real, name)
        if name not in ("start", "query"):
            return found

        def called(*args: Any, **kwargs: Any) -> Any:
            answer = found(*args, **kwargs)
            if name in self.armed:
                self.armed.remove(name)
                raise Crash
            return answer

        return called


class Play:
    """One order, its payments, and the world behind the gateway."""

    def __init__(self, code: str, made: Remote, at: datetime) -> None:
        self.code, self.remote, self.at = code, made, at
        self.brittle = Brittle(made.gateway)
        self.order = checkout.placed(checkout.tier(at=at), at=at, currency=made.currency)
        self.paid_ref = ""
        self.dies_in_commit = False

    def step(self, name: str) -> None:
        """What was committed before a crash stays: the actions' own transactions are savepoints of the example's."""
        try:
            getattr(self, f"do_{name}")()
        except Crash:
            forget_accounts()  # what a new process would not know

    def payment(self) -> Payment | None:
        """The latest try whose payer was sent away."""
        found = Payment.objects.filter(subject=f"order:{self.order.pk}", gateway_ref__isnull=False)
        return found.order_by("-pk").first()

    def do_pay(self) -> None:
        """The buyer presses the button if need be, and pays at the gateway, once."""
        if self.paid_ref:
            return
        payment = self.payment()
        if payment is None or payment.status not in rules.OPEN:
            try:
                self.go()
            except Refused:
                return
            payment = self.payment()
        if payment is not None and payment.gateway_ref:
            self.remote.pay(payment.gateway_ref, self.at)
            self.paid_ref = payment.gateway_ref

    def go(self) -> None:
        back = "https://dhara.example/checkout/return/{token}/"
        orders.pay(self.order.pk, orders.Means(self.code, back), by=GUEST, at=self.at)

    def do_return(self) -> None:
        self._return(honest=True)

    def do_forged_return(self) -> None:
        self._return(honest=False)

    def _return(self, *, honest: bool) -> None:
        payment = self.payment()
        if payment is None:
            return
        told = {"status": "success", "paymentID": "forged", "val_id": "forged", "tran_id": "forged"}
        if honest and self.paid_ref == payment.gateway_ref:
            told = getattr(self.remote, "returned", lambda _ref: {})(self.paid_ref)
        orders.confirm(payment.token, by=GUEST, at=self.at, returned=told)

    def do_notice(self) -> None:
        told = self.remote.notice(self.paid_ref, self.at) if self.paid_ref else None
        if told is not None:
            payments.receive_event(source=self.code, headers=told[0], body=told[1], at=self.at)

    def do_ask(self) -> None:
        payment = self.payment()
        if payment is not None:
            payments.ask(payment.pk, by=SYSTEM, at=self.at)

    def do_jobs(self) -> None:
        drain(self.at)

    def do_wait(self) -> None:
        self.at += timedelta(minutes=9)

    def do_crash_after_start(self) -> None:
        self.brittle.armed.add("start")

    def do_crash_after_query(self) -> None:
        self.brittle.armed.add("query")

    def do_crash_before_commit(self) -> None:
        self.dies_in_commit = True

    def dying(self, settle: Any) -> Any:
        def settled(*args: Any, **kwargs: Any) -> Any:
            answer = settle(*args, **kwargs)
            if self.dies_in_commit:
                self.dies_in_commit = False
                raise Crash
            return answer

        return settled

    def calm(self) -> None:
        """The storm is over; whatever was not done is done by the jobs that always run."""
        self.brittle.armed.clear()
        self.dies_in_commit = False
        for _round in range(4):
            for name in ("pay", "jobs"):
                self.step(name)
            for payment_id in payment_queries.to_ask(self.at):
                payments.ask(payment_id, by=SYSTEM, at=self.at)
            self.at += timedelta(minutes=11)
        drain(self.at)


@contextmanager
def play(code: str, made: Remote, at: datetime) -> Iterator[Play]:
    """In a transaction that is undone, so that each example starts with nothing."""
    forget_accounts()
    bases = {code: made.keys.base} if made.keys.base else {}
    with transaction.atomic(), mock.patch.object(django_settings, "GATEWAY_BASES", bases):
        if made.gateway.fields:
            accounts.have(gateway=code, values=made.keys.values, by=SYSTEM, at=at)
        scene = Play(code, made, at)
        settle = "dhara.checkout.orders.actions.pay.settle_locked"
        with (
            mock.patch.dict(gateways.GATEWAYS, {code: scene.brittle}),
            mock.patch(settle, scene.dying(orders.pay.__globals__["settle_locked"])),
        ):
            yield scene
        transaction.set_rollback(True)
    forget_accounts()


@pytest.mark.parametrize("code", REMOTES)
def test_any_order_of_things_ends_in_one_sale(db: None, now: datetime, code: str) -> None:
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(steps=st.lists(st.sampled_from(STEPS), max_size=14))
    def examined(steps: list[str]) -> None:
        with remote(code) as made, play(code, made, now) as scene:
            for name in steps:
                scene.step(name)
            scene.calm()
            _is_sold_once(scene)

    examined()


def _is_sold_once(scene: Play) -> None:
    order = Order.objects.get(pk=scene.order.pk)
    assert order.status == "paid", order.status
    subject = f"order:{order.pk}"
    assert Payment.objects.filter(subject=subject, status=rules.CAPTURED).count() == 1
    booked = Entry.objects.filter(subject=subject)
    assert booked.filter(memo="capture").count() == 1
    assert booked.filter(memo="sale").count() == 1
    wrong = [finding for finding in doctor.check(at=scene.at) if not finding.ok]
    assert wrong == []
