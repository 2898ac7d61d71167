"""Addresses that look mistyped: a receipt sent to gmial.com reaches nobody."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

KNOWN: Final = (
    "gmail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "proton.me",
    "protonmail.com",
    "live.com",
    "googlemail.com",
    "ymail.com",
    "rocketmail.com",
    "aol.com",
    "msn.com",
    "me.com",
    "mail.com",
    "gmx.com",
    "zoho.com",
)
# Real ones that resemble a famous name.
INNOCENT: Final = frozenset({"email.com", "gmx.net", "gmx.de", "ymail.com", "hmail.com", "mail.ru", "yahoo.co.uk"})
ENDINGS: Final = {"con": "com", "cmo": "com", "ocm": "com", "comm": "com", "coom": "com", "vom": "com", "xom": "com"}


def better(email: str) -> str:
    """The address that was probably meant; "" where this one looks right."""
    local, at, domain = email.strip().lower().rpartition("@")
    if not (local and at and domain) or domain in KNOWN or domain in INNOCENT:
        return ""
    name, _dot, ending = domain.rpartition(".")
    fixed = f"{name}.{ENDINGS[ending]}" if name and ending in ENDINGS else domain
    close = get_close_matches(fixed, KNOWN, n=1, cutoff=0.85)
    if close:
        return f"{local}@{close[0]}"
    return f"{local}@{fixed}" if fixed != domain else ""
