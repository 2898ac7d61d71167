"""How SSLCommerz signs what it posts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

STORE_ID, STORE_PASSWD = "testbox", "qwerty-of-the-testbox"
UNSIGNED = ("verify_sign", "verify_sign_sha2", "verify_key", "error")


def sign(fields: Mapping[str, str], password: str = STORE_PASSWD, only: tuple[str, ...] = ()) -> dict[str, str]:
    """The fields with their hashes, as they go over the wire; `only` names those that are signed."""
    names = sorted(only or [name for name in fields if name not in UNSIGNED])
    hashes = {}
    for name, kind in (("verify_sign", "md5"), ("verify_sign_sha2", "sha256")):
        pieces = [(key, fields[key]) for key in names]
        pieces.append(("store_passwd", hashlib.new(kind, password.encode()).hexdigest()))
        pieces.sort()
        line = "&".join(key + "=" + value for key, value in pieces)
        hashes[name] = hashlib.new(kind, line.encode()).hexdigest()
    return {"verify_key": ",".join(names), **hashes, **fields}
