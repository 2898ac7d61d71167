"""What of bKash can be decided without asking it: names, states, codes, and how it writes numbers and moments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from dhara.kit.locale.phones import eleven_digits
from dhara.money.gateways.rules import PayoutState, RefundState

Product = Literal["tokenized", "checkout"]
TOKENIZED: Final[Product] = "tokenized"
CHECKOUT: Final[Product] = "checkout"

DHAKA: Final = ZoneInfo("Asia/Dhaka")
REF: Final = re.compile(r"[A-Za-z0-9_-]{4,100}", re.ASCII)
WALLET: Final = re.compile(r"01[3-9]\d{8}", re.ASCII)

WELL: Final = "0000"
MAINTENANCE: Final = "503"
# Somebody else's moment of weakness: ask again.
PASSING: Final = frozenset({"2003", "2020", "2024"})
# The money has moved already: look, and do not call it a failure.
SETTLED: Final = frozenset({"2062", "2068", "2116", "2117", "2119"})
# The payer has not approved it (yet), or somebody else is executing it right now.
NOT_YET: Final = frozenset({"2054", "2056", "2060"})
# The payer had closed the page.
GIVEN_UP: Final = "2069"
# Nothing there to give back from.
NOT_PAID: Final = frozenset({"2002", "2077", "2127"})

COMPLETED: Final = "completed"
CANCELLED: Final = frozenset({"cancelled", "canceled"})
FAILED: Final = frozenset({"failed", "failure", "declined"})
EXPIRED: Final = frozenset({"expired"})
REFUNDS: Final[dict[str, RefundState]] = {
    "completed": "succeeded",
    "failed": "failed",
    "cancelled": "failed",
    "reversed": "failed",
}
PAYOUTS: Final[dict[str, PayoutState]] = {
    "completed": "paid",
    "failed": "failed",
    "cancelled": "failed",
    "declined": "failed",
    "reversed": "returned",
}

_MOMENT: Final = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[:.]\d{1,6})?\s*(?:GMT|UTC|Z)?\s*([+-]\d\d:?\d\d)?", re.ASCII
)


def moment(text: str) -> datetime | None:
    """`2019-08-07T11:15:56:336 GMT+0600` as an aware moment in whole seconds; without an offset it is Dhaka's time."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    try:
        if found[2]:
            return datetime.strptime(found[1] + found[2].replace(":", ""), "%Y-%m-%dT%H:%M:%S%z")
        return datetime.strptime(found[1], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=DHAKA)
    except ValueError:
        return None


def wallet(number: str) -> str:
    """Eleven digits of what is written as 8801…, +8801… or 01…; empty for what is no number of Bangladesh."""
    digits = re.sub(r"\D", "", number)
    found = digits.removeprefix("88") if len(digits) == 13 else digits
    return found if WALLET.fullmatch(found) else ""


def masked(number: str) -> str:
    """A wallet's number as it may be kept and shown: 017••••1234."""
    found = wallet(number)
    return f"{found[:3]}••••{found[-4:]}" if found else ""


def payer_reference(phone: str, token: str) -> str:
    """What bKash's page fills in for the payer: their number; else our name for the charge, as it wants something."""
    try:
        return eleven_digits(phone)
    except ValueError:
        return token


def code_of(told: Mapping[str, Any], status: int) -> str:
    """bKash's code, under whichever of its four names; WELL where it names none and HTTP does not complain either."""
    for name in ("statusCode", "errorCode", "externalCode"):
        if told.get(name):
            return str(told[name])
    return WELL if status < 400 else f"http {status}"


def state_of(told: Mapping[str, Any], name: str = "transactionStatus") -> str:
    return str(told.get(name) or "").strip().lower()


def approved(told: Mapping[str, Any]) -> bool:
    """Whether the payer has given code and PIN, as far as `payment/status` tells."""
    verified = told.get("verificationStatus") or told.get("userVerificationStatus") or ""
    return str(verified).lower() in ("complete", "completed", "verified") or state_of(told) == "authorized"


def invoice_of(told: Mapping[str, Any]) -> str:
    return str(told.get("merchantInvoiceNumber") or told.get("merchantInvoice") or "")
