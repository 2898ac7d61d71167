"""Studios with money, payments, sales: the smallest ones that are true."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar, cast

from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.currency import Money
from dhara.money.gateways.rules import (
    Charge,
    Event,
    GiveBack,
    KeyField,
    Keys,
    Outcome,
    Problem,
    Redirect,
    RefundOutcome,
)
from dhara.money.ledger import rules
from dhara.money.ledger.actions import account_id, post, resolve
from dhara.money.models import Payment, SandboxCharge
from dhara.money.payments import actions as payments
from dhara.people.models import Studio

_numbers = itertools.count(1)
T = TypeVar("T")


def taka(minor: int) -> Money:
    return Money(minor, "BDT")


def studio(at: datetime, name: str = "Nadia") -> Studio:
    """A studio without members."""
    return Studio.objects.create(
        status="open", status_at=at, handle=f"{name.lower()}{next(_numbers)}", name=name, created_at=at
    )


def earned(owner: Studio, minor: int, at: datetime, *, purpose: str = rules.SELLER_AVAILABLE) -> int:
    """Give the studio a balance (out of the gateway's); returns the account's id."""
    account = account_id(purpose, "BDT", owner.pk)
    legs = [(account_id(rules.GATEWAY, "BDT", detail="sandbox"), -minor), (account, minor)]
    post(key=f"earned:{next(_numbers)}", memo="settlement", legs=legs, currency="BDT", at=at, by=SYSTEM)
    return account


def payment(at: datetime, amount: Money | None = None, subject: str = "") -> Payment:
    """A payment through the sandbox that was begun; nobody was sent anywhere yet.

    It is for no real order unless `subject` names one, so that no reaction looks for it.
    """
    return payments.begin(
        subject=subject or f"errand:{next(_numbers)}",
        amount=amount or taka(100_000),
        gateway="sandbox",
        payer_email="rahim@example.com",
        return_url="/checkout/return/{token}/",
        by=GUEST,
        at=at,
    )


def redirected(at: datetime, amount: Money | None = None, subject: str = "") -> tuple[Payment, SandboxCharge]:
    """A payment whose payer stands before the sandbox's page."""
    begun = payment(at, amount, subject)
    payments.send_payer(begun.pk, by=GUEST, at=at)
    begun.refresh_from_db()
    return begun, SandboxCharge.objects.get(ref=begun.gateway_ref)


def captured(at: datetime, amount: Money | None = None, subject: str = "") -> Payment:
    """A paid payment whose money no order uses yet."""
    from dhara.money.gateways.sandbox import actions as sandbox

    begun, charge = redirected(at, amount, subject)
    sandbox.choose(charge.ref, "pay", at=at)
    return payments.ask(begun.pk, by=SYSTEM, at=at)


def sold(paid: Payment, owner: Studio, at: datetime, *, fee_bp: int = 500) -> rules.Share:
    """Book the sale of one line that took all of the payment, as the checkout does; returns its share."""
    line = rules.Line(owner.pk, paid.amount, fee_bp=fee_bp)
    (share,) = rules.divide([line], paid.fee, paid.currency)
    legs = resolve(rules.sale_legs([share]), paid.currency)
    key = f"sale:{paid.subject}"
    post(key=key, memo="sale", legs=legs, currency=paid.currency, at=at, by=SYSTEM, subject=paid.subject)
    return share


class FakeGateway:
    """A gateway that answers what a test tells it: put an answer, or an exception to raise, into `answers`."""

    label = about = "Fake"
    currencies: frozenset[str] | None = None
    sandbox = True
    fields: tuple[KeyField, ...] = ()
    pages: tuple[str, ...] = ()

    def __init__(self, code: str = "fake", **answers: object) -> None:
        self.code = code
        self.answers: dict[str, object] = answers
        self.backs: list[GiveBack] = []
        self.calls: list[str] = []

    def refusal(self, amount: Money, *, at: datetime) -> None:
        return None

    def start(self, charge: Charge, *, keys: Keys, at: datetime) -> Redirect:
        return self._say("start", Redirect(f"https://pay.example/{charge.token}", charge.token))

    def query(self, charge: Charge, *, keys: Keys, at: datetime) -> Outcome:
        return self._say("query", Outcome("pending"))

    def refund(self, back: GiveBack, *, keys: Keys, at: datetime) -> RefundOutcome:
        self.backs.append(back)
        return self._say("refund", RefundOutcome("succeeded", back.key))

    def verify_event(self, headers: Mapping[str, str], body: bytes, *, keys: Keys, at: datetime) -> Event:
        raise AssertionError("a test does not send this")

    def check(self, keys: Keys, *, at: datetime) -> list[Problem]:
        return self._say("check", [])

    def _say(self, what: str, usual: T) -> T:
        self.calls.append(what)
        answer = self.answers.get(what, usual)
        if isinstance(answer, Exception):
            raise answer
        return cast(T, answer)
