"""Secrets of others (merchants' keys, endpoints' secrets) encrypted at rest with a key derived from SECRET_KEY.

AES-128-CBC with HMAC-SHA256 (Fernet). To change SECRET_KEY put the old one into SECRET_KEY_FALLBACKS: what it sealed
can still be opened, and is sealed anew when it is next written.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unsealable(ValueError):
    """Sealed with a key that is neither SECRET_KEY nor one of its fallbacks, or damaged."""


def seal(secrets: Any) -> str:
    """A JSON value as an encrypted ASCII text."""
    return _box().encrypt(json.dumps(secrets).encode()).decode()


def unseal(sealed: str) -> Any:
    """What `seal` was given. Raises Unsealable."""
    try:
        return json.loads(_box().decrypt(sealed.encode()))
    except (InvalidToken, ValueError) as damaged:
        raise Unsealable("this can not be opened with the present SECRET_KEY") from damaged


def _box() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@cache
def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"dhara.kit.seal").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
