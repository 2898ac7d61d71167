"""Dated rates, who charges what to whom, and how it is frozen into an order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dhara.checkout.cart import actions as carts
from dhara.checkout.cart import queries as cart_queries
from dhara.checkout.orders import actions as orders
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.currency import Money
from dhara.kit.refusal import Refused
from dhara.money import doctor
from dhara.money.models import Leg, TaxRate
from dhara.money.tax import actions, queries, rules
from dhara.money.tax.rules import Levy, Place, Profile, Rate
from dhara.people.models import Studio
from tests.make import checkout as make
from tests.make import people

DAY = date(2026, 3, 2)
RATES = [
    Rate("BD", "", "VAT", 1_500, date(2026, 1, 1)),
    Rate("BD", "", "VAT", 1_700, date(2026, 7, 1)),
    Rate("BD", "ites", "VAT", 500, date(2026, 1, 1)),
    Rate("DE", "", "VAT", 1_900, date(2026, 1, 1)),
    Rate("DE", "ebook", "VAT", 700, date(2026, 1, 1), date(2026, 6, 1)),
]


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("country", "kind", "day", "bp"),
    [
        ("BD", "digital", date(2026, 6, 30), 1_500),
        ("BD", "digital", date(2026, 7, 1), 1_700),
        ("BD", "ites", date(2026, 7, 1), 500),
        ("DE", "ebook", date(2026, 5, 31), 700),
        ("DE", "ebook", date(2026, 6, 1), 1_900),
        ("DE", "digital", date(2025, 12, 31), None),
        ("FR", "digital", DAY, None),
    ],
)
def test_which_rate_counts(country: str, kind: str, day: date, bp: int | None) -> None:
    rate = rules.rate_for(RATES, country, kind, day)
    assert (rate.bp if rate else None) == bp


def test_who_pays_what() -> None:
    home = Profile("DE", inclusive=True, countries=("BD", "DE"))
    assert rules.levy(home, Place("DE"), "download", RATES, DAY) == Levy(1_900, "VAT", True)
    assert rules.levy(home, Place("DE"), "ebook", RATES, DAY) == Levy(700, "VAT", True)
    assert rules.levy(home, Place("FR"), "download", RATES, DAY) == rules.NO_LEVY
    assert rules.levy(home, Place(""), "download", RATES, DAY) == rules.NO_LEVY
    assert rules.levy(None, Place("DE"), "download", RATES, DAY) == rules.NO_LEVY
    ites = Profile("BD", inclusive=False, countries=("BD",), good="ites")
    assert rules.levy(ites, Place("BD"), "download", RATES, DAY) == Levy(500, "VAT", False)
    french = Profile("FR", inclusive=True, countries=("DE", "FR"))
    assert rules.levy(french, Place("DE", "DE123456788"), "download", RATES, DAY).reverse
    assert not rules.levy(home, Place("DE", "DE123456788"), "download", RATES, DAY).reverse
    assert not rules.levy(home, Place("BD", "123456789"), "download", RATES, DAY).reverse


@given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_what_is_contained_is_what_would_be_added(minor: int, bp: int) -> None:
    whole = Money(minor, "BDT")
    contained = Levy(bp, "VAT", inclusive=True).of(whole)
    assert 0 <= contained.minor <= minor
    # Taking it off and adding it again comes back to the same price, but for the rounding of one unit.
    added = Levy(bp, "VAT", inclusive=False).of(whole - contained)
    assert abs(added.minor - contained.minor) <= 1


@pytest.mark.parametrize(
    ("typed", "country", "clean"),
    [
        ("de 123.456.788", "DE", "DE123456788"),
        ("094259216", "GR", "EL094259216"),
        ("০০২৩৪৫৬৭৮-০১০১", "BD", "0023456780101"),
        ("27AAPFU0939F1ZV", "IN", "27AAPFU0939F1ZV"),
        ("us-12 34567", "US", "US1234567"),
        ("", "DE", ""),
    ],
)
def test_tax_ids_in_one_form(typed: str, country: str, clean: str) -> None:
    assert rules.clean_tax_id(typed, country) == clean


@pytest.mark.parametrize(("typed", "country"), [("12345", "DE"), ("12", "BD"), ("<b>", "US"), ("ATU1234", "AT")])
def test_what_is_no_tax_id(typed: str, country: str) -> None:
    with refused("tax_id_form"):
        rules.clean_tax_id(typed, country)


# --- with the database ---------------------------------------------------------------------------------------------


def register(studio: Studio, country: str = "BD", tax_id: str = "002345678", *, at: datetime, **more: object) -> None:
    given = {"registered": True, "country": country, "tax_id": tax_id, **more}
    actions.set_profile(studio.pk, **given, by=SYSTEM, at=at)  # type: ignore[arg-type]


@pytest.fixture
def rates(db: None) -> None:
    actions.ensure_rates()


@pytest.mark.usefixtures("rates")
def test_inclusive_tax_is_frozen_booked_and_left_in_the_price(now: datetime) -> None:
    studio = people.studio()
    register(studio, at=now)
    tier = make.tier(studio, prices={"BDT": 45_000})
    cart = make.cart_with(tier, at=now)
    view = cart_queries.view(cart, at=now)
    assert (view.total.minor, view.needs_place, view.place.country) == (45_000, True, "BD")
    order = make.chosen(make.placed(cart=cart, at=now), "pay", at=now)
    line = order.lines.get()
    assert (line.tax, line.tax_bp, line.tax_name, line.tax_inclusive) == (5_870, 1_500, "VAT", True)
    assert (order.total, order.tax, order.country) == (45_000, 5_870, "BD")
    assert order.place_evidence == {"currency": "BD"}
    assert line.gross == line.tax + line.gateway_fee + line.platform_fee + line.net
    assert Leg.objects.get(account__purpose="tax").amount == 5_870
    assert line.platform_fee == Money(45_000 - 5_870, "BDT").percent(500).minor
    assert all(finding.ok for finding in doctor.check(at=now))


@pytest.mark.usefixtures("rates")
def test_tax_on_top_is_seen_before_it_is_paid(now: datetime) -> None:
    studio = people.studio()
    register(studio, inclusive=False, at=now)
    cart = make.cart_with(make.tier(studio), at=now)
    order_at = {"intent": "button-one", "by": GUEST, "at": now, **make.BUYER}
    with refused("price_changed"):
        orders.place(cart, confirmed_total=45_000, **order_at)
    order = orders.place(cart, confirmed_total=51_750, **order_at)
    assert (order.total, order.tax, order.lines.get().gross) == (51_750, 6_750, 51_750)


@pytest.mark.usefixtures("rates")
def test_in_dollars_the_country_is_asked_and_a_registered_buyer_owes_it_at_home(now: datetime) -> None:
    studio = people.studio()
    register(studio, "FR", "FRAB123456789", countries=["DE", "GB"], at=now)
    cart = make.cart_with(make.tier(studio, prices={"USD": 11_900}), currency="USD", at=now)
    order_at = {"by": GUEST, "at": now, **make.BUYER, "phone": "+4930123456"}
    with refused("country_missing"):
        orders.place(cart, confirmed_total=11_900, intent="button-one", **order_at)
    with refused("tax_id_form"):
        carts.set_place(cart.token, country="DE", tax_id="DE12", by=GUEST, at=now)
    carts.set_place(cart.token, country="DE", by=GUEST, at=now)
    taxed = orders.place(cart, confirmed_total=11_900, intent="button-one", seen_in="AT", **order_at)
    assert (taxed.tax, taxed.country) == (1_900, "DE")
    assert taxed.place_evidence == {"declared": "DE", "network": "AT", "phone": "DE"}
    carts.set_place(cart.token, country="DE", tax_id="DE123456788", by=GUEST, at=now)
    free_of_it = orders.place(cart, confirmed_total=10_000, intent="button-two", **order_at)
    line = free_of_it.lines.get()
    assert (free_of_it.total, free_of_it.tax, free_of_it.tax_id) == (10_000, 0, "DE123456788")
    assert line.discounts == [{"kind": "untaxed", "words": "VAT", "amount": 1_900}]
    carts.set_place(cart.token, country="US", by=GUEST, at=now)
    assert cart_queries.view(type(cart).objects.get(), at=now).taxes == []


@pytest.mark.usefixtures("rates")
def test_a_new_rate_is_for_orders_from_its_day_on(now: datetime) -> None:
    studio = people.studio()
    register(studio, at=now)
    before = make.placed(make.tier(studio), at=now)
    tomorrow = now + timedelta(days=1)
    actions.add_rate(country="bd", name="VAT", bp=2_000, since=tomorrow.date(), source="Finance Act", by=SYSTEM, at=now)
    same_day, after = make.placed(make.tier(studio), at=now), make.placed(make.tier(studio), at=tomorrow)
    assert [order.tax for order in (before, same_day, after)] == [5_870, 5_870, 7_500]
    with refused("rate_there"):
        actions.add_rate(country="BD", name="VAT", bp=1, since=tomorrow.date(), source="x", by=SYSTEM, at=now)
    with refused("rate_past"):
        actions.add_rate(country="BD", name="VAT", bp=1, since=date(2026, 2, 1), source="x", by=SYSTEM, at=now)
    with refused("not_allowed"):
        actions.add_rate(country="BD", name="VAT", bp=1, since=DAY, source="x", by=person(1), at=now)
    with refused("source_missing"):
        actions.add_rate(country="BD", name="VAT", bp=1, since=DAY, source=" ", by=SYSTEM, at=now)


def test_the_known_rates_are_put_in_once(db: None) -> None:
    actions.ensure_rates()
    count = TaxRate.objects.count()
    TaxRate.objects.filter(country="DE", kind="").update(bp=1_600)
    actions.ensure_rates()
    assert TaxRate.objects.count() == count > 30
    assert TaxRate.objects.get(country="DE", kind="").bp == 1_600
    assert {(each.kind, each.bp) for each in TaxRate.objects.filter(country="BD")} == {("", 1_500), ("ites", 500)}
    assert all("accountant" in source for source in TaxRate.objects.values_list("source", flat=True))


def test_who_is_registered_names_a_tax_id(now: datetime, db: None) -> None:
    studio = people.studio()
    with refused("tax_id_missing"):
        register(studio, tax_id="", at=now)
    with refused("country_unknown"):
        register(studio, "XX", at=now)
    viewer = person(people.member(studio, role="viewer").account_id)
    with refused("role"):
        actions.set_profile(studio.pk, registered=False, country="BD", by=viewer, at=now)
    register(studio, countries=["DE", "nowhere"], at=now)
    assert queries.profiles([studio.pk])[studio.pk].countries == ("BD", "DE")


@pytest.mark.usefixtures("rates")
@pytest.mark.parametrize("count", [1, 20])
def test_tax_costs_no_query_while_what_is_known_is_fresh(count: int, now: datetime) -> None:
    studio = people.studio()
    register(studio, at=now)
    cart = make.cart_with(*(make.tier(studio) for _each in range(count)), at=now)
    cart_queries.view(cart, at=now)
    with CaptureQueriesContext(connection) as seen:
        assert cart_queries.view(cart, at=now).taxes
    assert len(seen.captured_queries) == 2
