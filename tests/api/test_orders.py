"""Ordering through the API: once for each key, paid through a gateway, seen by those who may."""

from __future__ import annotations

import threading
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from dhara.api.models import SentRequest
from dhara.checkout.models import Cart, Order
from dhara.checkout.orders import actions as orders
from dhara.kit.actor import GUEST
from dhara.kit.queue import drain
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.models import Payment, SandboxCharge
from tests.api.door import Program, key_of, problem, wanted
from tests.make import catalog as make
from tests.make import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_a_guest_orders_pays_and_sees_the_order(now: datetime) -> None:
    offer = make.offer(now)
    guest = Program()
    answer = guest.order(wanted(offer))
    assert answer.status_code == 201
    made = answer.json()
    assert made["status"] == "pending"
    assert made["total"] == {"amount": 45_000, "currency": "BDT", "text": "৳450"}
    assert made["payment"]["url"].startswith("http://localhost:8000/sandbox/pay/")
    assert made["lines"][0]["title"] == offer.title
    payment = Payment.objects.get()
    assert payment.return_url == f"http://localhost:8000/checkout/return/{payment.token}/"
    sandbox.choose(SandboxCharge.objects.get().ref, "pay", at=now)
    orders.confirm(payment.token, by=GUEST, at=now)
    seen = Program(**{"Order-Token": made["token"]}).get(f"/orders/{made['number']}").json()
    assert (seen["status"], seen["payment"]["url"]) == ("paid", None)
    assert seen["receipt_url"].endswith("/receipt.pdf")
    assert seen["paid_at"] == "2026-03-02T04:00:00Z"


def test_the_same_key_and_body_give_the_same_order(now: datetime) -> None:
    offer, key = make.offer(now), uuid.uuid4().hex
    first, second = (Program().order(wanted(offer), key).json() for _time in range(2))
    assert first == second
    assert (Order.objects.count(), Payment.objects.count(), Cart.objects.count()) == (1, 1, 1)


def test_the_same_key_with_another_body_is_refused(now: datetime) -> None:
    offer, key = make.offer(now), uuid.uuid4().hex
    Program().order(wanted(offer), key)
    problem(Program().order(wanted(offer, name="Somebody Else"), key), 409, "idempotency_key_reused")
    assert Order.objects.count() == 1


def test_keys_of_two_people_do_not_meet(now: datetime) -> None:
    offer, key = make.offer(now), uuid.uuid4().hex
    karim, mina = people.account("karim@example.com"), people.account("mina@example.com")
    numbers = {Program(key_of(each, now)).order(wanted(offer), key).json()["number"] for each in (karim, mina)}
    assert len(numbers) == 2


def test_a_refused_request_leaves_nothing_and_its_key_can_be_used_again(now: datetime) -> None:
    offer, key = make.offer(now), uuid.uuid4().hex
    said = problem(Program().order(wanted(offer, confirmed_total=1), key), 409, "price_changed")
    assert "৳450" in said["detail"]
    assert not Cart.objects.exists()
    assert not SentRequest.objects.exists()
    assert Program().order(wanted(offer), key).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_sent_many_times_at_once_it_is_one_order(now: datetime) -> None:
    offer, key = make.offer(now, tiers=[make.fixed(stock=3)]), uuid.uuid4().hex
    body, numbers = wanted(offer), []

    def send() -> None:
        numbers.append(Program().order(body, key).json().get("number"))
        connection.close()

    threads = [threading.Thread(target=send) for _each in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert set(numbers) == {Order.objects.get().number}
    offer.tiers.get().refresh_from_db()
    assert offer.tiers.get().reserved == 1


def test_replayed_after_a_decline_it_does_not_pay_again_but_payments_does(now: datetime, frozen: Any) -> None:
    offer, key = make.offer(now), uuid.uuid4().hex
    made = Program().order(wanted(offer), key).json()
    sandbox.choose(SandboxCharge.objects.get().ref, "decline", at=now)
    orders.confirm(Payment.objects.get().token, by=GUEST, at=now)
    again = Program().order(wanted(offer), key).json()
    assert (again["status"], again["payment"]["url"]) == ("failed", None)
    holder = Program(**{"Order-Token": made["token"]})
    retried = holder.post(f"/orders/{made['number']}/payments", {"gateway": "sandbox"})
    assert retried.status_code == 201
    assert retried.json()["status"] == "pending"
    assert Payment.objects.count() == 2
    problem(holder.post(f"/orders/{made['number']}/payments", {"gateway": "stone"}), 422, "gateway_unknown")
    frozen.move_to(now + timedelta(days=2))
    orders.cancel(Order.objects.get().pk, by=GUEST, at=now + timedelta(days=2))
    problem(holder.post(f"/orders/{made['number']}/payments", {"gateway": "sandbox"}), 409, "order_old")


def test_what_is_free_needs_no_gateway(now: datetime) -> None:
    offer = make.offer(now, tiers=[make.free()])
    karim = people.account()
    made = Program(key_of(karim, now)).order(wanted(offer, gateway="", confirmed_total=0)).json()
    assert (made["status"], made["payment"]) == ("paid", None)
    assert Order.objects.get().account == karim
    drain(now)
    owned = Program(key_of(karim, now)).get("/me/library").json()["items"]
    assert [each["title"] for each in owned] == [offer.title]


def test_the_buyer_chooses_what_to_pay(now: datetime) -> None:
    offer = make.offer(now, tiers=[make.choose(10_000)])
    body = wanted(offer, confirmed_total=25_000)
    body["lines"][0]["amount"] = 25_000
    assert Program().order(body).json()["total"]["amount"] == 25_000
    body["lines"][0]["amount"] = 500
    said = problem(Program().order({**body, "confirmed_total": 500}), 422, "price_too_low")
    assert said["errors"][0]["field"] == "lines.0.amount"


def test_the_cart_of_the_buyer_s_browser_stays_as_it_is(now: datetime) -> None:
    karim = people.account()
    Program(key_of(karim, now)).order(wanted(make.offer(now)))
    assert not Cart.objects.filter(account=karim).exists()


def test_who_does_not_hold_the_order_is_not_told_of_it(now: datetime) -> None:
    karim, mina = people.account("karim@example.com"), people.account("mina@example.com")
    number = Program(key_of(karim, now)).order(wanted(make.offer(now))).json()["number"]
    other = Program().order(wanted(make.offer(now), email="x@example.com")).json()
    assert Program(key_of(karim, now)).get(f"/orders/{number}").status_code == 200
    problem(Program(key_of(mina, now)).get(f"/orders/{number}"), 404, "not_found")
    problem(Program(**{"Order-Token": other["token"]}).get(f"/orders/{number}"), 404, "not_found")
    problem(Program(**{"Order-Token": "guessed"}).get(f"/orders/{number}"), 401, "order_token")
    problem(Program().get(f"/orders/{number}"), 401, "not_signed_in")
    problem(Program(key_of(mina, now)).post(f"/orders/{number}/payments", {"gateway": "sandbox"}), 404, "not_found")


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"email": "nobody"}, "email", "email_invalid"),
        ({"name": " \u200b "}, "name", "name_missing"),
        ({"phone": "12"}, "phone", "phone_invalid"),
        ({"gateway": ""}, "gateway", "gateway_missing"),
        ({"gateway": "stone"}, "gateway", "gateway_unknown"),
        ({"currency": "USD"}, "lines.0.tier", "other_currency"),
        ({"lines": [{"tier": 2**62}]}, "lines.0.tier", "tier_unknown"),
        ({"lines": []}, "lines", "too_short"),
        ({"colour": "red"}, "colour", "extra_forbidden"),
        ({"confirmed_total": "45000"}, "confirmed_total", "int_type"),
        ({"confirmed_total": 2**70}, "confirmed_total", "less_than_equal"),
        ({"return_url": "http://evil.example/"}, "return_url", "return_url"),
        ({"return_url": "https://evil.example/{token}"}, "return_url", "return_url"),
        ({"return_url": "https://shop.example/thanks"}, "return_url", "return_url_key"),
        ({"name": "a\u0000b"}, "name", "string_pattern_mismatch"),
    ],
)
def test_a_wrong_field_is_named(now: datetime, change: dict[str, Any], field: str, code: str) -> None:
    response = Program().order(wanted(make.offer(now), **change))
    said = response.json()
    assert response.status_code in (409, 422), said
    assert [(each["field"], each["code"]) for each in said["errors"]] == [(field, code)]
    assert not Order.objects.exists()
    assert not Cart.objects.exists()


def test_each_line_is_looked_at(now: datetime) -> None:
    offer = make.offer(now)
    tier = offer.tiers.get().pk
    said = Program().order(wanted(offer, lines=[{"tier": tier}, {"tier": tier}])).json()
    assert said["errors"][0]["field"] == "lines.1.tier"
    said = Program().order(wanted(offer, lines=[{"tier": tier, "quantity": 900}])).json()
    assert said["errors"][0] == {**said["errors"][0], "field": "lines.0.quantity", "code": "too_many_copies"}
    said = Program().order(wanted(offer, lines=[{"tier": tier, "size": 3}])).json()
    assert said["errors"][0]["field"] == "lines.0.size"


def test_a_program_with_a_key_may_name_its_own_address(now: datetime) -> None:
    program = Program(key_of(people.account(), now))
    assert program.order(wanted(make.offer(now), return_url="https://shop.example/thanks")).status_code == 201
    assert Payment.objects.get().return_url == "https://shop.example/thanks"


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "spaces are not allowed", "ключ-ключ-ключ-ключ"])
def test_the_key_of_a_request_has_a_form(now: datetime, key: str) -> None:
    headers = {"Idempotency_Key": key} if key else {}
    said = problem(Program().post("/orders", wanted(make.offer(now)), **headers), 422, "invalid")
    assert [each["field"] for each in said["errors"]] == ["Idempotency-Key"]


def test_a_gift_is_ordered_and_seen_by_its_buyer(now: datetime) -> None:
    offer = make.offer(now)
    told = {"email": "mina@example.org", "name": "Mina", "message": "Happy birthday!", "day": "2026-04-14"}
    made = Program().order(wanted(offer, gift=told)).json()
    assert made["gift"] == {
        **told,
        "language": made["language"],
        "status": "waiting",
        "status_text": "waiting for its day",
        "sent_at": None,
        "opened_at": None,
    }
    assert Program().order(wanted(offer)).json()["gift"] is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "no address"}, "gift.email"),
        ({"day": "2026-02-30"}, "gift.day"),
        ({"day": "2026-03-01"}, "gift.day"),
        ({"message": "see https://evil.example"}, "gift.message"),
    ],
)
def test_a_gift_that_can_not_be_sent_is_refused(now: datetime, wrong: dict[str, str], field: str) -> None:
    told = {"email": "mina@example.org", "name": "Mina", **wrong}
    answer = Program().order(wanted(make.offer(now), gift=told))
    assert answer.status_code == 422
    assert field in answer.content.decode()
    assert not Order.objects.exists()
