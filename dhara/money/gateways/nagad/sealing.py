"""The envelope of Nagad's messages: encrypted with the receiver's RSA key (PKCS#1 v1.5), signed with the sender's."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from dhara.money.gateways.rules import GatewayTrouble, Keys

_SMALLEST: Final = 2048


def public_key(pasted: str) -> rsa.RSAPublicKey:
    """From PEM, or from its bare base64 as Nagad hands it out. Raises ValueError."""
    try:
        key = serialization.load_der_public_key(_der(pasted))
    except UnsupportedAlgorithm as unknown:
        raise ValueError("not an RSA key") from unknown
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < _SMALLEST:
        raise ValueError("not an RSA key of 2048 bits")
    return key


def private_key(pasted: str) -> rsa.RSAPrivateKey:
    """From PEM, or from its bare base64. Raises ValueError."""
    try:
        key = serialization.load_der_private_key(_der(pasted), password=None)
    except (TypeError, UnsupportedAlgorithm) as unknown:
        raise ValueError("not an RSA key without password") from unknown
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < _SMALLEST:
        raise ValueError("not an RSA key of 2048 bits")
    return key


def _der(pasted: str) -> bytes:
    lines = [line.strip() for line in pasted.strip().splitlines()]
    if any(line.startswith("Proc-Type:") for line in lines):
        raise ValueError("a key with a password")
    bare = "".join(line for line in lines if not line.startswith("-----"))
    try:
        return base64.b64decode(bare, validate=True)
    except binascii.Error as garbled:
        raise ValueError("not base64") from garbled


def seal(words: Mapping[str, str], keys: Keys) -> dict[str, str]:
    """{"sensitiveData", "signature"} of the words. Raises GatewayTrouble where keys or words do not allow it."""
    plain = json.dumps(words, separators=(",", ":")).encode()
    try:
        sealed = public_key(keys.values["nagad_key"]).encrypt(plain, padding.PKCS1v15())
        sign = private_key(keys.values["private_key"]).sign(plain, padding.PKCS1v15(), hashes.SHA256())
    except (KeyError, ValueError) as unfit:
        raise GatewayTrouble("Nagad: the keys do not fit") from unfit
    return {"sensitiveData": base64.b64encode(sealed).decode(), "signature": base64.b64encode(sign).decode()}


def unseal(answer: Mapping[str, Any], keys: Keys) -> Mapping[str, Any]:
    """The words of an answer that Nagad signed. Raises GatewayTrouble for any other."""
    try:
        sealed = base64.b64decode(str(answer["sensitiveData"]), validate=True)
        sign = base64.b64decode(str(answer["signature"]), validate=True)
        plain = private_key(keys.values["private_key"]).decrypt(sealed, padding.PKCS1v15())
        public_key(keys.values["nagad_key"]).verify(sign, plain, padding.PKCS1v15(), hashes.SHA256())
        words = json.loads(plain)
    except (KeyError, ValueError, InvalidSignature) as unreadable:
        raise GatewayTrouble("Nagad: an answer that is not sealed for us by Nagad") from unreadable
    if not isinstance(words, dict):
        raise GatewayTrouble("Nagad: an answer without fields")
    return words
