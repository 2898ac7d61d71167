"""Check digits of tax ids, for countries whose rule is published. A sound one says nothing about being in force.

Sources: the Commission's "VAT identification number: check digits" (BMF Austria's collection of the algorithms),
HMRC (modulus 97 and 9755), GSTN (modulus 36).
"""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from typing import Final

_CHARS: Final = string.digits + string.ascii_uppercase


def is_sound(tax_id: str, country: str) -> bool:
    """Whether the check digits fit an id of the right form (rules.clean_tax_id); True where there is no rule."""
    check = _CHECKS.get(country)
    return check is None or check(tax_id if country == "IN" else tax_id[2:])


def _sum(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _weighted(weights: Sequence[int], modulus: int) -> Callable[[str], bool]:
    return lambda digits: _sum(digits, weights) % modulus == 0


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0


def _iso_7064(digits: str) -> bool:
    """Modulus 11, 10."""
    rest = 10
    for digit in digits[:-1]:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return (rest + int(digits[-1])) % 10 == 1


def _austria(digits: str) -> bool:
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(digits[1:8]))
    return (sum(each // 10 + each % 10 for each in doubled) + 4 + int(digits[8])) % 10 == 0


def _france(digits: str) -> bool:
    """A key of letters follows another rule, which is not published."""
    key, siren = digits[:2], digits[2:]
    return not key.isdecimal() or int(key) == (12 + 3 * (int(siren) % 97)) % 97


def _netherlands(text: str) -> bool:
    """The older ids by modulus 11, those of sole traders since 2020 by modulus 97 over the whole."""
    digits = text[:9]
    if digits.isdecimal() and _sum(digits, range(9, 1, -1)) % 11 == int(digits[8]):
        return True
    if not text.isalnum():  # with + or *, for which no value is published
        return True
    return int("".join(str(_CHARS.index(char)) for char in "NL" + text)) % 97 == 1


def _britain(text: str) -> bool:
    if not text.isdecimal():  # government departments and health authorities
        return True
    rest = _sum(text[:7], range(8, 1, -1)) + int(text[7:9])
    return rest % 97 == 0 or (rest + 55) % 97 == 0


def _romania(digits: str) -> bool:
    full = digits.zfill(10)
    return _sum(full[:9], (7, 5, 3, 2, 1, 7, 5, 3, 2)) * 10 % 11 % 10 == int(full[9])


def _india(text: str) -> bool:
    parts = (_CHARS.index(char) * (2 if place % 2 else 1) for place, char in enumerate(text[:14]))
    return (sum(each // 36 + each % 36 for each in parts) + _CHARS.index(text[14])) % 36 == 0


_CHECKS: Final[dict[str, Callable[[str], bool]]] = {
    "AT": _austria,
    "BE": lambda digits: 97 - int(digits[:8]) % 97 == int(digits[8:]),
    "DE": _iso_7064,
    "DK": _weighted((2, 7, 6, 5, 4, 3, 2, 1), 11),
    "EE": _weighted((3, 7, 1, 3, 7, 1, 3, 7, 1), 10),
    "FI": _weighted((7, 9, 10, 5, 8, 4, 2, 1), 11),
    "FR": _france,
    "GB": _britain,
    "GR": lambda digits: _sum(digits, [2**power for power in range(8, 0, -1)]) % 11 % 10 == int(digits[8]),
    "HR": _iso_7064,
    "HU": _weighted((9, 7, 3, 1, 9, 7, 3, 1), 10),
    "IN": _india,
    "IT": _luhn,
    "LU": lambda digits: int(digits[:6]) % 89 == int(digits[6:]),
    "MT": _weighted((3, 4, 6, 7, 8, 9, 10, 1), 37),
    "NL": _netherlands,
    "PL": lambda digits: _sum(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(digits[9]),
    "PT": lambda digits: (11 - _sum(digits[:8], range(9, 1, -1)) % 11) % 11 % 10 == int(digits[8]),
    "RO": _romania,
    "SE": lambda digits: _luhn(digits[:10]),
    "SI": lambda digits: (11 - _sum(digits[:7], range(8, 1, -1)) % 11) % 10 == int(digits[7]),
    "SK": lambda digits: int(digits) % 11 == 0,
}
