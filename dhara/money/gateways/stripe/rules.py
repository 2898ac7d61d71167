"""What of Stripe can be decided without asking Stripe: currencies, smallest amounts, signatures, words of notices."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from dhara.kit.currency import Money, currency
from dhara.money.gateways.rules import BY_HAND, About, DisputeState, Event, Forged, PayoutState, RefundState

TOLERANCE: Final = timedelta(seconds=300)

# Currencies in which Stripe shows prices to payers (docs.stripe.com/currencies).
_SHOWN: Final = """
USD AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CLP
CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK
JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN
NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE SOS SRD STD
SZL THB TJS TND TOP TRY TTD TWD TZS UAH UGX UYU UZS VND VUV WST XAF XCD XOF XPF YER ZAR ZMW
"""
CURRENCIES: Final = frozenset(_SHOWN.split())
_WHOLE: Final = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"
_THOUSANDTHS: Final = "BHD JOD KWD OMR TND"

# The smallest charge in minor units, as Stripe publishes it. For currencies that it names none for, what is surely
# worth more than its half dollar; Stripe itself has the last word (`amount_too_small`).
_LEAST: Final = {
    "USD": 50,
    "AED": 200,
    "AUD": 50,
    "BRL": 50,
    "CAD": 50,
    "CHF": 50,
    "CZK": 1_500,
    "DKK": 250,
    "EUR": 50,
    "GBP": 30,
    "HKD": 400,
    "HUF": 17_500,
    "INR": 50,
    "JPY": 50,
    "MXN": 1_000,
    "MYR": 200,
    "NOK": 300,
    "NZD": 50,
    "PLN": 200,
    "RON": 200,
    "SEK": 300,
    "SGD": 50,
    "THB": 1_000,
    "BDT": 7_500,
    "CNY": 400,
    "KRW": 800,
    "KWD": 200,
    "QAR": 200,
    "SAR": 200,
}
# Eight digits are the most that Stripe reads.
MOST: Final = 99_999_999


def least(code: str) -> Money:
    """The smallest amount in this currency that can be charged."""
    return Money(_LEAST.get(code, 50 * 10 ** currency(code).exponent), code)


def _exponent(code: str) -> int:
    return 0 if code in _WHOLE else 3 if code in _THOUSANDTHS else 2


def to_stripe(amount: Money) -> int:
    """The amount in Stripe's units: ours, but for a few currencies that Stripe counts with two decimals more."""
    return _scaled(amount.minor, _exponent(amount.currency) - currency(amount.currency).exponent)


def from_stripe(units: int, code: str) -> Money:
    """Raises ValueError for a currency that Dhara does not deal in."""
    upper = code.upper()
    try:
        apart = currency(upper).exponent - _exponent(upper)
    except KeyError as unknown:
        raise ValueError(f"unknown currency {upper!r}") from unknown
    return Money(_scaled(units, apart), upper)


def _scaled(units: int, decimals: int) -> int:
    return units * int(10**decimals) if decimals >= 0 else units // int(10**-decimals)


def uneven(amount: Money) -> bool:
    """Whether the amount is finer than the card networks take: thousandths go by tens."""
    return amount.currency in _THOUSANDTHS and amount.minor % 10 != 0


def fee(kept: int, settled: int, charged: Money) -> Money:
    """Stripe's fee in the currency of the charge; it is told in that of our balance, as is the whole (`settled`)."""
    if settled <= 0:
        return Money.zero(charged.currency)
    # Rounded half up, in whole numbers: exact where both currencies are the same.
    return Money((2 * kept * charged.minor + settled) // (2 * settled), charged.currency)


def genuine(secret: str, header: str, body: bytes, at: datetime) -> bool:
    """Whether `Stripe-Signature` fits: HMAC-SHA256 over `t.body`, any v1, `t` within TOLERANCE of `at`.

    The SDK's own check reads the wall clock and lets signatures from the future pass; else they are equal.
    """
    told: dict[str, list[str]] = {}
    for part in header.split(","):
        name, _equals, value = part.partition("=")
        told.setdefault(name, []).append(value)
    try:
        stamp = int(told["t"][0])
        moment = datetime.fromtimestamp(stamp, UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return False
    expected = hmac.new(secret.encode(), b"%d." % stamp + body, sha256).hexdigest().encode()
    fits = any(hmac.compare_digest(expected, each.encode("utf-8", "replace")) for each in told.get("v1", ()))
    return fits and bool(secret.strip()) and abs(at - moment) <= TOLERANCE


# What is not kept of a notice: who the payer is, and what would let somebody act.
_PRIVATE: Final = frozenset(
    {"billing_details", "customer_details", "customer_email", "shipping", "receipt_email", "receipt_url", "evidence"}
    | {"client_secret", "url", "shipping_details", "collected_information", "source", "payment_method_details"}
)


def event(body: bytes) -> Event:
    """The notice in the words of the protocol. Raises Forged for what is no event."""
    try:
        said = json.loads(body)
        about = said["data"]["object"]
        kind, name = str(said["type"]), str(said["id"])
        subject, charge, ref = _about(kind, about)
    except (ValueError, KeyError, TypeError, AttributeError) as unreadable:
        raise Forged() from unreadable
    kept = {key: value for key, value in about.items() if key not in _PRIVATE}
    words = {key: said.get(key) for key in ("id", "type", "created", "livemode", "account", "api_version")}
    if subject == "refund":
        words[BY_HAND] = KEY not in (about.get("metadata") or {})
    return Event(name, charge, {**words, "data": {"object": kept}}, subject, ref)


def _about(kind: str, told: Mapping[str, Any]) -> tuple[About, str, str]:
    """(what it is about, the charge's name as far as it is told, the name of the refund, dispute or transfer)."""
    own = str(told["id"])
    if kind.startswith("checkout.session."):
        return "payment", own, ""
    token = str((told.get("metadata") or {}).get(TOKEN) or "")
    if kind.startswith("payment_intent."):
        return "payment", token or own, ""
    charge = token or str(told.get("payment_intent") or told.get("charge") or "")
    if kind.startswith(("refund.", "charge.refund.")):
        return "refund", charge, own
    if kind.startswith(("charge.dispute.", "radar.early_fraud_warning.")):
        return "dispute", charge, own
    if kind.startswith("transfer."):
        return "payout", "", own
    # `charge.refunded` names no refund, `refund.*` comes beside it; `payout.*` is our own balance on its way to our own
    # bank: no seller's.
    return "other", charge, own


# Under these names our own words travel in Stripe's metadata: the charge's token, and a refund's or transfer's key.
TOKEN, KEY = "dhara_token", "dhara_key"

REFUNDS: Final[dict[str, RefundState]] = {
    "succeeded": "succeeded",
    "pending": "pending",
    "requires_action": "pending",
    "failed": "failed",
    "canceled": "failed",
}
# An inquiry (`warning_…`) takes no money yet; one that is closed never will.
DISPUTES: Final[dict[str, DisputeState]] = {
    "warning_needs_response": "early_warning",
    "warning_under_review": "early_warning",
    "warning_closed": "prevented",
    "needs_response": "needs_response",
    "appeal_needs_response": "needs_response",
    "under_review": "under_review",
    "appeal_under_review": "under_review",
    "won": "won",
    "lost": "lost",
    "prevented": "prevented",
}
ANSWERABLE: Final = frozenset({"warning_needs_response", "needs_response", "appeal_needs_response"})


def transfer_state(reversed_: bool) -> PayoutState:
    """A transfer is with the seller's account at once; it comes back only when it is reversed."""
    return "returned" if reversed_ else "paid"
