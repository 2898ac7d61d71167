"""Pure decisions: which rate counts, what it makes of a price, what a tax id looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.locale.digits import to_latin
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.money.tax.checksums import is_sound

DIGITAL, SERVICE, ITES, EBOOK, PHYSICAL = "digital", "service", "ites", "ebook", "physical"
KINDS: Final[dict[str, Any]] = {
    DIGITAL: _("digital goods"),
    SERVICE: _("services"),
    ITES: _("IT-enabled services"),
    EBOOK: _("e-books"),
    PHYSICAL: _("things that are sent"),
}
# What an offer's kind (catalog.kinds) counts as, where the studio does not say otherwise.
KIND_OF_OFFER: Final = {"download": DIGITAL, "ebook": EBOOK, "gig": SERVICE, "booking": SERVICE, "goods": PHYSICAL}
EU: Final = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()  # noqa: SIM905
)
# In which country somebody who pays in a currency most likely is: a first guess that the buyer confirms.
HOME_OF: Final = {
    "BDT": "BD", "INR": "IN", "GBP": "GB", "JPY": "JP", "CAD": "CA", "AUD": "AU", "SGD": "SG", "MYR": "MY",
    "AED": "AE", "SAR": "SA", "KWD": "KW", "QAR": "QA", "CHF": "CH", "SEK": "SE", "CNY": "CN", "KRW": "KR",
}  # fmt: skip


@dataclass(frozen=True)
class Rate:
    """A row of the table, as the rules read it."""

    country: str
    kind: str
    name: str
    bp: int
    since: date
    until: date | None = None
    region: str = ""

    @property
    def percent(self) -> str:
        return f"{self.bp / 100:g}"


@dataclass(frozen=True)
class Profile:
    """What a studio that is registered says; see models.TaxProfile."""

    country: str
    inclusive: bool
    countries: tuple[str, ...]
    good: str = ""
    tax_id: str = ""


@dataclass(frozen=True)
class Place:
    """Where a buyer is, "" where that is not known; `tax_id` is a valid one of that country.

    `region` is the ISO 3166-2 code of the state or province, only where rates differ by region.
    """

    country: str = ""
    tax_id: str = ""
    region: str = ""


@dataclass(frozen=True)
class Levy:
    """The tax on one line. `reverse`: the buyer owes it to their own tax office, so it is not charged here."""

    bp: int = 0
    name: str = ""
    inclusive: bool = True
    reverse: bool = False

    def of(self, amount: Money) -> Money:
        """The tax contained in `amount`, or to be added to it; rounded half up."""
        if not self.inclusive:
            return amount.percent(self.bp)
        whole = 10_000 + self.bp
        return Money((2 * amount.minor * self.bp + whole) // (2 * whole), amount.currency)


NO_LEVY: Final = Levy()


def levy(profile: Profile | None, place: Place, offer_kind: str, rates: Iterable[Rate], day: date) -> Levy:
    """What a studio charges a buyer at a place for an offer of a kind, on a day."""
    if profile is None or place.country not in profile.countries:
        return NO_LEVY
    kind = profile.good or KIND_OF_OFFER.get(offer_kind, DIGITAL)
    rate = rate_for(rates, place.country, kind, day, place.region)
    if rate is None or not rate.bp:
        return Levy(0, rate.name if rate else "", profile.inclusive)
    return Levy(rate.bp, rate.name, profile.inclusive, is_reversed(profile, place))


def is_reversed(profile: Profile, place: Place) -> bool:
    """Reverse charge: between two countries of the EU, to a buyer who is registered for tax."""
    return bool(place.tax_id) and is_reversed_between(profile.country, place.country)


def is_reversed_between(seller: str, buyer: str) -> bool:
    """Whether a business in the country `buyer` owes the tax itself on what it buys in the country `seller`."""
    return seller != buyer and {seller, buyer} <= EU


def rate_for(rates: Iterable[Rate], country: str, kind: str, day: date, region: str = "") -> Rate | None:
    """The row in force: of the region before the country, of the kind of good before all goods, then the latest."""
    fitting = [
        rate
        for rate in rates
        if rate.country == country
        and rate.kind in (kind, "")
        and rate.region in (region, "")
        and rate.since <= day
        and (rate.until is None or day < rate.until)
    ]
    return max(fitting, key=lambda rate: (rate.region, rate.kind == kind, rate.since), default=None)


def asks_region(profiles: Iterable[Profile], country: str, rates: Iterable[Rate], day: date) -> bool:
    """Whether the buyer's region matters: somebody charges in the country, and it has rates by region by now."""
    charged = any(country in each.countries for each in profiles)
    return charged and any(
        rate.region and rate.country == country and rate.since <= day and (rate.until is None or day < rate.until)
        for rate in rates
    )


# What tax ids look like, without blanks and dots. Form and check digits are all that is checked: whether one is in
# force is known to the country's own office. Sources: the Commission's VIES FAQ, HMRC, CBIC (GSTIN), NBR (BIN of 9 or
# 13 digits).
TAX_IDS: Final[dict[str, re.Pattern[str]]] = {
    country: re.compile(pattern, re.ASCII)
    for country, pattern in {
        "AT": r"ATU\d{8}",
        "BE": r"BE[01]\d{9}",
        "BG": r"BG\d{9,10}",
        "CY": r"CY\d{8}[A-Z]",
        "CZ": r"CZ\d{8,10}",
        "DE": r"DE\d{9}",
        "DK": r"DK\d{8}",
        "EE": r"EE\d{9}",
        "ES": r"ES[A-Z0-9]\d{7}[A-Z0-9]",
        "FI": r"FI\d{8}",
        "FR": r"FR[A-HJ-NP-Z0-9]{2}\d{9}",
        "GR": r"EL\d{9}",
        "HR": r"HR\d{11}",
        "HU": r"HU\d{8}",
        "IE": r"IE(\d{7}[A-W][A-IW]?|\d[A-Z+*]\d{5}[A-W])",
        "IT": r"IT\d{11}",
        "LT": r"LT(\d{9}|\d{12})",
        "LU": r"LU\d{8}",
        "LV": r"LV\d{11}",
        "MT": r"MT\d{8}",
        "NL": r"NL[A-Z0-9+*]{12}",
        "PL": r"PL\d{10}",
        "PT": r"PT\d{9}",
        "RO": r"RO\d{2,10}",
        "SE": r"SE\d{10}01",
        "SI": r"SI\d{8}",
        "SK": r"SK\d{10}",
        "GB": r"GB(\d{9}|\d{12}|GD\d{3}|HA\d{3})",
        "IN": r"\d{2}[A-Z]{5}\d{4}[A-Z][A-Z0-9]Z[A-Z0-9]",
        "BD": r"\d{9}|\d{13}",
    }.items()
}
_ANY: Final = re.compile(r"[A-Z0-9/+*]{5,20}", re.ASCII)


def clean_tax_id(text: str, country: str) -> str:
    """A tax id in one form, "" for none. Raises Invalid `tax_id_form` or `tax_id_digits` on the field `tax_id`."""
    plain = re.sub(r"[\s.\-]", "", to_latin(clean_text(text))).upper()
    if not plain:
        return ""
    prefix = "EL" if country == "GR" else country
    if country in EU and not plain.startswith(prefix):
        plain = prefix + plain
    if not TAX_IDS.get(country, _ANY).fullmatch(plain):
        raise Invalid("tax_id_form", _("This does not look like a tax id of that country. Please check it."), "tax_id")
    if not is_sound(plain, country):
        wrong = _("A digit of this tax id is wrong, or two are swapped. Please check it.")
        raise Invalid("tax_id_digits", wrong, "tax_id")
    return plain
