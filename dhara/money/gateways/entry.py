"""Keys as somebody enters them: what is wrong with them, and what of them may be seen afterwards. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from dhara.kit.refusal import Invalid
from dhara.money.gateways.rules import KeyField

LONGEST = 8_000


class KeysRefused(Invalid):
    """`problems` says what is wrong, by the fields' codes."""

    default_code = "keys_refused"

    def __init__(self, problems: Mapping[str, Any]) -> None:
        field, message = next(iter(problems.items()))
        super().__init__("keys_refused", message, field)
        self.problems = dict(problems)


def clean(fields: Iterable[KeyField], given: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """The values to keep. A field left empty keeps what is known of it. Raises KeysRefused."""
    values: dict[str, str] = {}
    problems: dict[str, Any] = {}
    for field in fields:
        value = _tidy(field, given.get(field.code, ""))
        # What is not secret stands in the form as it is, so an empty one was emptied; a secret is never shown again.
        if not value and field.code in known and (field.secret or field.code not in given):
            value = known[field.code]
        problem = _problem(field, value)
        if problem:
            problems[field.code] = problem
        values[field.code] = value
    if problems:
        raise KeysRefused(problems)
    return {code: value for code, value in values.items() if value}


def shown(fields: Iterable[KeyField], values: Mapping[str, str]) -> dict[str, str]:
    """What may be seen: public ids as they are, of secrets their last four letters (of short ones nothing)."""
    return {field.code: _mask(field, values[field.code]) for field in fields if values.get(field.code)}


def _tidy(field: KeyField, value: str) -> str:
    value = value.replace("\r\n", "\n").replace("\x00", "").strip()
    return value if field.multiline else value.replace("\n", "")


def _problem(field: KeyField, value: str) -> Any:
    if not value:
        return "" if field.optional else _("Please fill this in.")
    if len(value) > LONGEST:
        return _("This is too long.")
    if field.pattern and not re.fullmatch(field.pattern, value, re.DOTALL):
        return _("This does not look right. Please copy it again from your account there.")
    return ""


def _mask(field: KeyField, value: str) -> str:
    if not field.secret:
        return value
    if field.multiline:
        return f"SHA-256 {hashlib.sha256(value.encode()).hexdigest()[:8]}"
    return f"•••• {value[-4:]}" if len(value) >= 12 else "••••"
