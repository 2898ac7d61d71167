"""The doors for programs: initialize, complete, verify. What is not encrypted for Nagad and signed by us is refused."""

from __future__ import annotations

import base64
import json
import re
import secrets
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from tests.fakes.nagad.books import MERCHANT_ID
from tests.fakes.nagad.keys import key
from tests.fakes.serving import Ask, Reply, told

if TYPE_CHECKING:
    from tests.fakes.nagad.fake import Fake

HEADERS = {"x-km-api-version": r"v-0\.2\.0", "x-km-ip-v4": r"\d+\.\d+\.\d+\.\d+", "x-km-client-type": "PC_WEB"}


class Refusal(Exception):
    """`reason` is Nagad's number for it."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason, self.message = reason, message


def answer(fake: Fake, ask: Ask) -> Reply | None:
    """None for an address that is no door."""
    try:
        for name, pattern in HEADERS.items():
            if not re.fullmatch(pattern, ask.headers.get(name, "")):
                raise Refusal("1101", f"Header {name} is missing or wrong")
        if found := re.fullmatch(r"/api/dfs/check-out/initialize/([^/]+)/([^/]+)", ask.path):
            return told(_initialize(fake, ask, *found.groups()))
        if found := re.fullmatch(r"/api/dfs/check-out/complete/([^/]+)", ask.path):
            return told(_complete(fake, ask, found[1]))
        if found := re.fullmatch(r"/api/dfs/verify/payment/([^/]+)", ask.path):
            return told(_verify(fake, found[1]))
    except Refusal as refusal:
        return told({"reason": refusal.reason, "message": refusal.message}, 400)
    return None


def _initialize(fake: Fake, ask: Ask, merchant_id: str, order_id: str) -> dict[str, str]:
    sent = _json(ask)
    words = _opened(sent)
    if (merchant_id, words.get("merchantId")) != (MERCHANT_ID, MERCHANT_ID):
        raise Refusal("2001", "Merchant is not known or not active")
    if not re.fullmatch(r"[A-Za-z0-9]{1,20}", order_id) or words.get("orderId") != order_id:
        raise Refusal("2002", "Order ID must be at most 20 letters and digits")
    stamp = words.get("datetime", "")
    if stamp != sent.get("dateTime") or not re.fullmatch(r"20\d{12}", stamp) or fake.is_stale(stamp):
        raise Refusal("2003", "Request time is not within the allowed range")
    if not re.fullmatch(r"[0-9A-Za-z]{40}", words.get("challenge", "")):
        raise Refusal("2004", "Challenge must be 40 letters")
    made = fake.books.open(order_id, secrets.token_hex(20))
    if made is None:
        raise Refusal("2005", "Order ID is already used")
    answer = {"paymentReferenceId": made.ref, "challenge": made.challenge, "acceptDateTime": stamp}
    return _sealed(answer, fake.signs_as)


def _complete(fake: Fake, ask: Ask, ref: str) -> dict[str, Any]:
    sent = _json(ask)
    words = _opened(sent)
    made = fake.books.payments.get(ref)
    if made is None or words.get("orderId") != made.order_id or words.get("merchantId") != MERCHANT_ID:
        raise Refusal("3001", "Payment reference is not known")
    if words.get("challenge") != made.challenge or made.status != "OrderInitiated":
        raise Refusal("3002", "Challenge is wrong or was used")
    if words.get("currencyCode") != "050" or not re.fullmatch(r"\d+\.\d\d", words.get("amount", "")):
        raise Refusal("3003", "Amount or currency is not valid")
    if not str(sent.get("merchantCallbackURL", "")).startswith(("http://", "https://")):
        raise Refusal("3004", "Callback URL is not valid")
    made.amount, made.callback, made.status = words["amount"], str(sent["merchantCallbackURL"]), "Ready"
    made.about = str((sent.get("additionalMerchantInfo") or {}).get("serviceName", ""))
    return {"callBackUrl": f"{fake.base}/check-out/{ref}", "status": "Success"}


def _verify(fake: Fake, ref: str) -> dict[str, Any]:
    made = fake.books.payments.get(ref)
    if made is None:
        raise Refusal("4001", "Payment reference is not known")
    return made.told()


def _json(ask: Ask) -> dict[str, Any]:
    try:
        sent = json.loads(ask.body)
    except ValueError:
        sent = None
    if ask.method != "POST" or not isinstance(sent, dict):
        raise Refusal("1102", "Body is not JSON")
    return sent


def _opened(sent: dict[str, Any]) -> dict[str, str]:
    try:
        plain = key("nagad").decrypt(base64.b64decode(sent["sensitiveData"], validate=True), PKCS1v15())
        signature = base64.b64decode(sent["signature"], validate=True)
        key("merchant").public_key().verify(signature, plain, PKCS1v15(), SHA256())
        return {str(name): str(value) for name, value in json.loads(plain).items()}
    except (KeyError, ValueError, TypeError, InvalidSignature) as unreadable:
        raise Refusal("1103", "Sensitive data or signature is not valid") from unreadable


def _sealed(words: dict[str, str], signs_as: str) -> dict[str, str]:
    plain = json.dumps(words, separators=(",", ":")).encode()
    return {
        "sensitiveData": base64.b64encode(key("merchant").public_key().encrypt(plain, PKCS1v15())).decode(),
        "signature": base64.b64encode(key(signs_as).sign(plain, PKCS1v15(), SHA256())).decode(),
    }
