"""Reads: which studios charge tax, and the rates in force. Kept in the cache for a few seconds, as every sale asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from babel import Locale
from django.core.cache import cache

from dhara.kit.locale.languages import current
from dhara.money.tax import rules
from dhara.money.tax.models import TaxProfile, TaxRate
from dhara.money.tax.regions import region_name
from dhara.money.tax.rules import Profile, Rate

SECONDS: Final = 5
RATES_KEY: Final = "tax:rates"
_NONE: Final = ""


def cache_key(studio_id: int) -> str:
    return f"tax:{studio_id}"


def profiles(studio_ids: Iterable[int]) -> dict[int, Profile]:
    """Those of the studios that charge tax. One query when the cache is cold, none when it is warm."""
    keys = {cache_key(each): each for each in set(studio_ids)}
    known: dict[str, Any] = cache.get_many(list(keys))
    missing = [studio_id for key, studio_id in keys.items() if key not in known]
    if missing:
        loaded = {row.studio_id: _read(row) for row in TaxProfile.objects.filter(studio_id__in=missing)}
        fresh = {cache_key(each): loaded.get(each) or _NONE for each in missing}
        cache.set_many(fresh, SECONDS)
        known |= fresh
    return {keys[key]: profile for key, profile in known.items() if profile != _NONE}


def _read(row: TaxProfile) -> Profile | None:
    if not row.registered:
        return None
    return Profile(row.country, row.inclusive, tuple(row.countries), row.good, row.tax_id)


def rates() -> list[Rate]:
    """Every row of the table."""
    found: list[Rate] | None = cache.get(RATES_KEY)
    if found is None:
        columns = ("country", "kind", "name", "bp", "since", "until", "region")
        found = [Rate(*row) for row in TaxRate.objects.values_list(*columns)]
        cache.set(RATES_KEY, found, SECONDS)
    return found


def profile_of(studio_id: int) -> TaxProfile | None:
    return TaxProfile.objects.filter(studio_id=studio_id).first()


def homes(studio_ids: Iterable[int]) -> dict[int, str]:
    """In which country each of the studios is registered, or was."""
    return dict(TaxProfile.objects.filter(studio_id__in=set(studio_ids)).values_list("studio_id", "country"))


def countries() -> list[tuple[str, str]]:
    """(ISO code, name) of every country in the reader's language, by name."""
    names = {str(code): str(name) for code, name in Locale(current()).territories.items()}
    found = [(code, names[code]) for code in names if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY]
    return sorted(found, key=lambda each: each[1])


# Codes that stand for unions, outlying parts and places that are unknown.
_NO_COUNTRY: Final = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


def asks_region(studio_ids: Iterable[int], country: str, day: date) -> bool:
    """Whether a buyer in the country is asked for the state or province. No query when the cache is warm."""
    charging = profiles(studio_ids)
    return bool(charging) and rules.asks_region(charging.values(), country, rates(), day)


def place_name(country: str, region: str = "") -> str:
    """`California, United States`, or the country alone."""
    return f"{region_name(region)}, {country_name(country)}" if region else country_name(country)


def country_name(code: str) -> str:
    return str(Locale(current()).territories.get(code, code))
