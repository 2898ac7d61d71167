"""What SSLCommerz knows: sessions, transactions, refunds."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")
# What SSLCommerz keeps, and the range of amounts that it takes.
RATE, LEAST, MOST = Decimal("0.025"), Decimal(10), Decimal(500_000)
MANDATORY = (
    *("total_amount", "currency", "tran_id", "success_url", "fail_url", "cancel_url", "cus_name", "cus_email"),
    *("cus_add1", "cus_city", "cus_postcode", "cus_country", "cus_phone", "shipping_method", "num_of_item"),
    *("product_name", "product_category", "product_profile"),
)


@dataclass
class Session:
    key: str
    given: dict[str, str]
    used: bool = False


@dataclass
class Transaction:
    """A try to pay: `told` is what the APIs tell of it. `given` is what the merchant said when it began."""

    given: dict[str, str]
    told: dict[str, str]
    validated: int = 0
    refund_mode: str = ""


@dataclass
class Refund:
    ref: str
    name: str
    amount: Decimal
    status: str
    transaction: Transaction
    reason: str = ""
    initiated_on: str = ""


@dataclass
class Books:
    mark: str = ""
    sessions: dict[str, Session] = field(default_factory=dict)
    transactions: list[Transaction] = field(default_factory=list)
    refunds: dict[str, Refund] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: Any = field(default_factory=lambda: itertools.count(1))
    refunds_wait: bool = False

    def now(self) -> str:
        return (datetime.now(UTC) + timedelta(hours=6)).strftime("%Y-%m-%d %H:%M:%S")

    def id(self, words: str) -> str:
        return f"{words}{self.mark}{next(self.numbers):010d}"

    def open(self, given: dict[str, str]) -> tuple[Session | None, str]:
        """The session, or why there is none."""
        for name in MANDATORY:
            if not given.get(name, "").strip():
                return None, f"'{name}' is missing or invalid"
        if len(given["tran_id"]) > 30:
            return None, "'tran_id' must not exceed 30 characters"
        amount = Decimal(given["total_amount"])
        if not LEAST <= amount <= MOST:
            return None, "Total amount must be between 10 and 500000 BDT"
        if any(each.told["status"] == "VALID" for each in self.of(given["tran_id"])):
            return None, "Transaction id is already used"
        # A newer session of the same transaction takes the place of the older one.
        for each in self.sessions.values():
            each.used |= each.given["tran_id"] == given["tran_id"]
        made = Session(self.id("SESS"), given)
        self.sessions[made.key] = made
        return made, ""

    def act(self, session: Session, status: str, **changed: str) -> Transaction:
        """The payer did something on the page; the session is used up."""
        session.used = True
        given = session.given
        amount = Decimal(changed.pop("paid", given["total_amount"])).quantize(CENT)
        kept = (amount * RATE).quantize(CENT, ROUND_HALF_UP)
        paid = status == "VALID"
        told = {
            "status": status,
            "tran_date": self.now(),
            "tran_id": given["tran_id"],
            "val_id": self.id("VAL") if paid else "",
            "amount": f"{amount}",
            "store_amount": f"{amount - kept}" if paid else "0.00",
            "currency": "BDT",
            "bank_tran_id": self.id("BANK") if paid or status == "FAILED" else "",
            "card_type": "VISA-Dutch Bangla",
            "card_no": "418117XXXXXX6675",
            "card_issuer": "TRUST BANK, LTD.",
            "card_brand": "VISA",
            "card_issuer_country": "Bangladesh",
            "card_issuer_country_code": "BD",
            "currency_type": given["currency"],
            "currency_amount": f"{amount}",
            "currency_rate": "1.0000",
            "base_fair": "0.00",
            "risk_level": "0",
            "risk_title": "Safe",
            **{name: given.get(name, "") for name in ("value_a", "value_b", "value_c", "value_d")},
            **changed,
        }
        made = Transaction(dict(given), told)
        self.transactions.append(made)
        return made

    def of(self, tran_id: str) -> list[Transaction]:
        return [each for each in self.transactions if each.told["tran_id"] == tran_id]

    def by(self, name: str, value: str) -> Transaction | None:
        return next((each for each in self.transactions if value and each.told[name] == value), None)
