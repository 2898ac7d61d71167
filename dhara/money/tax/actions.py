"""Add a dated rate; say what a studio has to do with tax."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotAllowed
from dhara.money.tax import queries, rules
from dhara.money.tax.facts import TaxProfileSet, TaxRateAdded
from dhara.money.tax.models import TaxProfile, TaxRate
from dhara.money.tax.regions import is_known
from dhara.money.tax.seed import KNOWN
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio


@transaction.atomic
def add_rate(
    *,
    country: str,
    name: str,
    bp: int,
    since: date,
    source: str,
    kind: str = "",
    region: str = "",
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> TaxRate:
    """A rate from a day on; the one before it is left as it is. Orders keep the rate they were made with.

    Refused for anybody but an operator, for a country or kind that is none, and for a day in the past where a rate
    counts already: what was charged was charged. `region` (ISO 3166-2, such as US-CA) names a part of the country whose
    rate takes the place of the country's.
    """
    if by.kind not in ("operator", "system"):
        raise NotAllowed()
    country, name, source = country.upper(), clean_text(name)[:40], clean_text(source)[:200]
    region = region.upper()
    _check_rate(country, kind, name, bp, source)
    if region and not is_known(region, country):
        raise Invalid("region_unknown", _("This is no state or province of that country. Please choose one."), "region")
    if until is not None and until <= since:
        raise Invalid("ends_before", _("The end must come after the beginning."), "until")
    same = TaxRate.objects.filter(country=country, region=region, kind=kind)
    if same.filter(since=since).exists():
        raise Conflict("rate_there", _("There is a rate from this day on already."), "since")
    if since < at.date() and same.exists():
        raise Invalid("rate_past", _("A rate that takes the place of another begins today or later."), "since")
    rate = TaxRate.objects.create(
        country=country,
        region=region,
        kind=kind,
        name=name,
        bp=bp,
        since=since,
        until=until,
        source=source,
        made_by_id=by.id,
        made_at=at,
    )
    record(TaxRateAdded(rate.pk, region or country, name, bp, since.isoformat()), by=by, at=at)
    _forget(queries.RATES_KEY)
    return rate


def _check_rate(country: str, kind: str, name: str, bp: int, source: str) -> None:
    if country not in dict(queries.countries()):
        raise Invalid("country_unknown", _("Please choose a country from the list."), "country")
    if kind and kind not in rules.KINDS:
        raise Invalid("kind_unknown", _("Please choose one of the list."), "kind")
    if not name:
        raise Invalid("name_missing", _("Please name the tax as it stands on receipts, such as VAT."), "name")
    if not 0 <= bp <= 10_000:
        raise Invalid("percent_bounds", _("Please choose between 0 and 100 percent."), "percent")
    if not source:
        raise Invalid("source_missing", _("Please say which law or office this rate is from."), "source")


def ensure_rates() -> None:
    """The rates that Dhara knows, where the table has none for a country and kind yet; as often as one likes."""
    there = set(TaxRate.objects.filter(region="").values_list("country", "kind"))
    made_at = datetime(2026, 1, 1, tzinfo=UTC)
    TaxRate.objects.bulk_create(
        TaxRate(
            country=each.country,
            kind=each.kind,
            name=each.name,
            bp=each.bp,
            since=each.since,
            source=each.source,
            made_at=made_at,
        )
        for each in KNOWN
        if (each.country, each.kind) not in there
    )
    _forget(queries.RATES_KEY)


@transaction.atomic
def set_profile(
    studio_id: int,
    *,
    registered: bool,
    country: str,
    tax_id: str = "",
    inclusive: bool = True,
    countries: Iterable[str] = (),
    good: str = "",
    by: Actor,
    at: datetime,
) -> TaxProfile:
    """What the studio says about tax, from now on; orders that were placed keep theirs.

    Who is registered needs a tax id, and charges at least in the own country. Raises Invalid with the field.
    """
    studio = Studio.objects.get(pk=studio_id)
    require_actor(by, studio, "edit_studio")
    known = dict(queries.countries())
    country = country.upper()
    if country not in known:
        raise Invalid("country_unknown", _("Please choose a country from the list."), "country")
    if good and good not in rules.KINDS:
        raise Invalid("kind_unknown", _("Please choose one of the list."), "good")
    tax_id = rules.clean_tax_id(tax_id, country)
    if registered and not tax_id:
        raise Invalid("tax_id_missing", _("Who charges tax needs a tax id: it stands on the receipts."), "tax_id")
    charged = sorted({each for each in countries if each in known} | {country})
    profile, _new = TaxProfile.objects.update_or_create(
        studio=studio,
        defaults={
            "registered": registered,
            "country": country,
            "tax_id": tax_id,
            "inclusive": inclusive,
            "countries": charged,
            "good": good,
            "changed_at": at,
        },
    )
    record(TaxProfileSet(studio_id, registered, country), by=by, at=at, studio_id=studio_id)
    _forget(queries.cache_key(studio_id))
    return profile


def _forget(key: str) -> None:
    """Now for this transaction's own reads, and once more when others can see the change."""
    cache.delete(key)
    transaction.on_commit(lambda: cache.delete(key))
