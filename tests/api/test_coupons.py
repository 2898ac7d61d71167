"""Coupons over the API, and orders that use them."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse

from dhara.checkout.models import Coupon
from tests.api.door import Program, key_of
from tests.make import checkout as make
from tests.make import people
from tests.make.coupons import coupon

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(now: datetime, frozen: Any) -> people.Cast:
    return people.cast()


def body(answer: HttpResponse) -> dict[str, Any]:
    return dict(json.loads(answer.content))


def test_make_list_and_end(here: people.Cast, now: datetime) -> None:
    program = Program(key_of(here.nadia, now, "coupons:read", "coupons:write", studio=here.studio))
    base = f"/studios/{here.studio.handle}/coupons"
    wanted = {"code": "ঈদ২০", "kind": "percent", "percent_bp": 2_000, "cap": 100}
    made = program.post(base, wanted)
    assert made.status_code == 201
    assert body(made)["code"] == "ঈদ২০"
    again = program.post(base, wanted)
    assert (again.status_code, body(again)["code"]) == (409, "code_taken")
    wrong = program.post(base, {"code": "X Y", "kind": "percent", "percent_bp": 100})
    assert body(wrong)["errors"][0]["field"] == "code"
    assert [each["used"] for each in body(program.get(base))["items"]] == [0]
    moved = program.post(f"{base}/{Coupon.objects.get().pk}/state", {"to": "end"})
    assert body(moved)["status"] == "ended"
    assert program.post(f"{base}/{Coupon.objects.get().pk}/state", {"to": "resume"}).status_code == 409
    reader = Program(key_of(here.nadia, now, "coupons:read", studio=here.studio))
    assert body(reader.post(base, wanted))["code"] == "scope"


def test_pages_go_on_where_they_ended(here: people.Cast, now: datetime) -> None:
    for number in range(5):
        coupon(here.studio, f"CODE{number}", at=now)
    program = Program(key_of(here.nadia, now, "coupons:read", studio=here.studio))
    base, seen, cursor = f"/studios/{here.studio.handle}/coupons?limit=2", [], None
    while True:
        page = body(program.get(base + (f"&cursor={cursor}" if cursor else "")))
        seen += [each["code"] for each in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [f"CODE{number}" for number in reversed(range(5))]


def test_an_order_with_a_code_costs_what_it_says(here: people.Cast, now: datetime) -> None:
    tier = make.tier(here.studio)
    coupon(here.studio, at=now)
    program = Program(key_of(here.karim, now, "orders:write", "orders:read"))
    wanted = {
        "lines": [{"tier": tier.pk}], "email": "karim@example.com", "name": "Karim", "currency": "BDT",
        "confirmed_total": 36_000, "gateway": "sandbox", "coupons": ["eid২০"],
    }  # fmt: skip

    def order(**more: Any) -> Any:
        return program.order({**wanted, **more}, uuid.uuid4().hex)

    refused = body(order(coupons=["NOPE"]))
    assert (refused["code"], refused["errors"][0]["field"]) == ("coupon_unknown", "coupons.0")
    assert body(order(confirmed_total=45_000))["code"] == "price_changed"
    made = body(order())
    assert (made["total"]["amount"], made["discount"]["amount"]) == (36_000, 9_000)
    (line,) = made["lines"]
    assert line["list_price"]["amount"] == 45_000
    assert [(each["kind"], each["words"], each["amount"]["amount"]) for each in line["discounts"]] == [
        ("coupon", "EID20", 9_000)
    ]
