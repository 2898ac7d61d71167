"""Short texts that only we can have written, for links in letters: letters, digits, `-` and `_`, as the text has them.

Signed with SECRET_KEY; what was signed with one of its fallbacks is still read. Django's own signer puts a character
between text and signature that mail programs take for the end of an address.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare
from django.utils.encoding import force_bytes

_LENGTH: Final = 32


def sign(purpose: str, said: str) -> str:
    """`said` with its signature; `purpose` keeps apart what was signed for other things."""
    return said + _signature(purpose, said, settings.SECRET_KEY)


def read(purpose: str, token: str) -> str | None:
    """What was signed; None for what we never wrote for this purpose."""
    said, signature = token[:-_LENGTH], token[-_LENGTH:]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return said if any(constant_time_compare(signature, _signature(purpose, said, key)) for key in keys) else None


def _signature(purpose: str, said: str, key: str | bytes) -> str:
    """As Django's `salted_hmac` makes it, some five times as fast: there are three of them in each letter."""
    return hmac.digest(_derived(purpose, key), said.encode(), "sha256").hex()[:_LENGTH]


@lru_cache(maxsize=64)
def _derived(purpose: str, key: str | bytes) -> bytes:
    return hashlib.sha256(force_bytes(purpose) + force_bytes(key)).digest()
