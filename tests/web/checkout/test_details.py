"""The page between cart and payment: what is wrong is said, what was typed is kept, nothing is half done."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from dhara.checkout.models import Order
from tests.make import catalog as make
from tests.web.checkout.buying import BUYER, details, field

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "enter your name"),
        ({"email": ""}, "enter your e-mail"),
        ({"email": "karim"}, "not a complete e-mail"),
        ({"phone": "12"}, "valid phone number"),
        ({"gateway": "gold"}, "not offered"),
        ({"gateway": ""}, "choose how you would like to pay"),
        ({"language": "xx"}, "Select a valid choice"),
        ({"name": "x" * 121}, "120"),
        ({"total": "1"}, "A price has changed"),
        ({"currency": "USD"}, "A price has changed"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: Client, now: datetime, wrong: dict[str, str], words: str
) -> None:
    client.post("/cart/lines/", {"tier": make.offer(now).tiers.get().pk})
    answer = client.post(
        "/checkout/",
        details(client, phone="01712345678", **wrong) if "phone" not in wrong else details(client, **wrong),
    )
    page = answer.content.decode()
    assert answer.status_code in (409, 422)
    assert words in page
    assert not Order.objects.exists()
    if "email" not in wrong:
        assert 'value="karim@example.com"' in page


@pytest.mark.parametrize("name", ["intent", "total", "currency"])
@pytest.mark.parametrize("value", ["", "\x00", "💥" * 300, "-1", "' or 1=1 --", "9" * 400])
def test_hidden_fields_may_hold_anything(client: Client, now: datetime, name: str, value: str) -> None:
    client.post("/cart/lines/", {"tier": make.offer(now).tiers.get().pk})
    answer = client.post("/checkout/", {**details(client), name: value})
    assert answer.status_code in (409, 422)
    assert not Order.objects.exists()
    fresh = {each: field(answer.content.decode(), each) for each in ("intent", "total", "currency")}
    assert client.post("/checkout/", {**BUYER, **fresh}).status_code == 302


def test_a_mistyped_address_is_asked_about_once(client: Client, now: datetime) -> None:
    client.post("/cart/lines/", {"tier": make.offer(now).tiers.get().pk})
    told = details(client, email="karim@gmial.com")
    page = client.post("/checkout/", told).content.decode()
    assert "Did you mean karim@gmail.com?" in page
    assert 'name="correction" value="karim@gmail.com"' in page
    insisted = client.post("/checkout/", {**told, "seen": field(page, "seen")})
    assert insisted.status_code == 302
    assert Order.objects.get().email == "karim@gmial.com"


def test_the_suggested_address_is_taken_with_one_button(client: Client, now: datetime) -> None:
    client.post("/cart/lines/", {"tier": make.offer(now).tiers.get().pk})
    told = details(client, email="karim@gmial.com")
    assert client.post("/checkout/", {**told, "correction": "karim@gmail.com"}).status_code == 302
    assert Order.objects.get().email == "karim@gmail.com"


def test_a_price_that_changed_between_page_and_button_is_shown(client: Client, now: datetime) -> None:
    offer = make.offer(now)
    client.post("/cart/lines/", {"tier": offer.tiers.get().pk})
    told = details(client)
    offer.tiers.get().prices.update(amount=500_00)
    page = client.post("/checkout/", told).content.decode()
    assert "৳500" in page
    assert not Order.objects.exists()
    assert client.post("/checkout/", {**told, "total": field(page, "total")}).status_code == 302
    assert Order.objects.get().total == 500_00


def test_what_sold_out_meanwhile_leads_to_the_cart(client: Client, now: datetime) -> None:
    offer = make.offer(now, tiers=[make.fixed(stock=1)])
    client.post("/cart/lines/", {"tier": offer.tiers.get().pk})
    told = details(client)
    offer.tiers.update(sold=1)
    answer = client.post("/checkout/", told, follow=True)
    assert answer.redirect_chain == [("/cart/", 302)]
    assert "sold out" in answer.content.decode()
