"""Money: whole minor units and an ISO 4217 code. Never a float, never two currencies in one sum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel.core import get_global
from django.utils.translation import gettext_lazy as _

from dhara.kit.locale.digits import group, in_script, to_latin
from dhara.kit.refusal import Invalid

MAX_MINOR = 10**12

# code: (symbol, English name, Bengali name)
_KNOWN = {
    "BDT": ("৳", "Bangladeshi taka", "বাংলাদেশি টাকা"),
    "USD": ("$", "US dollar", "মার্কিন ডলার"),
    "EUR": ("€", "Euro", "ইউরো"),
    "GBP": ("£", "Pound sterling", "ব্রিটিশ পাউন্ড"),
    "INR": ("₹", "Indian rupee", "ভারতীয় রুপি"),
    "JPY": ("¥", "Japanese yen", "জাপানি ইয়েন"),
    "CAD": ("CA$", "Canadian dollar", "কানাডিয়ান ডলার"),
    "AUD": ("A$", "Australian dollar", "অস্ট্রেলিয়ান ডলার"),
    "SGD": ("S$", "Singapore dollar", "সিঙ্গাপুর ডলার"),
    "MYR": ("RM", "Malaysian ringgit", "মালয়েশীয় রিঙ্গিত"),
    "AED": ("AED ", "UAE dirham", "আমিরাতি দিরহাম"),
    "SAR": ("SAR ", "Saudi riyal", "সৌদি রিয়াল"),
    "KWD": ("KWD ", "Kuwaiti dinar", "কুয়েতি দিনার"),
    "QAR": ("QAR ", "Qatari riyal", "কাতারি রিয়াল"),
    "CHF": ("CHF ", "Swiss franc", "সুইস ফ্রাঁ"),
    "SEK": ("SEK ", "Swedish krona", "সুইডিশ ক্রোনা"),
    "CNY": ("CN¥", "Chinese yuan", "চীনা ইউয়ান"),
    "KRW": ("₩", "South Korean won", "দক্ষিণ কোরীয় ওন"),
}
LAKH = frozenset({"BDT", "INR"})


class MixedCurrency(TypeError):
    """Two currencies met in one sum or comparison: an error of the program, never of the user."""


@dataclass(frozen=True)
class Currency:
    """`exponent` is the number of decimals (2 for BDT, 0 for JPY, 3 for KWD)."""

    code: str
    exponent: int
    symbol: str
    name_en: str
    name_bn: str

    def name(self, lang: str) -> str:
        return self.name_bn if lang == "bn" else self.name_en


@cache
def currency(code: str) -> Currency:
    """Raises KeyError for a code that Dhara does not deal in."""
    symbol, english, bengali = _KNOWN[code]
    exponent = get_global("currency_fractions").get(code, (2, 0, 2, 0))[0]
    return Currency(code, exponent, symbol, english, bengali)


CODES = tuple(_KNOWN)


def choices(lang: str = "en") -> list[tuple[str, str]]:
    """(code, "৳ Bangladeshi taka") pairs for a select."""
    return [(code, f"{currency(code).symbol.strip()} {currency(code).name(lang)}") for code in CODES]


@dataclass(frozen=True, order=False, slots=True)
class Money:
    """An amount: `minor` is in paisa, cents, … of `currency`. May be negative (a refund, a fee)."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("minor units are whole")
        if self.currency not in _KNOWN:
            raise ValueError(f"unknown currency {self.currency!r}")

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    def _same(self, other: object) -> Money:
        if not isinstance(other, Money):
            raise TypeError(f"money and {type(other).__name__} do not mix")
        if other.currency != self.currency:
            raise MixedCurrency(f"{self.currency} and {other.currency}")
        return other

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:
            raise TypeError("money is multiplied by whole numbers; use percent() or split()")
        return Money(self.minor * times, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other).minor

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other).minor

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return self.display("en")

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Shares in proportion to the weights (not negative, not all zero) that sum to exactly this amount.

        Each share is rounded toward zero; the last one with a weight takes the rounding.
        """
        total = sum(weights)
        if not weights or total <= 0 or min(weights) < 0:
            raise ValueError("weights must be positive")
        sign = -1 if self.minor < 0 else 1
        shares = [sign * (abs(self.minor) * weight // total) for weight in weights]
        last = max(index for index, weight in enumerate(weights) if weight)
        shares[last] += self.minor - sum(shares)
        return [Money(share, self.currency) for share in shares]

    def percent(self, basis_points: int) -> Money:
        """The part of 10 000, rounded half up (away from zero): 2.5 % is 250."""
        if type(basis_points) is not int:
            raise TypeError("basis points are whole")
        product = self.minor * basis_points
        magnitude = (abs(product) + 5_000) // 10_000
        return Money(magnitude if product >= 0 else -magnitude, self.currency)

    def decimal(self) -> Decimal:
        """In major units with the currency's decimals: Decimal("450.50")."""
        return Decimal(self.minor).scaleb(-currency(self.currency).exponent)

    def display(self, lang: str, *, exact: bool = False) -> str:
        """For readers of `lang`: ৳১,২৩,৪৫৬ and ৳৪৫০.৫০, or ৳1,23,456 and $1,234.50.

        Decimals are dropped when the amount is whole, unless `exact` (columns of a receipt). A minus goes in front.
        """
        unit = currency(self.currency)
        whole, rest = divmod(abs(self.minor), 10**unit.exponent)
        text = group(str(whole), lakh=self.currency in LAKH or lang == "bn")
        if unit.exponent and (rest or exact):
            text += f".{rest:0{unit.exponent}d}"
        return ("−" if self.minor < 0 else "") + unit.symbol + in_script(text, lang)


# A comma before two digits at the end (450,50) could be meant as decimals: it is not taken for a group of thousands.
_NUMBER = re.compile(r"(\d*|\d{1,3}(?:[,' ]\d{2,3})*[,' ]\d{3})(?:\.(\d*))?", re.ASCII)


def parse_amount(text: str, currency_code: str) -> Money:
    """What a person typed as Money: Bengali or Latin digits, commas, spaces and the symbol are understood.

    Raises Invalid with one of the codes amount_missing, amount_unclear, amount_negative, amount_decimals, amount_huge.
    """
    unit = currency(currency_code)
    typed = _bare(text, unit)
    if not typed:
        raise Invalid("amount_missing", _("Please enter an amount."))
    if typed[0] in "-−–(":
        raise Invalid("amount_negative", _("The amount can not be negative."))
    match = _NUMBER.fullmatch(typed)
    if match is None or not (match[1] or match[2]):
        raise Invalid("amount_unclear", _("Please enter the amount in digits, such as 450 or 450.50."))
    return _assemble(re.sub(r"\D", "", match[1]) or "0", (match[2] or "").rstrip("0"), unit)


def _bare(text: str, unit: Currency) -> str:
    """What is left of the typed text without symbol, code and odd spaces, in Latin digits."""
    typed = re.sub(r"[\u200b-\u200d\u2060\ufeff]", "", to_latin(text))
    words = [unit.symbol.strip(), unit.code] + (["টাকা", "taka", "tk.", "tk", "/-"] if unit.code == "BDT" else [])
    for word in words:
        typed = re.sub(re.escape(word), "", typed, count=1, flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", typed.replace("’", "'")).strip().removeprefix("+").strip()


def _assemble(whole: str, decimals: str, unit: Currency) -> Money:
    if len(decimals) > unit.exponent:
        raise Invalid("amount_decimals", _("There are too many digits after the decimal point."))
    if len(whole.lstrip("0")) > 13:
        raise Invalid("amount_huge", _("The amount is too large."))
    minor = int(whole) * 10**unit.exponent + int(decimals.ljust(unit.exponent, "0") or "0")
    if minor > MAX_MINOR:
        raise Invalid("amount_huge", _("The amount is too large."))
    return Money(minor, unit.code)
