"""Amazon SNS: notices about payments, signed with the key of a certificate that it serves itself."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.fakes.bkash.keys import TOPIC

CERTIFICATE = "/SimpleNotificationService-7ff5318490ec183fbaddaa2a969abfda.pem"
STRANGER = "/SimpleNotificationService-00000000000000000000000000000000.pem"
CONFIRM = "/sns/confirmation"
SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}


@cache
def key(whose: str = "sns") -> rsa.RSAPrivateKey:
    """Made anew in every process; `whose` only tells them apart."""
    return rsa.generate_private_key(65537, 2048)


@cache
def certificate(whose: str = "sns") -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{whose}.amazonaws.com")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key(whose).public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2060, 1, 1, tzinfo=UTC))
        .sign(key(whose), SHA256())
    )
    return made.public_bytes(Encoding.PEM).decode()


def envelope(
    base: str, kind: str, number: str, message: str, moment: float, version: str = "1", **more: str
) -> dict[str, str]:
    told = {
        "Type": kind,
        "MessageId": number,
        "TopicArn": TOPIC,
        "Message": message,
        "Timestamp": datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "SignatureVersion": version,
        "SigningCertURL": base + CERTIFICATE,
        **more,
    }
    return sign(told)


def sign(told: dict[str, str], whose: str = "sns") -> dict[str, str]:
    """The same words with a signature that fits them."""
    words = "".join(f"{name}\n{told[name]}\n" for name in SIGNED[told["Type"]] if name in told)
    method: Any = SHA256() if told["SignatureVersion"] == "2" else SHA1()  # noqa: S303 - SNS's first version
    signature = key(whose).sign(words.encode(), padding.PKCS1v15(), method)
    return {**told, "Signature": base64.b64encode(signature).decode()}


def headers(told: dict[str, str]) -> dict[str, str]:
    return {
        "x-amz-sns-message-type": told["Type"],
        "x-amz-sns-message-id": told["MessageId"],
        "x-amz-sns-topic-arn": told["TopicArn"],
        "Content-Type": "text/plain; charset=UTF-8",
        "User-Agent": "Amazon Simple Notification Service Agent",
    }


def post(url: str, told: dict[str, str]) -> int:
    """The HTTP status of the answer, 0 for none."""
    request = Request(url, data=json.dumps(told).encode(), headers=headers(told), method="POST")  # noqa: S310
    try:
        with urlopen(request, timeout=15) as answer:  # noqa: S310 - http, our own
            return int(answer.status)
    except HTTPError as refusal:
        refusal.close()
        return refusal.code
    except (URLError, OSError):
        return 0


def later(moment: float, **much: float) -> float:
    return moment + timedelta(**much).total_seconds()
