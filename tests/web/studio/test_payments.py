"""The studio's ways to be paid, and its bank transfers, in the browser."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dhara.kit.actor import person
from dhara.money.gateways import queries
from dhara.money.models import BankRefund, BankTransfer, GatewayAccount
from dhara.people.models import Studio
from tests.make import bank, people
from tests.make.console import signed_in
from tests.make.gateways import KEYS, KeyedGateway

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def keyed(monkeypatch: pytest.MonkeyPatch) -> KeyedGateway:
    fake = KeyedGateway("keyed")
    monkeypatch.setitem(queries.GATEWAYS, "keyed", fake)
    return fake


@pytest.fixture
def owner() -> Any:
    return people.account("nadia@example.com")


@pytest.fixture
def shop(owner: Any) -> Studio:
    return people.studio(owner)


@pytest.fixture
def door(owner: Any, shop: Studio) -> tuple[Client, str]:
    return signed_in(owner), f"/studio/{shop.handle}/payments/"


def sent(**values: str) -> dict[str, str]:
    return {f"keyed-{name}": value for name, value in {**KEYS, **values}.items()}


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_keys_are_entered_checked_and_never_shown(door: tuple[Client, str], keyed: KeyedGateway) -> None:
    client, base = door
    assert "not set up" in words(client.get(base))
    answer = client.post(f"{base}keyed/", sent(), follow=True)
    assert "the gateway takes these keys" in words(answer)
    assert "ready" in words(answer)
    assert "Test: no real money" in words(answer)
    assert KEYS["password"] not in words(answer)
    account = GatewayAccount.objects.get()
    assert f"/hooks/keyed/{account.notice_token}/" in words(answer)


def test_what_the_gateway_refuses_is_said(door: tuple[Client, str], keyed: KeyedGateway) -> None:
    client, base = door
    answer = client.post(f"{base}keyed/", sent(password="wrong-password"), follow=True)
    assert "The password is wrong." in words(answer)
    assert "something is wrong" in words(answer)
    answer = client.post(f"{base}keyed/", sent(password=KEYS["password"]), follow=True)
    assert "something is wrong" not in words(answer)


def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(
    door: tuple[Client, str], keyed: KeyedGateway
) -> None:
    client, base = door
    answer = client.post(f"{base}keyed/", {"keyed-shop_id": "Shop No 1"})
    assert answer.status_code == 422
    assert "Please fill this in." in words(answer)
    assert "does not look right" in words(answer)
    assert "Shop No 1" in words(answer)
    assert not GatewayAccount.objects.exists()


def test_it_is_switched_checked_and_taken_out_of_use(door: tuple[Client, str], keyed: KeyedGateway) -> None:
    client, base = door
    client.post(f"{base}keyed/", sent())
    assert "switched off" in words(client.post(f"{base}keyed/offering/", {"on": "0"}, follow=True))
    client.post(f"{base}keyed/offering/", {"on": "1"})
    assert GatewayAccount.objects.get().active
    keyed.answers["down"] = True
    assert "did not answer" in words(client.post(f"{base}keyed/examination/", follow=True))
    assert "not set up" in words(client.post(f"{base}keyed/retirement/", follow=True))
    assert client.post(f"{base}keyed/retirement/").status_code == 404


def test_unknown_gateways_and_the_sandbox_have_no_keys(door: tuple[Client, str]) -> None:
    client, base = door
    assert client.post(f"{base}gold/", {}).status_code == 404
    assert client.post(f"{base}sandbox/", {}).status_code in (404, 422)
    assert not GatewayAccount.objects.exists()


def test_members_see_it_and_only_owners_change_it(shop: Studio, keyed: KeyedGateway) -> None:
    manager = signed_in(people.member(shop, people.account("mina@example.com"), role="manager").account)
    answer = manager.get(f"/studio/{shop.handle}/payments/")
    assert "Only owners" in words(answer)
    assert "<form" not in words(answer).partition('id="way-keyed"')[2].partition("</section>")[0]
    assert manager.post(f"/studio/{shop.handle}/payments/keyed/", sent()).status_code == 403


@pytest.fixture
def shown(shop: Studio, owner: Any, now: datetime) -> BankTransfer:
    return bank.shown(bank.account(now, shop, person(owner.pk)), now, proof=True)


def test_a_transfer_is_looked_at_and_confirmed(door: tuple[Client, str], shown: BankTransfer) -> None:
    client, base = door
    assert "Bank transfers wait for you" in words(client.get(base))
    page = words(client.get(f"{base}transfers/"))
    assert shown.code in page
    proof = client.get(f"{base}transfers/{shown.pk}/proof/")
    assert proof["Content-Type"] == "application/pdf"
    assert proof["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(proof) == bank.PDF
    assert client.post(f"{base}transfers/{shown.pk}/confirmation/", {"amount": "much"}).status_code == 422
    client.post(f"{base}transfers/{shown.pk}/confirmation/", {"amount": "৪৫০"})
    shown.refresh_from_db()
    assert (shown.status, shown.came) == ("confirmed", 45_000)


def test_a_transfer_that_did_not_come(door: tuple[Client, str], shown: BankTransfer) -> None:
    client, base = door
    assert client.post(f"{base}transfers/{shown.pk}/rejection/", {"reason": ""}).status_code == 422
    client.post(f"{base}transfers/{shown.pk}/rejection/", {"reason": "Nothing came."})
    shown.refresh_from_db()
    assert (shown.status, shown.objection) == ("rejected", "Nothing came.")


def test_another_studios_transfers_are_not_there(door: tuple[Client, str], now: datetime) -> None:
    client, base = door
    theirs = bank.shown(bank.account(now), now, proof=True)
    due = bank.refund_due(GatewayAccount.objects.get(), now)
    assert theirs.code not in words(client.get(f"{base}transfers/"))
    for noun in ("confirmation", "rejection"):
        assert client.post(f"{base}transfers/{theirs.pk}/{noun}/", {"amount": "1", "reason": "x"}).status_code == 404
    assert client.get(f"{base}transfers/{theirs.pk}/proof/").status_code == 404
    assert client.post(f"{base}returns/{due.pk}/", {"bank_ref": "x"}).status_code == 404


def test_money_is_sent_back_by_hand(door: tuple[Client, str], shown: BankTransfer, now: datetime) -> None:
    client, base = door
    due = bank.refund_due(shown.account, now)
    assert "To be sent back" in words(client.get(f"{base}transfers/"))
    assert client.post(f"{base}returns/{due.pk}/", {"bank_ref": ""}).status_code == 422
    client.post(f"{base}returns/{due.pk}/", {"bank_ref": "FT 7"})
    assert BankRefund.objects.get().bank_ref == "FT 7"


def test_lists_ask_the_same_for_many(
    door: tuple[Client, str], shown: BankTransfer, now: datetime, django_assert_max_num_queries: Any
) -> None:
    client, base = door
    client.get(f"{base}transfers/")
    for _transfer in range(10):
        bank.shown(shown.account, now)
        bank.refund_due(shown.account, now)
    with django_assert_max_num_queries(12):
        client.get(f"{base}transfers/")
