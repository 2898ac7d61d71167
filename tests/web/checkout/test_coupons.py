"""Codes and taxes on the way from the cart to the receipt, without scripts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dhara.checkout.models import Cart, Order
from dhara.kit.actor import SYSTEM
from dhara.kit.currency import Money
from dhara.money.tax import actions as tax
from dhara.people.models import Studio
from tests.make import checkout as make
from tests.make import people
from tests.make.coupons import coupon
from tests.web.browsing import text

pytestmark = pytest.mark.django_db
BUYER = {"name": "Karim", "email": "karim@example.com", "language": "en", "gateway": "sandbox", "phone": ""}


@pytest.fixture
def visitor(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


def bought(client: Client, **typed: str) -> Any:
    """Press the button of the checkout as it is shown."""
    page = text(client.get("/checkout/"))
    intent = page.partition('name="intent" value="')[2].partition('"')[0]
    total = page.partition('name="total" value="')[2].partition('"')[0]
    code = page.partition('name="currency" value="')[2].partition('"')[0]
    return client.post("/checkout/", {**BUYER, "intent": intent, "total": total, "currency": code, **typed})


def test_a_code_is_entered_seen_and_charged(visitor: Client, now: datetime) -> None:
    studio = people.studio()
    tier = make.tier(studio)
    coupon(studio, at=now)
    visitor.post("/cart/lines/", {"tier": tier.pk})
    refused = visitor.post("/cart/coupons/", {"coupon": "NOPE"})
    assert refused.status_code == 409
    assert "We do not know this code" in text(refused)
    assert 'value="NOPE"' in text(refused)
    page = text(visitor.post("/cart/coupons/", {"coupon": "eid২০"}, follow=True))
    assert "EID20" in page
    assert "৳360" in page
    assert "৳450" in page  # the list price, struck
    answer = bought(visitor)
    assert answer.status_code == 302
    order = Order.objects.get()
    assert (order.total, order.discount) == (36_000, 9_000)
    assert "EID20" in text(visitor.get(f"/checkout/o/{order.token}/"))


def test_a_code_can_be_taken_out(visitor: Client, now: datetime) -> None:
    studio = people.studio()
    coupon(studio, at=now)
    visitor.post("/cart/lines/", {"tier": make.tier(studio).pk})
    visitor.post("/cart/coupons/", {"coupon": "EID20"})
    page = text(visitor.post("/cart/coupons/removal/", {"coupon": "EID20"}, follow=True))
    assert "৳450" in page
    assert Cart.objects.get().codes == []


def test_a_link_brings_its_code_into_a_later_cart(visitor: Client, now: datetime) -> None:
    studio = people.studio()
    tier = make.tier(studio)
    coupon(studio, "ঈদ২০", at=now)
    visitor.get(f"/@nadia/{tier.offer.slug}/?coupon=ঈদ২০")
    assert not Cart.objects.exists()
    page = text(visitor.post("/cart/lines/", {"tier": tier.pk}, follow=True))
    assert "ঈদ২০" in page
    assert "৳360" in page
    assert Cart.objects.get().codes == ["ঈদ20"]
    assert not visitor.cookies["coupon"].value


def test_a_link_to_the_cart_itself_counts_at_once_and_can_be_taken_out(visitor: Client, now: datetime) -> None:
    studio = people.studio()
    coupon(studio, at=now)
    visitor.post("/cart/lines/", {"tier": make.tier(studio).pk})
    assert "saves ৳90" in text(visitor.get("/cart/?coupon=EID20"))
    visitor.post("/cart/coupons/removal/", {"coupon": "EID20"})
    assert "saves" not in text(visitor.get("/cart/"))


def test_a_total_that_changed_is_seen_before_it_is_paid(visitor: Client, now: datetime) -> None:
    studio = people.studio()
    made = coupon(studio, at=now)
    visitor.post("/cart/lines/", {"tier": make.tier(studio).pk})
    visitor.post("/cart/coupons/", {"coupon": "EID20"})
    page = text(visitor.get("/checkout/"))
    assert 'name="total" value="36000"' in page
    made.delete()
    intent = page.partition('name="intent" value="')[2].partition('"')[0]
    again = visitor.post("/checkout/", {**BUYER, "intent": intent, "total": "36000", "currency": "BDT"})
    assert again.status_code == 409
    assert "৳450" in text(again)
    assert not Order.objects.exists()


def _registered(studio: Studio, now: datetime, **more: Any) -> None:
    tax.ensure_rates()
    given = {"registered": True, "country": "DE", "tax_id": "DE123456788", **more}
    tax.set_profile(studio.pk, **given, by=SYSTEM, at=now)


def test_tax_is_shown_for_the_country_before_it_is_paid(visitor: Client, now: datetime) -> None:
    studio = people.studio()
    _registered(studio, now, inclusive=False, countries=["FR"])
    visitor.post("/cart/lines/", {"tier": make.tier(studio, prices={"EUR": 10_000}).pk, "currency": "EUR"})
    assert "Tax depends on your country" in text(visitor.get("/cart/"))
    page = text(visitor.get("/checkout/"))
    assert 'name="country"' in page
    assert bought(visitor, country="").status_code == 422
    # The total is another than the one on the page: it is shown first.
    answer = bought(visitor, country="FR")
    assert answer.status_code == 409
    assert Money(12_000, "EUR").display("en") in text(answer)
    assert not Order.objects.exists()
    assert bought(visitor, country="FR").status_code == 302
    order = Order.objects.get()
    assert (order.total, order.tax, order.country) == (12_000, 2_000, "FR")
    assert "VAT 20%" in text(visitor.get(f"/checkout/o/{order.token}/"))


def test_the_total_for_another_country_keeps_what_was_typed(visitor: Client, now: datetime) -> None:
    studio = people.studio()
    _registered(studio, now, countries=["FR"])
    visitor.post("/cart/lines/", {"tier": make.tier(studio, prices={"EUR": 12_000}).pk, "currency": "EUR"})
    typed = {**BUYER, "name": "Karim Uddin", "place": "1", "country": "FR", "tax_id": "FR40303265045"}
    page = text(visitor.post("/checkout/", typed))
    assert "Karim Uddin" in page
    assert "reverse charge" in page
    assert 'name="total" value="10000"' in page
    bad = visitor.post("/checkout/", {**typed, "tax_id": "FR1"})
    assert bad.status_code == 422
    assert "does not look like a tax id" in text(bad)


def test_a_seller_who_charges_no_tax_asks_for_no_country(visitor: Client) -> None:
    visitor.post("/cart/lines/", {"tier": make.tier(people.studio()).pk})
    assert 'name="country"' not in text(visitor.get("/checkout/"))
    assert "no fee, no tax on top" in text(visitor.get("/cart/"))


def test_what_the_network_says_is_only_a_hint(visitor: Client, now: datetime, settings: Any) -> None:
    settings.COUNTRY_HEADER = "CF-IPCountry"
    studio = people.studio()
    _registered(studio, now, inclusive=False, countries=["FR"])
    visitor.post("/cart/lines/", {"tier": make.tier(studio, prices={"EUR": 10_000}).pk, "currency": "EUR"})
    page = text(visitor.get("/checkout/", headers={"CF-IPCountry": "fr"}))
    assert 'name="total" value="12000"' in page
    assert 'name="total" value="10000"' in text(visitor.get("/checkout/", headers={"CF-IPCountry": "<x"}))
