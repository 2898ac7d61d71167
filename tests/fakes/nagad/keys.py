"""RSA keys of Nagad, of the merchant and of a stranger: the same in every process, and written down nowhere.

Each is built of the first primes behind two numbers that are hashes of words; how far behind is noted here, because
looking for them takes seconds. For tests only: whoever reads this has the keys.
"""

from __future__ import annotations

import base64
from functools import cache
from hashlib import shake_256

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

_STEPS = {
    "merchant p": 488,
    "merchant q": 198,
    "nagad p": 1314,
    "nagad q": 434,
    "stranger p": 78,
    "stranger q": 878,
}
_E = 65537


def _prime(words: str) -> int:
    begin = int.from_bytes(shake_256(f"dhara fake of nagad, {words}".encode()).digest(128), "big")
    return (begin | (3 << 1022) | 1) + _STEPS[words]


@cache
def key(whose: str) -> rsa.RSAPrivateKey:
    p, q = _prime(f"{whose} p"), _prime(f"{whose} q")
    d = pow(_E, -1, (p - 1) * (q - 1))
    more = (rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q))
    return rsa.RSAPrivateNumbers(p, q, d, *more, rsa.RSAPublicNumbers(_E, p * q)).private_key()


def private_text(whose: str) -> str:
    """Bare base64, as Nagad's portal hands keys out."""
    kind = serialization.PrivateFormat.PKCS8
    der = key(whose).private_bytes(serialization.Encoding.DER, kind, serialization.NoEncryption())
    return base64.b64encode(der).decode()


def public_text(whose: str) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key(whose).public_key().public_bytes(serialization.Encoding.PEM, form).decode().strip()
