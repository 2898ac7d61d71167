"""Notices of bKash, as Amazon SNS delivers them: who signed, when, about what.

SNS signs `Key\\nValue\\n` of some fields with the key of a certificate that the notice names. Anybody can have SNS sign
something, so only the topic that bKash gave the merchant is listened to, and the certificate is read from SNS itself.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from dhara.kit.refusal import Refused
from dhara.money.gateways import wire
from dhara.money.gateways.bkash import rules
from dhara.money.gateways.rules import Event, Forged, GatewayTrouble, Keys

# SNS tries again for an hour; its clock and ours may differ.
OLDEST: Final = timedelta(hours=1)
NEWEST: Final = timedelta(minutes=5)
CONFIRMATION: Final = "SubscriptionConfirmation"
_NOTICE: Final = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_CHANGE: Final = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_SIGNED: Final = {"Notification": _NOTICE, CONFIRMATION: _CHANGE, "UnsubscribeConfirmation": _CHANGE}
_HASHES: Final = {"1": SHA1, "2": SHA256}
_HOST: Final = re.compile(r"sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?", re.ASCII)
_CERTIFICATE: Final = re.compile(r"/SimpleNotificationService-[0-9a-zA-Z-]{8,64}\.pem", re.ASCII)
# Certificates change every few months. What could not be read is not asked for again at once.
_KEPT, _MISSED, _SECONDS = 24 * 3600, 60, 8.0


def event(headers: Mapping[str, str], body: bytes, *, keys: Keys, at: datetime) -> Event:
    """Raises Forged; Refused 503 `certificate_unreachable` where it can not be told yet, so that SNS tries again."""
    told = _read(body)
    kind = told["Type"]
    header = next((value for name, value in headers.items() if name.lower() == "x-amz-sns-message-type"), "")
    topic = keys.values.get("topic_arn", "")
    if kind not in _SIGNED or header != kind or not topic or told.get("TopicArn") != topic:
        raise Forged()
    if not _is_near(told.get("Timestamp", ""), at) or not _is_signed(told, keys, at):
        raise Forged()
    if kind != "Notification":
        kept = {name: told.get(name, "") for name in ("Type", "TopicArn", "Timestamp", "SubscribeURL")}
        return Event(told["MessageId"], "", kept, "other")
    return _about(told, keys)


def _read(body: bytes) -> dict[str, str]:
    try:
        told = json.loads(body)
    except ValueError as unreadable:
        raise Forged() from unreadable
    if not isinstance(told, dict):
        raise Forged()
    words = {name: value for name, value in told.items() if isinstance(value, str)}
    if not words.get("MessageId") or "Message" not in words or "Type" not in words:
        raise Forged()
    return words


def _is_near(stamp: str, at: datetime) -> bool:
    try:
        told = datetime.fromisoformat(stamp)
    except ValueError:
        return False
    if told.tzinfo is None:
        return False
    return at - OLDEST <= told.astimezone(UTC) <= at + NEWEST


def _is_signed(told: Mapping[str, str], keys: Keys, at: datetime) -> bool:
    method, url = _HASHES.get(told.get("SignatureVersion", "")), told.get("SigningCertURL", "")
    if method is None or not is_of_sns(url, keys) or not _CERTIFICATE.fullmatch(urlsplit(url).path):
        return False
    try:
        signature = base64.b64decode(told.get("Signature", ""), validate=True)
    except (binascii.Error, ValueError):
        return False
    words = "".join(f"{name}\n{told[name]}\n" for name in _SIGNED[told["Type"]] if name in told)
    key = _key(url, at)
    if key is None:
        return False
    try:
        key.verify(signature, words.encode(), padding.PKCS1v15(), method())
    except InvalidSignature:
        return False
    return True


def is_of_sns(url: str, keys: Keys) -> bool:
    """Whether an address in a notice is Amazon's own, or that of the fake to which these keys belong."""
    parts = urlsplit(url)
    if keys.base:
        return f"{parts.scheme}://{parts.netloc}" == keys.base.rstrip("/")
    return parts.scheme == "https" and _HOST.fullmatch(parts.netloc) is not None


def _key(url: str, at: datetime) -> rsa.RSAPublicKey | None:
    """The key of a certificate, None for one that is worth nothing."""
    try:
        found = x509.load_pem_x509_certificate(_certificate(url).encode())
        key = found.public_key()
    except ValueError:
        return None
    lasts = found.not_valid_before_utc <= at <= found.not_valid_after_utc
    return key if lasts and isinstance(key, rsa.RSAPublicKey) else None


def _certificate(url: str) -> str:
    name = f"bkash:certificate:{url}"
    kept = cache.get(name)
    if kept is None:
        try:
            answer = wire.call("GET", url, seconds=_SECONDS)
            kept = answer.text if answer.status == 200 else ""
        except GatewayTrouble:
            kept = ""
        cache.set(name, kept, _KEPT if kept else _MISSED)
    if not kept:
        message = _("The certificate of this notice can not be read now.")
        raise Refused("certificate_unreachable", message, status=503)
    return str(kept)


def _about(told: Mapping[str, str], keys: Keys) -> Event:
    """A payment by its invoice, which is our token; money that came another way (a QR code) is none of ours."""
    try:
        said = json.loads(told["Message"])
    except ValueError:
        said = {}
    said = said if isinstance(said, dict) else {}
    code = keys.values.get("short_code", "")
    ours = not code or not said.get("creditShortCode") or str(said["creditShortCode"]) == code
    invoice = rules.invoice_of(said) if ours else ""
    body = {"Type": told["Type"], "Timestamp": told["Timestamp"], "Message": _kept(said)}
    if not rules.REF.fullmatch(invoice):
        return Event(told["MessageId"], "", body, "other")
    return Event(told["MessageId"], invoice, body)


def _kept(said: Mapping[str, Any]) -> dict[str, Any]:
    """Without the payer's number and name."""
    names = ("dateTime", "trxID", "transactionStatus", "transactionType", "amount", "currency", "creditShortCode")
    words = {name: said[name] for name in (*names, "merchantInvoiceNumber") if name in said}
    return {**words, "debitMSISDN": rules.masked(str(said.get("debitMSISDN") or ""))}


def heed(event: Event, *, keys: Keys) -> None:
    """Confirm that we want bKash's notices. Raises GatewayTrouble."""
    url = str(event.body.get("SubscribeURL") or "")
    if event.body.get("Type") != CONFIRMATION or not is_of_sns(url, keys):
        return
    answer = wire.call("GET", url)
    if answer.status >= 400:
        raise GatewayTrouble(f"SNS did not take the confirmation: HTTP {answer.status}")
