"""Money back over the API: once for each key, by those who may, and only what is theirs."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse

from dhara.checkout.models import Order, OrderLine, Refund
from dhara.kit.queue import drain
from dhara.money.models import PaymentRefund, SandboxCharge
from tests.api.door import Program, key_of, problem
from tests.make import checkout as make
from tests.make import people
from tests.make import refunds as made
from tests.make.race import errors, race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
BASE = "/studios/nadia/refunds"
KEY = "k" * 16


@pytest.fixture
def order(cast: people.Cast, now: datetime) -> Order:
    return make.paid_order(make.tier(cast.studio, prices={"BDT": 100_000}, stock=5), at=now)


@pytest.fixture
def program(cast: people.Cast, now: datetime) -> Program:
    return Program(key_of(cast.nadia, now, "refunds:read", "refunds:write", studio=cast.studio))


def wanted(order: Order, **more: Any) -> dict[str, Any]:
    """All that is left of the order's first line, unless `more` says otherwise."""
    amount = {"amount": more.pop("amount")} if "amount" in more else {}
    tier = OrderLine.objects.filter(order=order).earliest("id").tier_id
    return {"order": order.number, "lines": [{"tier": tier, **amount}], "reason": "The wrong file.", **more}


def send(program: Program, body: dict[str, Any], key: str = KEY, base: str = BASE) -> HttpResponse:
    return program.post(base, body, Idempotency_Key=key)


@pytest.mark.parametrize("amount", [{}, {"amount": None}, {"amount": 100_000}, {"amount": 30_000}])
def test_sent_again_it_is_the_first_refund(
    program: Program, order: Order, now: datetime, amount: dict[str, int | None]
) -> None:
    first, again = (send(program, wanted(order, **amount)) for _try in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    drain(now)
    after = send(program, wanted(order, **amount))
    assert (after.status_code, after.json()["id"], after.json()["status"]) == (201, first.json()["id"], "succeeded")
    assert (Refund.objects.count(), PaymentRefund.objects.count()) == (1, 1)
    assert SandboxCharge.objects.get().refunded == first.json()["amount"]["amount"]
    made.sound(now)


def test_sent_again_after_the_rest_went_back_otherwise(program: Program, order: Order, now: datetime) -> None:
    first = send(program, wanted(order, amount=30_000)).json()
    rest = send(program, wanted(order), uuid.uuid4().hex).json()
    assert rest["amount"]["amount"] == 70_000
    assert send(program, wanted(order, amount=30_000)).json()["id"] == first["id"]
    assert Refund.objects.count() == 2


def test_a_refund_that_failed_is_told_to_who_sends_it_again(program: Program, cast: people.Cast, now: datetime) -> None:
    order = make.chosen(make.placed(make.tier(cast.studio), at=now), "pay_unreturnable", at=now)
    drain(now)
    first = send(program, wanted(order)).json()
    drain(now)
    again = send(program, wanted(order)).json()
    assert (again["id"], again["status"]) == (first["id"], "failed")
    assert send(program, wanted(order), uuid.uuid4().hex).json()["status"] == "pending"


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 30_001},
        {"amount": None},
        {"reason": "Another word."},
        {"access": "end"},
        {"access": "keep"},
        {"restock": True},
    ],
)
def test_another_request_under_the_same_key_is_refused(program: Program, order: Order, change: dict[str, Any]) -> None:
    send(program, wanted(order, amount=30_000))
    problem(send(program, wanted(order, **{"amount": 30_000, **change})), 409, "idempotency_key_reused")
    assert Refund.objects.count() == 1


def test_another_order_under_the_same_key_is_refused(
    program: Program, order: Order, cast: people.Cast, now: datetime
) -> None:
    send(program, wanted(order))
    other = make.paid_order(make.tier(cast.studio), at=now)
    problem(send(program, wanted(other)), 409, "idempotency_key_reused")
    assert Refund.objects.count() == 1


def test_a_refused_request_leaves_its_key_free(program: Program, order: Order) -> None:
    problem(send(program, wanted(order, amount=100_001)), 422, "refund_too_much")
    assert send(program, wanted(order, amount=100_000)).status_code == 201


def test_studios_may_choose_the_same_key(program: Program, cast: people.Cast, now: datetime) -> None:
    tuli = people.account("tuli@example.com")
    second = people.studio(tuli, handle="tuli")
    both = make.paid_order(make.tier(cast.studio), make.tier(second), at=now)
    other = Program(key_of(tuli, now))
    theirs = {**wanted(both), "lines": [{"tier": both.lines.get(studio=second).tier_id}]}
    ours = send(program, wanted(both)).json()
    got = send(other, theirs, base="/studios/tuli/refunds").json()
    assert ours["id"] != got["id"]
    problem(send(program, theirs, uuid.uuid4().hex), 422, "line_unknown")
    problem(send(program, theirs, base="/studios/tuli/refunds"), 404, "not_found")
    problem(send(other, wanted(both)), 404, "not_found")
    assert Refund.objects.count() == 2


@pytest.mark.parametrize("key", [None, "", "short", "x" * 65, "spaces are not allowed", "x" * 16 + "\n"])
@pytest.mark.parametrize("path", ["/orders", BASE, "/studios/nadia/payouts"])
def test_the_key_of_a_request_has_a_form(cast: people.Cast, now: datetime, path: str, key: str | None) -> None:
    named = {} if key is None else {"Idempotency_Key": key}
    said = problem(Program(key_of(cast.nadia, now)).post(path, {}, **named), 422, "invalid")
    assert "Idempotency-Key" in {each["field"] for each in said["errors"]}


def test_only_those_who_may(order: Order, cast: people.Cast, now: datetime) -> None:
    problem(send(Program(), wanted(order)), 401, "not_signed_in")
    problem(send(Program(key_of(cast.nadia, now, "refunds:read")), wanted(order)), 403, "scope")
    problem(send(Program(key_of(cast.rafi, now)), wanted(order)), 403, "role")
    problem(send(Program(key_of(cast.karim, now)), wanted(order)), 404, "not_found")
    problem(Program(key_of(cast.nadia, now, "refunds:write")).get(BASE), 403, "scope")
    assert not Refund.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("amount", [{}, {"amount": 30_000}])
def test_sent_many_times_at_once_it_is_one_refund(
    program: Program, order: Order, now: datetime, amount: dict[str, int]
) -> None:
    body = wanted(order, **amount)
    answers = race(*(lambda: Program(program.headers["Authorization"][7:]).post(BASE, body, Idempotency_Key=KEY)
                     for _each in range(4)))  # fmt: skip
    assert not errors(answers)
    found = [each for each in answers if isinstance(each, HttpResponse)]
    assert [each.status_code for each in found] == [201] * 4
    assert len({json.loads(each.content)["id"] for each in found}) == 1
    assert (Refund.objects.count(), PaymentRefund.objects.count()) == (1, 1)
    made.sound(now)


@pytest.mark.django_db(transaction=True)
def test_two_orders_under_one_key_at_once(program: Program, order: Order, cast: people.Cast, now: datetime) -> None:
    other = make.paid_order(make.tier(cast.studio), at=now)
    answers = race(*(lambda body=wanted(each): send(program, body) for each in (order, other)))
    assert sorted(each.status_code for each in answers if isinstance(each, HttpResponse)) == [201, 409]
    assert Refund.objects.count() == 1
