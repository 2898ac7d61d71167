"""What Nagad knows: orders of the merchant, and the payments that were opened for them."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

MERCHANT_ID = "683002007104225"


@dataclass
class Payment:
    """`status` in Nagad's words: OrderInitiated, Ready, Success, Aborted, Failed …"""

    ref: str
    order_id: str
    challenge: str
    status: str = "OrderInitiated"
    amount: str = ""
    callback: str = ""
    message: str = ""
    issuer_ref: str = ""
    paid_at: str = ""
    about: str = ""
    changed: dict[str, str] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        return {
            "merchantId": MERCHANT_ID,
            "orderId": self.order_id,
            "paymentRefId": self.ref,
            "amount": self.amount,
            "clientMobileNo": "01912345678" if self.status == "Success" else None,
            "merchantMobileNo": "01711428036",
            "issuerPaymentDateTime": self.paid_at or None,
            "issuerPaymentRefNo": self.issuer_ref or None,
            "additionalMerchantInfo": None,
            "status": self.status,
            "statusCode": "000" if self.status == "Success" else "",
            "message": self.message,
            **self.changed,
        }


@dataclass
class Books:
    mark: str = ""
    payments: dict[str, Payment] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def now(self) -> datetime:
        return datetime.now(timezone(timedelta(hours=6)))

    def of(self, order_id: str) -> list[Payment]:
        return [each for each in self.payments.values() if each.order_id == order_id]

    def open(self, order_id: str, challenge: str) -> Payment | None:
        """None when the order was paid. What was opened for it before can not be paid any more."""
        known = self.of(order_id)
        if any(each.status == "Success" for each in known):
            return None
        for each in known:
            each.status = "Aborted"
        number = next(self.numbers)
        ref = f"{self.now():%m%d%H%M%S}{self.mark}{number:06d}.{order_id}"
        made = self.payments[ref] = Payment(ref, order_id, challenge)
        return made

    def act(self, ref: str, status: str, message: str = "", **changed: str) -> Payment:
        """The payer did something on the wallet's page; what is paid stays so."""
        made = self.payments[ref]
        if made.status == "Success":
            return made
        made.status, made.message, made.changed = status, message, changed
        if status == "Success":
            made.issuer_ref = f"7{self.mark}{next(self.numbers):07d}"
            made.paid_at = f"{self.now():%Y%m%d%H%M%S}"
        return made
