"""Giving over HTTP, without scripts: what is shown before paying, and what the giver can do on the order's page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.checkout.gifts import actions
from dhara.checkout.models import Gift, Order
from dhara.delivery.models import Grant
from dhara.kit.actor import GUEST
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from tests.make import catalog as make
from tests.make import checkout, gifts
from tests.web.checkout.buying import BUYER, details, field

pytestmark = pytest.mark.django_db
GIVEN = {
    "gift": "1",
    "gift_name": "Mina",
    "gift_email": "mina@example.org",
    "gift_message": "Happy birthday!",
    "gift_day": "2026-04-14",
    "gift_language": "bn",
}


@pytest.fixture
def shopping(client: Client, frozen: Any, now: datetime) -> Client:
    client.post("/cart/lines/", {"tier": make.offer(now, title="Calendar").tiers.get().pk})
    client.cookies["dhara_lang"] = "en"
    return client


def page_of(client: Client, sent: dict[str, str], status: int = 200) -> str:
    answer = client.post("/checkout/", sent, headers={"Accept-Language": "en"})
    assert answer.status_code == status
    return str(answer.content.decode())


def test_the_buyer_sees_the_gift_before_anything_is_paid(shopping: Client) -> None:
    told = {**details(shopping), **GIVEN}
    page = page_of(shopping, told)
    assert not Order.objects.exists()
    for words in ("A gift for Mina", "mina@example.org", "14 April 2026", "Happy birthday!", "Nothing was charged"):
        assert words in page
    assert 'value="karim@example.com"' in page  # nothing typed is lost
    seen = field(page, "gift_seen")
    changed = page_of(shopping, {**told, "gift_seen": seen, "gift_email": "tuli@example.org"})
    assert "tuli@example.org" in changed  # another gift than the one that was shown is shown first
    sent = shopping.post("/checkout/", {**told, "gift_seen": seen})
    assert sent["Location"].startswith("/sandbox/pay/")
    gift = Gift.objects.get()
    assert (gift.email, gift.name, gift.language, str(gift.day)) == ("mina@example.org", "Mina", "bn", "2026-04-14")
    assert "A gift for Mina" in shopping.get(f"/checkout/o/{gift.order.token}/").content.decode()


def test_without_the_tick_it_is_no_gift(shopping: Client) -> None:
    assert shopping.post("/checkout/", {**details(shopping), **GIVEN, "gift_email": "?", "gift": ""}).status_code == 422
    plain = {name: value for name, value in GIVEN.items() if name != "gift"}
    assert shopping.post("/checkout/", {**details(shopping), **plain, "gift_email": "?"}).status_code == 302
    assert not Order.objects.get().gifted


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"gift_email": "mina"}, "This is not a complete e-mail address."),
        ({"gift_email": ""}, "Please enter their e-mail address."),
        ({"gift_name": ""}, "Please enter the name"),
        ({"gift_day": "2026-03-01"}, "from today to one year"),
        ({"gift_day": "soon"}, "from today to one year"),
        ({"gift_message": "www.evil.example"}, "without web addresses"),
    ],
)
def test_refusals_stand_beside_the_field(shopping: Client, wrong: dict[str, str], words: str) -> None:
    page = page_of(shopping, {**details(shopping), **GIVEN, **wrong}, 422)
    assert words in page
    assert "Happy birthday!" in page or "gift_message" in wrong
    assert not Order.objects.exists()


def test_a_day_may_be_typed_and_a_gift_to_oneself_is_allowed(shopping: Client) -> None:
    told = {**details(shopping), **GIVEN, "gift_day": "১৪/০৪/২০২৬", "gift_email": BUYER["email"]}
    page = page_of(shopping, told)
    assert "This is your own address." in page
    sent = shopping.post("/checkout/", {**told, "gift_seen": field(page, "gift_seen")})
    assert sent.status_code == 302
    assert str(Gift.objects.get().day) == "2026-04-14"


def test_the_order_s_page_has_the_gift_and_not_its_files(client: Client, frozen: Any, now: datetime) -> None:
    gift = gifts.paid(make.offer(now).tiers.get(), at=now)
    page = client.get(f"/checkout/o/{gift.order.token}/").content.decode()
    assert "mina@example.org" in page
    assert 'href="/d/' not in page
    assert "/library/" not in page.split("<main")[1].split("</main")[0]
    assert client.get(f"/library/o/{gift.order.token}/")["Location"] == f"/checkout/o/{gift.order.token}/"
    assert gift.token not in page


def test_the_giver_changes_it_and_sends_it(client: Client, frozen: Any, now: datetime) -> None:
    gift = gifts.paid(day=(now + timedelta(days=40)).date(), at=now)
    here = f"/checkout/o/{gift.order.token}/gift/"
    assert "Happy birthday!" in client.get(here).content.decode()
    assert client.post(here, {**GIVEN, "gift_name": ""}).status_code == 422
    assert client.post(here, {**GIVEN, "gift_email": "tuli@example.org"}).status_code == 302
    gift.refresh_from_db()
    assert (gift.email, str(gift.day), gift.language) == ("tuli@example.org", "2026-04-14", "bn")
    client.post(f"{here}sending/")
    drain(now)
    assert [each.to_email for each in Letter.objects.filter(name="gift")] == ["tuli@example.org"]
    assert client.post(f"{here}sending/").status_code == 302  # says that it was sent
    late = client.post(here, GIVEN)
    assert late.status_code == 409
    assert "Happy birthday!" in late.content.decode()


def test_a_wrong_address_is_corrected_on_the_page(client: Client, frozen: Any, now: datetime) -> None:
    gift = gifts.paid(at=now)
    here, wrong = f"/checkout/o/{gift.order.token}/gift/", gift.token
    assert "gift_message" not in client.get(here).content.decode()
    assert client.post(here, {"gift_name": "Mina", "gift_email": "mina@example.org"}).status_code == 422
    assert client.post(here, {"gift_name": "Mina", "gift_email": "mina@example.net"}).status_code == 302
    assert Grant.objects.filter(status="active").get().email == "mina@example.net"
    assert client.get(f"/library/g/{wrong}/").status_code == 404
    assert client.get(here).status_code == 302  # once


def test_nothing_is_offered_after_it_was_opened(client: Client, frozen: Any, now: datetime) -> None:
    gift = gifts.paid(at=now)
    actions.open_it(gift.pk, by=GUEST, at=now)
    here = f"/checkout/o/{gift.order.token}/gift/"
    assert client.get(here).status_code == 302
    assert client.post(here, {"gift_name": "Mina", "gift_email": "mina@example.net"}).status_code == 409


def test_a_plain_order_has_no_gift_and_asks_for_none(client: Client, frozen: Any, now: datetime) -> None:
    order = checkout.paid_order(at=now)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        page = client.get(f"/checkout/o/{order.token}/")
    assert not [each["sql"] for each in seen if 'FROM "checkout_gift"' in each["sql"]]
    assert "gift" not in page.context
    assert client.get(f"/checkout/o/{order.token}/gift/").status_code == 404
    assert client.post(f"/checkout/o/{order.token}/gift/sending/").status_code == 404
