"""The operator's desks of coupons, collaborators and tax rates."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from dhara.catalog.collaborators import actions as collaborators
from dhara.checkout.models import Coupon
from dhara.kit import clock
from dhara.kit.actor import SYSTEM
from dhara.money.models import TaxRate
from dhara.money.tax import actions as tax
from tests.make import checkout as make
from tests.make import people
from tests.make.console import signed_in
from tests.make.coupons import coupon, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db: None) -> Client:
    account = people.account("boss@example.com", password=people.PASSWORD, is_staff=True, language="en")
    client = signed_in(account, factor="totp")
    client.cookies["language"] = "en"
    return client


def test_a_coupon_is_looked_at_and_ended(boss: Client, now: datetime) -> None:
    studio = people.studio()
    made = coupon(studio, "ঈদ২০", cap=10, at=now)
    cart = enter(make.cart_with(make.tier(studio), at=now), "ঈদ20", at=now)
    make.chosen(make.placed(cart=cart, at=now), "pay", at=now)
    listed = boss.get("/operator/checkout/coupon/?q=ঈদ20").content.decode()
    assert "ঈদ২০" in listed
    assert "1 / 10" in listed
    page = boss.get(f"/operator/checkout/coupon/{made.pk}/change/").content.decode()
    assert "৳360" in page
    assert boss.post(f"/operator/checkout/coupon/{made.pk}/ending/", {}).status_code == 302
    assert Coupon.objects.get().status == "ended"


def test_collaborators_are_listed(boss: Client, now: datetime) -> None:
    tier = make.tier(people.studio())
    found = collaborators.invite(tier.offer, email="rafi@example.com", bp=2_550, by=SYSTEM, at=now)
    assert "25.5 %" in boss.get("/operator/catalog/collaborator/?q=rafi@example.com").content.decode()
    assert boss.get(f"/operator/catalog/collaborator/{found.pk}/change/").status_code == 200


def test_a_dated_rate_is_added(boss: Client) -> None:
    tax.ensure_rates()
    day = clock.now().date() + timedelta(days=30)
    typed = {"country": "BD", "kind": "", "name": "VAT", "percent": "17.5", "since": day.isoformat(), "source": "Act"}
    refused = boss.post("/operator/money/taxrate/add/", {**typed, "since": "2026-02-01"})
    assert refused.status_code == 422
    assert "begins today or later" in refused.content.decode()
    assert boss.post("/operator/money/taxrate/add/", typed).status_code == 302
    rate = TaxRate.objects.get(since=day)
    assert (rate.bp, rate.source) == (1_750, "Act")
    assert rate.made_by is not None
    assert "Bangladesh" in boss.get("/operator/money/taxrate/?country=BD").content.decode()


def test_a_rate_may_be_of_a_state_alone(boss: Client) -> None:
    day = clock.now().date() + timedelta(days=30)
    typed = {"country": "US", "region": "US-CA", "kind": "", "name": "Sales tax", "percent": "7.25", "source": "Law"}
    refused = boss.post("/operator/money/taxrate/add/", {**typed, "country": "CA", "since": day.isoformat()})
    assert refused.status_code == 422
    assert "no state or province of that country" in refused.content.decode()
    assert boss.post("/operator/money/taxrate/add/", {**typed, "since": day.isoformat()}).status_code == 302
    assert (TaxRate.objects.get().country, TaxRate.objects.get().region) == ("US", "US-CA")
    assert "California, United States" in boss.get("/operator/money/taxrate/").content.decode()
