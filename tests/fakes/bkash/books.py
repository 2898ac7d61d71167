"""What bKash knows: tokens, payments, refunds, payouts; and its clock."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

CENT = Decimal("0.01")
DHAKA = timezone(timedelta(hours=6))
LASTS = 3600


@dataclass
class Refund:
    trx: str
    amount: Decimal
    sku: str
    reason: str
    status: str
    done: str


@dataclass
class Payment:
    """`state`: initiated, approved (PIN was right), completed, cancelled, failed (with bKash's `code`)."""

    id: str
    given: dict[str, str]
    created: str
    state: str = "initiated"
    wallet: str = ""
    step: str = "wallet"
    tries: int = 0
    code: str = ""
    trx: str = ""
    executed: str = ""
    refunds: list[Refund] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        return Decimal(self.given["amount"]).quantize(CENT)

    def left(self) -> Decimal:
        return self.amount - sum((each.amount for each in self.refunds if each.status != "Failed"), Decimal(0))


@dataclass
class Payout:
    trx: str
    given: dict[str, str]
    status: str
    done: str


@dataclass
class Books:
    """`clock` is in seconds since the epoch. `funds` is what the merchant has for payouts and refunds."""

    mark: str = ""
    clock: Callable[[], float] = time.time
    funds: Decimal = Decimal(1_000_000)
    payments: dict[str, Payment] = field(default_factory=dict)
    payouts: list[Payout] = field(default_factory=list)
    tokens: dict[str, float] = field(default_factory=dict)
    refreshers: set[str] = field(default_factory=set)
    refreshed: list[float] = field(default_factory=list)
    grants: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def number(self) -> int:
        return int(next(self.numbers))

    def trx(self) -> str:
        return f"B{self.mark}{self.number():07d}"

    def now(self) -> str:
        """As bKash writes it, with a colon before the thousandths."""
        moment = datetime.fromtimestamp(self.clock(), DHAKA)
        return f"{moment:%Y-%m-%dT%H:%M:%S}:{moment.microsecond // 1000:03d} GMT+0600"

    def issue(self) -> dict[str, Any]:
        """A token and one to refresh it."""
        number = self.number()
        token, refresh = f"eyJ.id.{self.mark}{number}", f"eyJ.refresh.{self.mark}{number}"
        self.tokens[token] = self.clock() + LASTS
        self.refreshers.add(refresh)
        return {"id_token": token, "token_type": "Bearer", "expires_in": LASTS, "refresh_token": refresh}

    def open(self, given: dict[str, str]) -> Payment:
        made = Payment(f"TR0011{self.mark}{self.number():010d}", given, self.now())
        self.payments[made.id] = made
        return made

    def complete(self, payment: Payment) -> None:
        payment.state, payment.trx, payment.executed = "completed", self.trx(), self.now()
        self.funds += payment.amount

    def by_trx(self, trx: str) -> Payment | None:
        return next((each for each in self.payments.values() if trx and each.trx == trx), None)
