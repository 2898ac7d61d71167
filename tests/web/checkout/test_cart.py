"""The cart's pages: what one puts in, what stands in the way, whose it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.catalog.prices.rules import PriceDraft, TierDraft
from dhara.checkout.models import Cart, CartLine
from dhara.web.checkout import typos
from tests.make import catalog as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def put(client: Client, offer: Any, **more: object) -> Any:
    return client.post("/cart/lines/", {"tier": offer.tiers.first().pk, **more})


def page(client: Client) -> str:
    return client.get("/cart/").content.decode()


def both(taka: int, cents: int) -> TierDraft:
    return TierDraft(prices=(PriceDraft("BDT", taka), PriceDraft("USD", cents)))


@pytest.mark.parametrize("language", ["en", "bn"])
def test_an_empty_cart_says_what_to_do(client: Client, language: str) -> None:
    client.cookies["lang"] = language
    html = page(client)
    assert 'href="/market/"' in html or 'href="/search/"' in html
    assert "cart" not in client.cookies
    assert client.get("/checkout/")["Location"] == "/cart/"


def test_the_cart_is_in_a_signed_cookie_that_no_script_reads(client: Client, now: datetime) -> None:
    put(client, make.offer(now))
    cookie = client.cookies["cart"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    forged = Client()
    forged.cookies["cart"] = Cart.objects.get().token
    assert "Your cart is empty" in page(forged)


def test_a_guest_never_sees_the_cart_of_an_account(client: Client, now: datetime) -> None:
    karim = make.account(now)
    client.force_login(karim)
    put(client, make.offer(now, title="Ramadan cards"))
    client.logout()
    other = Client()
    other.cookies["cart"] = client.cookies["cart"].value if "cart" in client.cookies else ""
    assert "Ramadan cards" not in page(other)


def test_signing_in_brings_the_cart_along(client: Client, now: datetime) -> None:
    karim = make.account(now)
    at_home = Client()
    at_home.force_login(karim)
    put(at_home, make.offer(now, title="Old plan"))
    put(client, make.offer(now, title="New plan"))
    client.force_login(karim)
    html = page(client)
    assert "Old plan" in html
    assert "New plan" in html
    assert "New plan" in page(at_home)
    assert Cart.objects.get().account == karim


def test_a_line_is_taken_out(client: Client, now: datetime) -> None:
    put(client, make.offer(now))
    line = CartLine.objects.get()
    client.post(f"/cart/lines/{line.pk}/removal/")
    assert "Your cart is empty" in page(client)
    assert client.cookies["cart_count"].value == ""
    assert client.post(f"/cart/lines/{line.pk}/removal/").status_code == 302


def test_nobody_changes_the_line_of_another(client: Client, now: datetime) -> None:
    put(client, make.offer(now, tiers=[make.choose(100_00)]), amount="150")
    line = CartLine.objects.get()
    thief = Client()
    put(thief, make.offer(now))
    for path in (f"/cart/lines/{line.pk}/", f"/cart/lines/{line.pk}/removal/", "/cart/lines/99999999999999999999/"):
        assert thief.post(path, {"quantity": "0", "amount": "900"}).status_code == 302
        assert Client().post(path, {"quantity": "0"}).status_code == 302
    line.refresh_from_db()
    assert line.shown == 150_00


@pytest.mark.parametrize(("typed", "paid"), [("150", 150_00), ("২৫০.৫০", 250_50), ("", 200_00)])
def test_the_buyer_chooses_the_price(client: Client, now: datetime, typed: str, paid: int) -> None:
    put(client, make.offer(now, tiers=[make.choose(100_00, 200_00)]), amount=typed, currency="BDT")
    assert CartLine.objects.get().shown == paid
    client.post(f"/cart/lines/{CartLine.objects.get().pk}/", {"amount": "৳ ৩০০"})
    assert CartLine.objects.get().shown == 300_00
    said = client.post(f"/cart/lines/{CartLine.objects.get().pk}/", {"amount": "abc"}).content.decode()
    assert "in digits" in said
    assert 'value="abc" aria-invalid="true"' in said
    assert CartLine.objects.get().shown == 300_00


def test_a_refused_amount_stays_beside_its_message(client: Client, now: datetime) -> None:
    put(client, make.offer(now, tiers=[make.choose(100_00)]), amount="150", currency="BDT")
    line = CartLine.objects.get()
    said = client.post(f"/cart/lines/{line.pk}/", {"amount": "৩০"})
    text = said.content.decode()
    assert said.status_code == 422
    assert 'value="৩০" aria-invalid="true"' in text
    assert f'id="wrong-{line.pk}" role="alert"' in text
    line.refresh_from_db()
    assert line.shown == 150_00


def test_too_little_is_said_where_the_button_was(client: Client, now: datetime) -> None:
    offer = make.offer(now, tiers=[make.choose(100_00)])
    where = f"http://testserver/@{offer.studio.handle}/{offer.slug}?from=search"
    back = client.post("/cart/lines/", {"tier": offer.tiers.get().pk, "amount": "5"}, headers={"Referer": where})[
        "Location"
    ]
    assert back.startswith(f"/@{offer.studio.handle}/")
    assert "amount=5" in back
    assert "from=search" in back
    assert 'value="5"' in client.get(back, follow=True).content.decode()
    assert not CartLine.objects.exists()


@pytest.mark.parametrize("referer", ["https://evil.example/x", "", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, referer: str) -> None:
    assert client.post("/cart/lines/", {"tier": "1"}, headers={"Referer": referer})["Location"] == "/cart/"


@pytest.mark.parametrize("tier", ["", "0", "-1", "x", "9" * 30, "\x00", "১", "1e9"])
@pytest.mark.parametrize("rest", [{}, {"quantity": "9" * 20}, {"quantity": "-3"}, {"currency": "XXX", "amount": "1"}])
def test_hostile_lines_are_refused(client: Client, tier: str, rest: dict[str, str]) -> None:
    assert client.post("/cart/lines/", {"tier": tier, **rest}).status_code == 302
    assert not CartLine.objects.exists()


def test_an_amount_in_another_currency_than_the_carts_is_not_taken_for_it(client: Client, now: datetime) -> None:
    put(client, make.offer(now), currency="BDT")
    paid_in_both = TierDraft(pricing="choose", prices=(PriceDraft("BDT", 100_00), PriceDraft("USD", 1_00)))
    put(client, make.offer(now, tiers=[paid_in_both]), amount="900", currency="USD")
    assert CartLine.objects.last().shown == 100_00


def test_a_changed_price_is_agreed_to_before_anything_else(client: Client, now: datetime) -> None:
    offer = make.offer(now)
    put(client, offer)
    offer.tiers.get().prices.update(amount=500_00)
    html = page(client)
    assert "Prices have changed" in html
    assert "before: ৳450" in html
    assert client.get("/checkout/")["Location"] == "/cart/"
    client.post("/cart/confirmation/", {"total": "45000", "currency": "BDT"})
    assert CartLine.objects.get().shown == 450_00
    assert client.post("/cart/confirmation/", {"total": "50000", "currency": "BDT"})["Location"] == "/checkout/"
    assert client.get("/checkout/").status_code == 200


@pytest.mark.parametrize("said", [{}, {"total": "x"}, {"total": "1", "currency": "??"}, {"total": "9" * 18}])
def test_a_broken_agreement_agrees_to_nothing(client: Client, now: datetime, said: dict[str, str]) -> None:
    put(client, make.offer(now))
    assert client.post("/cart/confirmation/", {"currency": "BDT", **said})["Location"] == "/cart/"


def test_the_currency_is_switched_where_all_is_sold_in_both(client: Client, now: datetime) -> None:
    put(client, make.offer(now, tiers=[both(450_00, 5_00)]), currency="BDT")
    assert "US dollar" in page(client)
    client.post("/cart/currency/", {"currency": "USD"})
    assert "$5" in page(client)
    assert client.cookies["currency"].value == "USD"
    put(client, make.offer(now, title="Only taka"))
    assert "Only taka" not in page(client)  # refused with the reason, as the cart is in dollars
    client.post("/cart/currency/", {"currency": "XYZ"})
    assert Cart.objects.get().currency == "USD"


def test_what_is_sold_out_blocks_until_it_is_taken_out(client: Client, now: datetime) -> None:
    offer = make.offer(now, tiers=[make.fixed(stock=1)])
    put(client, offer)
    offer.tiers.update(sold=1)
    html = page(client)
    assert "This is sold out." in html
    assert 'href="/checkout/"' not in html
    assert client.get("/checkout/")["Location"] == "/cart/"


def test_titles_are_shown_as_text(client: Client, now: datetime) -> None:
    put(client, make.offer(now, title='<script>alert("1")</script> & "quotes"'))
    for path in ("/cart/", "/checkout/"):
        html = client.get(path).content.decode()
        assert "<script>alert" not in html
        assert "&amp;lt;" not in html
        assert "&lt;script&gt;" in html


def test_one_query_count_for_one_line_and_for_twenty(client: Client, now: datetime) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    of = make.shop(now)
    put(client, make.offer(now, of))
    page(client)
    asked("/checkout/")
    few = [asked("/cart/"), asked("/checkout/")]
    for _each in range(19):
        put(client, make.offer(now, of))
    assert [asked("/cart/"), asked("/checkout/")] == few
    assert max(few) <= 8
    put(client, make.offer(now, of))
    assert "cart is full" in page(client)


def test_too_many_tries_are_slowed_down(client: Client) -> None:
    answers = {client.post("/checkout/").status_code for _each in range(32)}
    assert 429 in answers


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("karim@gmial.com", "karim@gmail.com"),
        ("karim@gmail.con", "karim@gmail.com"),
        ("karim@yaho.com", "karim@yahoo.com"),
        ("karim@hotmial.com", "karim@hotmail.com"),
        ("karim@nadia.con", "karim@nadia.com"),
        ("karim@gmail.com", ""),
        ("karim@mail.ru", ""),
        ("karim@nadia.studio", ""),
        ("karim@email.com", ""),
        ("karim@du.ac.bd", ""),
        ("", ""),
        ("@", ""),
        ("karim", ""),
    ],
)
def test_slips_in_addresses(typed: str, meant: str) -> None:
    assert typos.better(typed) == meant
