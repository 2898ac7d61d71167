"""A studio's money over the API."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse

from dhara.money.models import Payout
from dhara.money.payouts import rules
from tests.api.door import Program, key_of
from tests.make import money, people
from tests.make import payouts as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(now: datetime, frozen: Any) -> people.Cast:
    cast = people.cast()
    money.earned(cast.studio, 1_000_000, now)
    return cast


def body(answer: HttpResponse) -> dict[str, Any]:
    return dict(json.loads(answer.content))


def test_ask_look_and_cancel(here: people.Cast, now: datetime) -> None:
    method = make.proven(here.studio, now)
    program = Program(key_of(here.nadia, now, "money:read", "payouts:write", studio=here.studio))
    base = f"/studios/{here.studio.handle}"
    balance = body(program.get(f"{base}/balance"))["items"][0]
    assert (balance["payable"]["amount"], balance["under_way"]["amount"]) == (1_000_000, 0)
    listed = body(program.get(f"{base}/payout-methods"))["items"]
    assert [(each["id"], each["ending"]) for each in listed] == [(method.pk, "017••••5678")]
    wanted, key = {"currency": "BDT", "method": method.pk, "amount": 250_000}, uuid.uuid4().hex
    first, again = (program.post(f"{base}/payouts", wanted, Idempotency_Key=key) for _try in range(2))
    assert (first.status_code, body(first)) == (201, body(again))
    assert [each["code"] for each in body(first)["waits_for"]] == ["first"]
    other = program.post(f"{base}/payouts", {**wanted, "amount": 10_000}, Idempotency_Key=key)
    assert (other.status_code, body(other)["code"]) == (409, "idempotency_key_reused")
    place = f"{base}/payouts/{body(first)['number']}"
    assert body(program.get(place))["amount"]["amount"] == 250_000
    assert body(program.post(f"{place}/cancellation", {}))["status"] == "cancelled"
    assert program.post(f"{place}/cancellation", {}).status_code == 409
    moved = body(program.get(f"{base}/movements"))["items"]
    assert [each["kind"] for each in moved] == ["payout_back", "payout", "settlement"]
    assert Payout.objects.get().status == rules.CANCELLED


def test_keys_need_their_scope_and_people_their_role(here: people.Cast, now: datetime) -> None:
    method = make.proven(here.studio, now)
    base = f"/studios/{here.studio.handle}"
    wanted, key = {"currency": "BDT", "method": method.pk}, uuid.uuid4().hex
    for scopes, path in ((["orders:read"], "/balance"), (["payouts:write"], "/payouts")):
        assert Program(key_of(here.nadia, now, *scopes)).get(base + path).status_code == 403
    reader = Program(key_of(here.nadia, now, "money:read"))
    assert reader.post(f"{base}/payouts", wanted, Idempotency_Key=key).status_code == 403
    for account, status in ((here.rafi, 403), (here.karim, 404)):
        program = Program(key_of(account, now))
        assert program.get(f"{base}/payouts").status_code == status
        assert program.post(f"{base}/payouts", wanted, Idempotency_Key=key).status_code == status
    assert not Payout.objects.exists()


def test_refusals_name_the_field(here: people.Cast, now: datetime) -> None:
    method = make.proven(here.studio, now)
    program, base = Program(key_of(here.nadia, now)), f"/studios/{here.studio.handle}"
    for change, code in (
        ({"amount": 1_000_001}, "payout_too_much"),
        ({"amount": 1}, "payout_too_little"),
        ({"method": method.pk + 1000}, "payout_method"),
        ({"currency": "XXX"}, "currency_unknown"),
    ):
        wanted = {"currency": "BDT", "method": method.pk, "amount": 20_000, **change}
        answer = program.post(f"{base}/payouts", wanted, Idempotency_Key=uuid.uuid4().hex)
        assert body(answer)["code"] == code


def test_pages_of_payouts(here: people.Cast, now: datetime) -> None:
    method = make.proven(here.studio, now)
    numbers = [make.asked(here.studio, method, now, 10_000).number for _each in range(5)]
    program, base = Program(key_of(here.nadia, now)), f"/studios/{here.studio.handle}"
    for path, seen in (("/payouts", numbers), ("/movements", range(6))):
        page, found, asked = {"next": None}, 0, {"limit": 2}
        while page["next"] is not None or not found:
            page = body(program.get(base + path, **asked))
            found += len(page["items"])
            asked = {"limit": 2, "cursor": page["next"]}
        assert found == len(seen)


def test_another_request_under_the_same_key_is_refused(here: people.Cast, now: datetime) -> None:
    first, second = make.proven(here.studio, now), make.proven(here.studio, now, "nagad")
    program, path, key = Program(key_of(here.nadia, now)), f"/studios/{here.studio.handle}/payouts", uuid.uuid4().hex
    wanted = {"currency": "BDT", "method": first.pk}
    made = body(program.post(path, wanted, Idempotency_Key=key))
    assert body(program.post(path, wanted, Idempotency_Key=key)) == made
    for change in ({"amount": 1_000_000}, {"method": second.pk}, {"currency": "USD"}):
        again = program.post(path, {**wanted, **change}, Idempotency_Key=key)
        assert (again.status_code, body(again)["code"]) == (409, "idempotency_key_reused")
    assert Payout.objects.get().number == made["number"]
