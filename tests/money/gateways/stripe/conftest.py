"""A fake Stripe for each test, and the hands of a merchant who sells through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest


class Shop:
    """`fake` is Stripe, `gateway` the adapter; every call is made at `at`."""

    def __init__(self, at: datetime) -> None:
        from dhara.money.gateways.rules import Keys
        from dhara.money.gateways.stripe.gateway import Stripe
        from tests.fakes.stripe import TEST_KEYS, Fake

        self.at = at
        self.fake = Fake(clock=lambda: self.at.timestamp())
        self.gateway = Stripe()
        self.keys = Keys(TEST_KEYS, base=self.fake.start())

    def charge(self, minor: int = 2_000, currency: str = "USD", token: str = "tok-1", **more: Any) -> Any:
        from dhara.kit.currency import Money
        from dhara.money.gateways.rules import Charge

        back = f"https://dhara.example/checkout/return/{token}/"
        given = {"payer_email": "a@example.com", "description": "Dhara D-7K4Q-2M8T", "began_at": self.at, **more}
        return Charge(token, Money(minor, currency), back, **given)

    def started(self, **more: Any) -> Any:
        charge = self.charge(**more)
        return replace(charge, gateway_ref=self.start(charge).gateway_ref)

    def paid(self, card: str = "4242424242424242", **more: Any) -> Any:
        charge = self.started(**more)
        assert self.fake.pay(charge.gateway_ref, card) is None
        return replace(charge, details=self.query(charge).details)

    def start(self, charge: Any) -> Any:
        return self.gateway.start(charge, keys=self.keys, at=self.at)

    def query(self, charge: Any) -> Any:
        return self.gateway.query(charge, keys=self.keys, at=self.at)

    def refund(self, charge: Any, minor: int, key: str = "refund-1", ref: str = "") -> Any:
        from dhara.kit.currency import Money
        from dhara.money.gateways.rules import GiveBack

        amount = Money(minor, charge.amount.currency)
        told = {"details": charge.details, "refund_ref": ref, "token": charge.token}
        back = GiveBack(key, amount, charge.gateway_ref, "a test", **told)
        return self.gateway.refund(back, keys=self.keys, at=self.at)

    def event(self, kind: str, about: str = "") -> Any:
        headers, body = self.fake.notice(kind, about, at=self.at.timestamp())
        return self.gateway.verify_event(headers, body, keys=self.keys, at=self.at)


@pytest.fixture
def shop(db: None, now: datetime) -> Iterator[Shop]:
    made = Shop(now)
    yield made
    made.fake.stop()
