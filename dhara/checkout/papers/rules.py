"""Kinds, layouts and numbers of papers. Pure."""

from __future__ import annotations

import re
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid

INVOICE, CREDIT_NOTE, DEBIT_NOTE, CORRECTED = "invoice", "credit_note", "debit_note", "corrected"
KINDS: Final[dict[str, Any]] = {
    INVOICE: _("Invoice"),
    CREDIT_NOTE: _("Credit note"),
    DEBIT_NOTE: _("Debit note"),
    CORRECTED: _("Corrected invoice"),
}
_LETTERS: Final = {INVOICE: "INV", CREDIT_NOTE: "CN", DEBIT_NOTE: "DN", CORRECTED: "CI"}
# What a kind of paper adds to the sales of a year (or takes off).
SIGNS: Final = {INVOICE: 1, CREDIT_NOTE: -1, DEBIT_NOTE: 1, CORRECTED: 1}
PLAIN, MUSHAK = "plain", "mushak"
LAYOUTS: Final[dict[str, Any]] = {PLAIN: _("Invoice"), MUSHAK: _("Mushak 6.3 (VAT invoice of Bangladesh)")}
_PREFIX = re.compile(r"[A-Z0-9]{0,8}")


def label(kind: str, prefix: str, year: int, number: int) -> str:
    """How people call the paper: NADIA-INV-2026-00042, or INV-2026-00042 without a prefix."""
    return "-".join(part for part in (prefix, _LETTERS[kind], str(year), f"{number:05d}") if part)


def clean_prefix(text: str) -> str:
    """Capital Latin letters and digits, at most eight. Raises Invalid."""
    prefix = clean_text(text).upper()
    if not _PREFIX.fullmatch(prefix):
        raise Invalid("prefix_invalid", _("Use at most eight Latin letters and digits."), "prefix")
    return prefix


def clean_name(text: str) -> str:
    name = clean_text(text)
    if not name:
        raise Invalid("legal_name_missing", _("Please enter the name under which you do business."), "legal_name")
    if len(name) > 160:
        raise Invalid("legal_name_long", _("Please keep it below 160 letters."), "legal_name")
    return name


def clean_lines(text: str, field: str, limit: int = 400) -> str:
    """Several lines, each clean, none empty. Raises Invalid when they are too long."""
    lines = [clean_text(line) for line in text.splitlines()]
    kept = "\n".join(line for line in lines if line)
    if len(kept) > limit:
        raise Invalid("text_long", _("Please keep it shorter."), field)
    return kept
