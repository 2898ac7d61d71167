"""The code that goes by mail to whoever adds a method."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils.crypto import constant_time_compare, salted_hmac

from dhara.kit.locale.digits import to_latin
from dhara.money.payouts import mail
from dhara.money.payouts.models import PayoutMethod

DIGITS = 8


def mail_code(method: PayoutMethod, *, at: datetime) -> None:
    """A new one; the one before counts no more."""
    code = "".join(secrets.choice("0123456789") for _place in range(DIGITS))
    method.code_hash, method.code_sent_at, method.code_tries = _hash(method, code), at, 0
    method.save(update_fields=["code_hash", "code_sent_at", "code_tries"])
    mail.code(method, code=code, at=at)


def fits(method: PayoutMethod, given: str) -> bool:
    digits = "".join(letter for letter in to_latin(given) if letter.isdigit())
    return bool(method.code_hash) and constant_time_compare(_hash(method, digits), method.code_hash)


def _hash(method: PayoutMethod, code: str) -> str:
    words = f"{method.pk}:{method.fingerprint}:{code}"
    return salted_hmac("dhara.payouts.code", words, algorithm="sha256").hexdigest()
