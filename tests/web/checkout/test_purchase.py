"""A whole purchase over HTTP without scripts, and every way that it can end."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client

from dhara.checkout.models import Order
from dhara.delivery.models import Download
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.money.models import Payment
from tests.make import catalog as make
from tests.web.checkout.buying import details, ordered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_a_guest_buys_of_two_sellers(client: Client, now: datetime) -> None:
    first, second = make.offer(now, title="Ramadan cards"), make.offer(now, make.shop(now, "Tuli"), title="CV kit")
    for offer in (first, second):
        assert client.post("/cart/lines/", {"tier": offer.tiers.get().pk, "currency": "BDT"})["Location"] == "/cart/"
    cart = client.get("/cart/").content.decode()
    assert cart.index("Nadia") < cart.index("Ramadan cards") < cart.index("Tuli") < cart.index("CV kit")
    assert "৳900" in cart
    assert client.cookies["cart_count"].value == "2"

    sent = client.post("/checkout/", details(client))
    assert sent["Location"].startswith("/sandbox/pay/sbx_")
    bank = client.get(sent["Location"]).content.decode()
    assert "৳900.00" in bank
    back = client.post(sent["Location"], {"choice": "pay"})
    assert "/checkout/return/" in back["Location"]
    home = client.get(back["Location"])
    order = Order.objects.get()
    assert (order.status, order.total, order.email) == ("paid", 900_00, "karim@example.com")
    assert home["Location"] == f"/checkout/o/{order.token}/"
    early = client.get(home["Location"]).content.decode()
    assert 'http-equiv="refresh"' in early
    assert client.cookies["cart_count"].value == ""

    drain(now)
    page = client.get(home["Location"]).content.decode()
    links = re.findall(r'href="(/d/[^"]+)"', page)
    assert len(links) == 2
    for link in links:
        assert b"contents" in b"".join(client.get(link).streaming_content)  # type: ignore[arg-type]
    assert Download.objects.count() == 2
    assert "Your cart is empty" in client.get("/cart/").content.decode()
    library = client.get(f"/library/o/{order.token}/").content.decode()
    assert "Ramadan cards" in library
    assert "CV kit" in library
    letter = Letter.objects.get(name="receipt")
    assert f"/library/o/{order.token}/" in letter.text


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_receipt_is_a_pdf_in_both_languages(client: Client, now: datetime, language: str) -> None:
    order = ordered(client, now)
    answer = client.get(f"/checkout/o/{order.token}/receipt.pdf?lang={language}")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert language in answer["Content-Disposition"]
    assert client.get(f"/checkout/o/{order.token}/receipt.pdf?lang=xx").status_code == 200


def test_no_receipt_before_the_payment(client: Client, now: datetime) -> None:
    order = ordered(client, now, "decline")
    assert client.get(f"/checkout/o/{order.token}/receipt.pdf").status_code == 404


@pytest.mark.parametrize(
    ("choice", "status", "words"),
    [
        ("decline", "failed", "The payment was declined"),
        ("cancel", "cancelled", "You cancelled the payment"),
    ],
)
def test_an_unhappy_end_can_be_tried_again(client: Client, now: datetime, choice: str, status: str, words: str) -> None:
    order = ordered(client, now, choice)
    assert order.status == status
    page = client.get(f"/checkout/o/{order.token}/").content.decode()
    assert words in page
    assert "Nothing was charged" in page
    assert client.get(f"/library/o/{order.token}/")["Location"] == f"/checkout/o/{order.token}/"
    sent = client.post(f"/checkout/o/{order.token}/payment/", {"gateway": "sandbox"})
    back = client.post(sent["Location"], {"choice": "pay"})
    client.get(back["Location"])
    order.refresh_from_db()
    assert order.status == "paid"
    assert Payment.objects.count() == 2


def test_money_that_is_late(client: Client, now: datetime) -> None:
    order = ordered(client, now, "pay_late")
    payment = Payment.objects.get()
    waiting = client.get(f"/checkout/return/{payment.token}/")
    page = waiting.content.decode()
    assert "Waiting for your payment" in page
    assert f'content="2;url=/checkout/return/{payment.token}/?looked=1"' in page
    assert 'content="60;' in client.get(f"/checkout/return/{payment.token}/?looked=14").content.decode()
    for rest in ("?looked=400", "?looked=999999999", "?looked=-1", "?looked=x"):
        assert client.get(f"/checkout/return/{payment.token}/{rest}").status_code == 200
    assert "http-equiv" not in client.get(f"/checkout/return/{payment.token}/?looked=400").content.decode()
    from datetime import timedelta

    drain(now + timedelta(minutes=5))
    assert client.get(f"/checkout/return/{payment.token}/")["Location"] == f"/checkout/o/{order.token}/"


def test_a_payment_that_is_never_answered_can_be_cancelled(client: Client, now: datetime) -> None:
    order = ordered(client, now, "never")
    page = client.get(f"/checkout/o/{order.token}/").content.decode()
    assert "not paid yet" in page
    client.post(f"/checkout/o/{order.token}/cancellation/")
    order.refresh_from_db()
    assert order.status == "cancelled"


def test_a_gateway_may_send_the_payer_back_by_a_form(client: Client, now: datetime) -> None:
    ordered(client, now, "never")
    strict = Client(enforce_csrf_checks=True)
    back = f"/checkout/return/{Payment.objects.get().token}/"
    assert strict.post(back, {"status": "PAID"}, follow=True).redirect_chain == [(back, 302)]
    assert Order.objects.get().status == "pending"


def test_the_button_pressed_twice_is_one_order(client: Client, now: datetime) -> None:
    client.post("/cart/lines/", {"tier": make.offer(now).tiers.get().pk})
    told = details(client)
    first, second = client.post("/checkout/", told), client.post("/checkout/", told)
    assert first["Location"] == second["Location"]
    assert Order.objects.count() == Payment.objects.count() == 1


def test_the_button_pressed_again_after_all_was_paid_shows_the_receipt(client: Client, now: datetime) -> None:
    client.post("/cart/lines/", {"tier": make.offer(now, tiers=[make.free()]).tiers.get().pk})
    told = details(client)
    client.post("/checkout/", told)
    drain(now)
    assert client.post("/checkout/", told)["Location"] == f"/checkout/o/{Order.objects.get().token}/"


def test_what_is_free_needs_no_gateway(client: Client, now: datetime) -> None:
    client.post("/cart/lines/", {"tier": make.offer(now, tiers=[make.free()]).tiers.get().pk})
    page = client.get("/checkout/").content.decode()
    assert "Get it for free" in page
    assert 'name="gateway"' not in page
    told = details(client)
    told.pop("gateway")
    answer = client.post("/checkout/", told)
    assert answer["Location"] == f"/checkout/o/{Order.objects.get().token}/"
    drain(now)
    assert "Thank you, Karim Uddin" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("path", ["", "payment/", "cancellation/", "receipt.pdf"])
@pytest.mark.parametrize("token", ["nonsense", "x" * 300, "%00", "ধারা"])
def test_an_unknown_order_is_not_found(client: Client, path: str, token: str) -> None:
    answer = client.post if path in ("payment/", "cancellation/") else client.get
    assert answer(f"/checkout/o/{token}/{path}").status_code == 404


def test_an_unknown_payment_is_not_found(client: Client) -> None:
    assert client.get("/checkout/return/nonsense/").status_code == 404
    assert client.get("/sandbox/pay/nonsense/").status_code == 404


def test_pages_with_secrets_are_kept_to_their_owner(client: Client, now: datetime) -> None:
    order = ordered(client, now)
    for path in (f"/checkout/o/{order.token}/", f"/library/o/{order.token}/", "/cart/", "/library/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "noindex" in answer["X-Robots-Tag"]


def test_no_sandbox_outside_of_a_sandbox(client: Client, now: datetime, settings: object) -> None:
    client.post("/cart/lines/", {"tier": make.offer(now).tiers.get().pk})
    where = client.post("/checkout/", details(client))["Location"]
    settings.SANDBOX = False  # type: ignore[attr-defined]
    assert client.get(where).status_code == 404
    assert client.post(where, {"choice": "pay"}).status_code == 404
    assert "No way of paying takes this amount" in client.get("/checkout/").content.decode()


def test_the_bank_wants_one_of_its_buttons(client: Client, now: datetime) -> None:
    client.post("/cart/lines/", {"tier": make.offer(now).tiers.get().pk})
    where = client.post("/checkout/", details(client))["Location"]
    assert client.post(where, {"choice": "steal"}).status_code == 422
    assert client.post(where, {}).status_code == 422
    client.post(where, {"choice": "pay"})
    assert "You have chosen already" in client.get(where).content.decode()
