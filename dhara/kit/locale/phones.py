"""Telephone numbers: read as people write them, stored as E.164 (+8801712345678)."""

from __future__ import annotations

import phonenumbers

from dhara.kit.locale.digits import in_script, to_latin
from dhara.kit.refusal import InvalidPhone

_FORMAT = phonenumbers.PhoneNumberFormat


def parse_phone(text: str, region: str = "BD") -> str:
    """E.164 of what a person typed, in Bengali or Latin digits; numbers without +… are of `region` (ISO 3166).

    Raises InvalidPhone for what can not be a number.
    """
    try:
        number = phonenumbers.parse(to_latin(text.strip())[:40], region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise InvalidPhone(field="phone")
    return phonenumbers.format_number(number, _FORMAT.E164)


def show_phone(e164: str, lang: str, home: str = "BD") -> str:
    """As people of `home` write it: 01712-345678 for their own numbers, +1 650-253-0000 for others."""
    number = phonenumbers.parse(e164)
    kind = _FORMAT.NATIONAL if phonenumbers.region_code_for_number(number) == home else _FORMAT.INTERNATIONAL
    return in_script(phonenumbers.format_number(number, kind), lang)


def region_of(e164: str) -> str:
    """The country (ISO 3166) that a number belongs to; "" where that can not be told."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(e164)) or ""
    except phonenumbers.NumberParseException:
        return ""


def eleven_digits(e164: str) -> str:
    """`01712345678`, as gateways and couriers of Bangladesh want it. Raises ValueError for a foreign number."""
    if not e164.startswith("+880"):
        raise ValueError("not a number of Bangladesh")
    return "0" + e164.removeprefix("+880")
