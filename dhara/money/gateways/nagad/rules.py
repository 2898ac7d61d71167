"""What of Nagad can be decided without asking it: names, limits, states."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from dhara.kit.currency import Money
from dhara.money.gateways.rules import State

DHAKA: Final = ZoneInfo("Asia/Dhaka")
# A payment that is larger than any wallet may hold is refused here, with the reason told.
LEAST, MOST = Money(1_000, "BDT"), Money(30_000_000, "BDT")
# ISO 4217 numbers: Nagad deals in taka, and anything else would be an operator's to look at.
CURRENCIES: Final = {"050": "BDT", "840": "USD", "978": "EUR", "356": "INR"}
PAID: Final = "success"
# What a payment ended as; everything else (OrderInitiated, Ready, InProgress, OtpSent, PinGiven …) is under way.
ENDS: Final[dict[str, State]] = {
    "aborted": "cancelled",
    "cancelled": "cancelled",
    "failed": "failed",
    "unknownfailed": "failed",
    "invalidrequest": "failed",
    "fraud": "failed",
    "expired": "expired",
}
REF: Final = re.compile(r"[A-Za-z0-9_=+.-]{4,100}", re.ASCII)


def order_id(token: str) -> str:
    """Our name for the charge at Nagad, 20 letters and digits: always the same for a token."""
    return "D" + sha256(f"charge {token}".encode()).hexdigest()[:19].upper()


def stamp(at: datetime) -> str:
    """Nagad's way to write a moment: YYYYMMDDHHMMSS in Dhaka."""
    return at.astimezone(DHAKA).strftime("%Y%m%d%H%M%S")


def masked(number: str) -> str:
    """A wallet's number as it may be kept and shown: 017…678."""
    digits = re.sub(r"\D", "", number)
    return f"{digits[:3]}…{digits[-3:]}" if len(digits) >= 10 else ""
