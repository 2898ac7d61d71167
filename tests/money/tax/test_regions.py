"""Rates by state and province: who is asked, what is charged, and what is kept of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.checkout.cart import actions as carts
from dhara.checkout.cart import queries as cart_queries
from dhara.checkout.models import Cart, Order, Paper
from dhara.checkout.papers.pdf import pdf
from dhara.insights.income import year
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.queue import drain
from dhara.kit.refusal import Refused
from dhara.money.tax import actions, queries, rules
from dhara.money.tax.regions import is_known, regions
from dhara.money.tax.rules import Place, Profile, Rate
from dhara.people.models import Studio
from tests.checkout.pdf import pages
from tests.make import checkout as make
from tests.make import papers, people

DAY = date(2026, 3, 2)
RATES = [
    Rate("CA", "", "GST", 500, date(2026, 1, 1)),
    Rate("CA", "ebook", "GST", 0, date(2026, 1, 1)),
    Rate("CA", "", "HST", 1_300, date(2026, 1, 1), region="CA-ON"),
    Rate("CA", "", "HST", 1_500, date(2026, 7, 1), region="CA-NS"),
]


@pytest.mark.parametrize(
    ("region", "kind", "day", "bp"),
    [
        ("CA-ON", "digital", DAY, 1_300),
        ("CA-ON", "ebook", DAY, 1_300),
        ("CA-AB", "digital", DAY, 500),
        ("CA-AB", "ebook", DAY, 0),
        ("", "digital", DAY, 500),
        ("CA-NS", "digital", DAY, 500),
        ("CA-NS", "digital", date(2026, 7, 1), 1_500),
    ],
)
def test_the_regions_row_else_the_countrys(region: str, kind: str, day: date, bp: int) -> None:
    rate = rules.rate_for(RATES, "CA", kind, day, region)
    assert rate is not None
    assert rate.bp == bp


def test_a_region_is_asked_for_only_where_rates_differ_and_somebody_charges() -> None:
    profile = Profile("CA", inclusive=False, countries=("CA", "US"))
    assert rules.asks_region([profile], "CA", RATES, DAY)
    assert not rules.asks_region([profile], "US", RATES, DAY)
    assert not rules.asks_region([Profile("US", False, ("US",))], "CA", RATES, DAY)
    assert not rules.asks_region([profile], "CA", RATES, date(2025, 12, 31))
    assert rules.levy(profile, Place("CA", "", "CA-ON"), "download", RATES, DAY).bp == 1_300


def test_only_real_regions_are_known() -> None:
    assert is_known("US-CA", "US")
    assert not is_known("US-CA", "CA")
    assert not is_known("US-ZZ", "US")
    assert (len(regions("US")), len(regions("CA")), regions("BD")) == (51, 13, [])


def add(region: str, bp: int, *, at: datetime, country: str = "US") -> None:
    told = {"name": "Sales tax", "source": "The state's law", "since": at.date() - timedelta(days=1)}
    actions.add_rate(country=country, region=region, bp=bp, **told, by=SYSTEM, at=at)


def refused(code: str, field: str, act: object) -> None:
    assert callable(act)
    with pytest.raises(Refused) as refusal:
        act()
    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.fixture
def studio(now: datetime) -> Studio:
    made = people.studio()
    actions.set_profile(
        made.pk, registered=True, country="US", tax_id="123456789", inclusive=False, countries=[], by=SYSTEM, at=now
    )
    return made


@pytest.mark.django_db
def test_the_operators_row_names_a_region_of_the_country(now: datetime) -> None:
    add("US-CA", 725, at=now)
    assert queries.rates()[0].region == "US-CA"
    refused("region_unknown", "region", lambda: add("US-ZZ", 725, at=now))
    refused("region_unknown", "region", lambda: add("CA-ON", 725, at=now))
    refused("rate_there", "since", lambda: add("US-CA", 800, at=now))
    add("", 0, at=now)


@pytest.mark.django_db
def test_the_buyer_chooses_and_everything_keeps_it(studio: Studio, now: datetime) -> None:
    add("US-CA", 725, at=now)
    papers.gives(studio, at=now)
    cart = make.cart_with(make.tier(studio, prices={"USD": 10_000}), currency="USD", at=now)
    carts.set_place(cart.token, country="US", by=GUEST, at=now)
    refused("region_missing", "region", lambda: make.placed(cart=cart, at=now, currency="USD"))
    for wrong in ("US-ZZ", "CA-ON"):
        refused(
            "region_unknown",
            "region",
            lambda wrong=wrong: carts.set_place(cart.token, country="US", region=wrong, by=GUEST, at=now),
        )
    cart = carts.set_place(cart.token, country="US", region="US-NY", by=GUEST, at=now)
    view = cart_queries.view(cart, at=now)
    assert (view.needs_region, view.total.minor) == (True, 10_000)
    cart = carts.set_place(cart.token, country="US", region="US-CA", by=GUEST, at=now)
    order = make.chosen(make.placed(cart=cart, at=now, currency="USD"), "pay", at=now)
    drain(now)
    assert (order.total, order.tax, order.region) == (10_725, 725, "US-CA")
    assert order.place_evidence["region"] == "US-CA"
    paper = Paper.objects.select_related("studio").get()
    assert paper.content["buyer"]["region"] == "US-CA"
    assert "California, United States" in "\n".join(pages(pdf(paper, "en")))
    assert [row.country for row in year.report(studio, now.year)] == ["US-CA"]


@pytest.mark.django_db
def test_a_region_of_before_does_not_count_in_another_country(studio: Studio, now: datetime) -> None:
    cart = make.cart_with(make.tier(studio, prices={"USD": 10_000}), currency="USD", at=now)
    Cart.objects.filter(pk=cart.pk).update(country="US", region="US-CA")
    order = make.placed(cart=Cart.objects.get(), at=now, currency="USD")
    assert (order.country, order.region, order.tax) == ("US", "", 0)
    assert "region" not in order.place_evidence


@pytest.mark.django_db
def test_regions_cost_no_query(studio: Studio, now: datetime) -> None:
    """Whether the table knows regions or not, a cart asks as often; and one without tax does not ask at all."""
    counts = []
    for prices, region in (({"USD": 10_000}, ""), ({"USD": 9_000}, "US-CA")):
        if region:
            add(region, 725, at=now)
        cart = make.cart_with(make.tier(studio, prices=prices), currency="USD", at=now)
        carts.set_place(cart.token, country="US", region=region, by=GUEST, at=now)
        fresh = Cart.objects.get(pk=cart.pk)
        cart_queries.view(fresh, at=now)
        with CaptureQueriesContext(connection) as asked:
            cart_queries.view(fresh, at=now)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    plain = make.placed(make.tier(people.studio(handle="rafi")), at=now)
    assert (plain.country, plain.region) == ("", "")
    assert Order.objects.filter(region="").count() == 1
