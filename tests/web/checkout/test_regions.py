"""At checkout the state is asked for where its rate counts, without JavaScript, and nothing typed is lost."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from dhara.checkout.models import Cart, Order
from dhara.kit.actor import SYSTEM
from dhara.money.tax import actions
from tests.make import checkout as make
from tests.make import people
from tests.web.checkout.buying import BUYER, details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def filled(client: Client, now: datetime) -> Client:
    studio = people.studio()
    given = {"tax_id": "123456789", "inclusive": False, "countries": ["CA"]}
    actions.set_profile(studio.pk, registered=True, country="US", **given, by=SYSTEM, at=now)
    since = now.date() - timedelta(days=1)
    actions.add_rate(
        country="US", region="US-CA", name="Sales tax", bp=725, since=since, source="The law", by=SYSTEM, at=now
    )
    client.post("/cart/lines/", {"tier": make.tier(studio, prices={"USD": 10_000}).pk, "currency": "USD"})
    return client


def text(answer: object) -> str:
    assert hasattr(answer, "content")
    return str(answer.content.decode())


def test_the_state_is_asked_for_shown_and_kept(filled: Client) -> None:
    assert 'name="region"' not in text(filled.get("/checkout/"))
    page = text(filled.post("/checkout/", {**BUYER, "name": "Karim U.", "place": "1", "country": "US", "tax_id": ""}))
    assert "Karim U." in page
    assert '<option value="US-CA">California</option>' in page
    seen = {**BUYER, "place": "1", "country": "US", "tax_id": ""}
    assert 'name="total" value="10725"' in text(filled.post("/checkout/", {**seen, "region": "US-CA"}))
    order = paid(filled, country="US", region="US-CA", tax_id="")
    assert (order.total, order.tax, order.region) == (10_725, 725, "US-CA")


def paid(client: Client, **told: str) -> Order:
    assert client.post("/checkout/", details(client, **told)).status_code == 302
    return Order.objects.get()


@pytest.mark.parametrize(("region", "words"), [("", "Please choose your state"), ("US-ZZ", "no state or province")])
def test_a_bad_state_is_told_beside_the_field(filled: Client, region: str, words: str) -> None:
    answer = filled.post("/checkout/", details(filled, country="US", region=region, tax_id=""))
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["region"])
    assert "Karim Uddin" in text(answer)
    assert not Order.objects.exists()


def test_another_country_forgets_the_state(filled: Client) -> None:
    seen = {**BUYER, "place": "1", "country": "US", "region": "US-CA", "tax_id": ""}
    filled.post("/checkout/", seen)
    page = text(filled.post("/checkout/", {**seen, "country": "CA"}))
    assert 'name="region"' not in page
    assert (Cart.objects.get().country, Cart.objects.get().region) == ("CA", "")
    bad = filled.post("/checkout/", {**seen, "region": "US-ZZ"})
    assert bad.status_code == 422
    assert bad.context["form"].errors["region"]
