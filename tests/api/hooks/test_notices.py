"""Gateways' notices at the door."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dhara.checkout.models import Order
from dhara.kit.actor import person
from dhara.kit.queue import drain
from dhara.money.gateways import actions as accounts
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.sandbox import queries, rules
from dhara.money.gateways.sandbox.models import SandboxCharge
from dhara.money.models import GatewayEvent
from tests.make import checkout, people
from tests.make.gateways import KEYS, KeyedGateway

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def notice(ref: str, at: datetime) -> tuple[bytes, dict[str, str]]:
    event_id, body = rules.notice(ref, "paid", 1, at)
    return body, rules.sign(queries.secret(), event_id, body, at)


def send(body: bytes, headers: dict[str, str], source: str = "sandbox") -> int:
    strict = Client(enforce_csrf_checks=True)
    return strict.post(f"/hooks/{source}/", body, content_type="application/json", headers=headers).status_code


def test_a_notice_is_taken_in_once_and_settles_the_order(now: datetime) -> None:
    order = checkout.placed(checkout.tier(at=now), at=now)
    _payment, charge = checkout.sent(order, at=now)
    SandboxCharge.objects.filter(pk=charge.pk).update(state="paid", choice="pay", paid_at=now)
    told = notice(charge.ref, now)
    assert [send(*told), send(*told)] == [202, 200]
    drain(now)
    assert Order.objects.get().status == "paid"
    assert GatewayEvent.objects.count() == 1


def test_a_notice_that_lies_changes_nothing(now: datetime) -> None:
    order = checkout.placed(checkout.tier(at=now), at=now)
    _payment, charge = checkout.sent(order, at=now)
    assert send(*notice(charge.ref, now)) == 202
    drain(now)
    assert Order.objects.get().status == "pending"


@pytest.mark.parametrize("body", [b"", b"{}", b"\x00", b"\xff\xfe", b"[]", b"null", b'{"data": 1}'])
def test_what_nobody_signed_is_refused(body: bytes) -> None:
    answer = Client().post("/hooks/sandbox/", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "notice_forged"
    assert not GatewayEvent.objects.exists()


def test_too_large_unknown_and_wrong_method(now: datetime) -> None:
    assert send(b"x" * 300_000, {}) == 413
    assert send(b"{}", {}, "gold") == 404
    assert Client().get("/hooks/sandbox/").status_code == 405


def test_no_sandbox_no_notice(settings: object, now: datetime) -> None:
    settings.SANDBOX = False  # type: ignore[attr-defined]
    assert send(*notice("sbx_1", now)) == 404


def test_a_studios_account_has_an_address_of_its_own(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(gateways.GATEWAYS, "keyed", KeyedGateway("keyed"))
    owner = people.account("nadia@example.com")
    shop = people.studio(owner)
    mine = accounts.add(gateway="keyed", studio=shop, live=False, values=KEYS, by=person(owner.pk), at=now)
    headers = {"Signature": KEYS["password"]}
    assert send(b"1 payment ch_1", headers, f"keyed/{mine.notice_token}") == 202
    assert send(b"1 payment ch_1", headers, f"keyed/{mine.notice_token}") == 200
    assert send(b"2 payment ch_1", {"Signature": "guessed"}, f"keyed/{mine.notice_token}") == 400
    assert send(b"3 payment ch_1", headers, "keyed/another-address-of-nobody") == 404
    assert send(b"3 payment ch_1", headers, "keyed") == 404
    assert GatewayEvent.objects.get().account_id == mine.pk


def test_taking_a_notice_in_is_one_statement(now: datetime, django_assert_num_queries: Any) -> None:
    body, headers = notice("sbx_1", now)
    with django_assert_num_queries(1):
        send(body, headers)
