"""What of SSLCommerz can be decided without asking it: names, limits, signatures and the words of notices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import md5, sha256
from hmac import compare_digest
from typing import Final
from urllib.parse import parse_qsl

from dhara.kit.currency import Money
from dhara.money.gateways.rules import Event, Forged, State

LEAST, MOST = Money(1_000, "BDT"), Money(50_000_000, "BDT")
PAID: Final = ("VALID", "VALIDATED")
# What a transaction ended as; everything else may still become anything.
ENDS: Final[dict[str, State]] = {
    "FAILED": "failed",
    "CANCELLED": "cancelled",
    "EXPIRED": "expired",
    "UNATTEMPTED": "expired",
}
VAL_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,50}", re.ASCII)
# The sender names the fields that were signed; without these among them a notice says nothing.
_SIGNED: Final = frozenset({"tran_id", "status", "amount", "currency"})
_SIGNED_WHEN_PAID: Final = _SIGNED | {"val_id"}
# A notice is kept without the payer's card, and without our token: whoever knows it sees the payer's page.
_KEPT: Final[tuple[str, ...]] = (
    *("tran_id", "val_id", "status", "amount", "currency", "store_amount", "currency_type", "currency_amount"),
    *("risk_level", "risk_title", "bank_tran_id", "card_type", "card_brand", "tran_date", "error"),
)


def transaction_id(token: str) -> str:
    """Our name for the charge at SSLCommerz, at most 30 letters: always the same for a token."""
    return "D" + sha256(f"charge {token}".encode()).hexdigest()[:27].upper()


def refund_id(key: str) -> str:
    """Our name for a refund, at most 30 letters: always the same for a key."""
    return "R" + sha256(f"refund {key}".encode()).hexdigest()[:27].upper()


def signed(told: Mapping[str, str], password: str) -> dict[str, str]:
    """The fields of a notice or a return that SSLCommerz signed with the store's password; none where it did not.

    Both hashes are over `k=v&…` of the named fields in order, the hashed password among them.
    """
    names = [name for name in told.get("verify_key", "").split(",") if name]
    if not password or len(set(names)) != len(names) or not set(names) <= set(told) or "store_passwd" in names:
        return {}
    fields = {name: told[name] for name in names}
    given = (told.get("verify_sign", ""), _md5), (told.get("verify_sign_sha2", ""), _sha2)
    for sign, digest in given:
        # The older hash is always there; the younger counts wherever it was sent.
        if digest is _sha2 and "verify_sign_sha2" not in told:
            continue
        hashed = {**fields, "store_passwd": digest(password)}
        text = "&".join(f"{name}={hashed[name]}" for name in sorted(hashed))
        if not compare_digest(digest(text).encode(), sign.encode("utf-8", "replace")):
            return {}
    return fields


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def _sha2(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def event(body: bytes, password: str, store_id: str) -> Event:
    """The notice in the words of the protocol. Raises Forged."""
    told = _form(body)
    fields = signed(told, password)
    status = fields.get("status", "")
    needed = _SIGNED_WHEN_PAID if status in PAID else _SIGNED
    if not needed <= set(fields) or not fields["tran_id"] or fields.get("store_id", store_id) != store_id:
        raise Forged()
    if status in PAID and not VAL_ID.fullmatch(fields["val_id"]):
        raise Forged()
    token = fields.get("value_a", "")
    # By our token the payment is found even before we wrote SSLCommerz's name for it down.
    charge = token if transaction_id(token) == fields["tran_id"] else fields["tran_id"]
    kept = {name: told[name][:300] for name in _KEPT if name in told}
    return Event(f"{fields.get('val_id') or fields['tran_id']}:{status}", charge, kept)


def _form(body: bytes) -> dict[str, str]:
    """The form, each field once: of two with one name, nobody knows which was signed."""
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=200
        )
    except ValueError as unreadable:
        raise Forged() from unreadable
    told = dict(pairs)
    if len(told) != len(pairs):
        raise Forged()
    return told
