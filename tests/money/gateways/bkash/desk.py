"""Us with a bKash of our own, and the words in which it is spoken to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dhara.kit.currency import Money
from dhara.money.gateways.bkash.gateway import Bkash
from dhara.money.gateways.rules import Charge, GiveBack, Keys, Outcome, RefundOutcome
from tests.fakes.bkash import TEST_KEYS, Fake

GATEWAY = Bkash()
CHARGE = Charge(
    "tok-1",
    Money(45_050, "BDT"),
    "https://dhara.example/checkout/return/tok-1/",
    payer_phone="+8801770618575",
    description="D-7K4Q",
)


@dataclass
class Desk:
    """Us, with keys for a fake; `at` is our time, `shift` what the fake's clock is ahead of `begun`."""

    begun: datetime
    fake: Fake = field(init=False)
    keys: Keys = field(init=False)
    at: datetime = field(init=False)
    shift: float = 0.0

    def __post_init__(self) -> None:
        self.at = self.begun
        self.fake = Fake(clock=lambda: self.begun.timestamp() + self.shift)
        self.keys = Keys(TEST_KEYS, base=self.fake.start())

    def wait(self, **much: float) -> None:
        """Time goes by, for both."""
        self.at += timedelta(**much)
        self.shift += timedelta(**much).total_seconds()

    def start(self, charge: Charge = CHARGE) -> Charge:
        return replace(charge, gateway_ref=GATEWAY.start(charge, keys=self.keys, at=self.at).gateway_ref)

    def query(self, charge: Charge, status: str = "") -> Outcome:
        """`status` is what the browser brings."""
        if status:
            charge = replace(charge, returned=self.fake.returned(charge.gateway_ref, status))
        return GATEWAY.query(charge, keys=self.keys, at=self.at)

    def paid(self) -> Charge:
        charge = self.start()
        self.fake.pay(charge.gateway_ref)
        return replace(charge, details=self.query(charge).details)

    def give(self, charge: Charge, key: str, minor: int, ref: str = "", reason: str = "too big") -> RefundOutcome:
        amount = Money(minor, "BDT")
        back = GiveBack(key, amount, charge.gateway_ref, reason, charge.details, ref, charge.token)
        return GATEWAY.refund(back, keys=self.keys, at=self.at)

    def asked(self, end: str) -> int:
        return sum(each.endswith(end) for each in self.fake.server.asked)
