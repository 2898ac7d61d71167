"""The console's gateways: keys, transfers, refunds by hand, daily reports, payments under review."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dhara.kit.actor import GUEST, SYSTEM
from dhara.money.gateways import queries
from dhara.money.gateways.rules import Outcome
from dhara.money.models import BankRefund, DayReport, GatewayAccount, Payment
from dhara.money.payments import actions as payments
from tests.make import bank, people
from tests.make.console import signed_in
from tests.make.gateways import KEYS, KeyedGateway
from tests.make.money import taka

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> Client:
    return signed_in(people.account("boss@example.com", is_staff=True), factor="totp")


@pytest.fixture
def keyed(monkeypatch: pytest.MonkeyPatch) -> KeyedGateway:
    fake = KeyedGateway("keyed")
    monkeypatch.setitem(queries.GATEWAYS, "keyed", fake)
    return fake


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_keys_of_the_instance(boss: Client, keyed: KeyedGateway) -> None:
    assert "not set up" in words(boss.get("/operator/gateways/"))
    typed = {f"keyed-{name}": value for name, value in KEYS.items()}
    assert boss.post("/operator/gateways/keyed/", {**typed, "keyed-shop_id": ""}).status_code == 422
    answer = boss.post("/operator/gateways/keyed/", typed, follow=True)
    assert "the gateway takes these keys" in words(answer)
    assert KEYS["password"] not in words(answer)
    account = GatewayAccount.objects.get()
    assert account.studio_id is None
    boss.post("/operator/gateways/keyed/offering/", {"on": "0"})
    account.refresh_from_db()
    assert not account.active
    boss.post("/operator/gateways/keyed/examination/")
    boss.post("/operator/gateways/keyed/retirement/")
    account.refresh_from_db()
    assert account.retired_at
    assert boss.post("/operator/gateways/keyed/examination/").status_code == 404
    assert boss.post("/operator/gateways/gold/").status_code == 404


def test_a_transfer_to_the_instance(boss: Client, now: datetime) -> None:
    account = bank.account(now)
    shown = bank.shown(account, now, proof=True)
    base = f"/operator/money/banktransfer/{shown.pk}/"
    assert shown.code in words(boss.get("/operator/money/banktransfer/"))
    assert "slip.pdf" in words(boss.get(f"{base}change/"))
    assert b"".join(boss.get(f"{base}proof/")) == bank.PDF
    boss.post(f"{base}rejection/", {"reason": "Nothing came."})
    shown.refresh_from_db()
    assert shown.status == "rejected"
    boss.post(f"{base}confirmation/", {"amount": "450"})
    shown.refresh_from_db()
    assert (shown.status, shown.came) == ("confirmed", 45_000)
    due = bank.refund_due(account, now)
    boss.post(f"/operator/money/bankrefund/{due.pk}/sending/", {"bank_ref": "FT 1"})
    assert BankRefund.objects.get(pk=due.pk).status == "sent"


def test_a_report_that_differs_is_looked_into(boss: Client, now: datetime) -> None:
    differences = [{"ref": "ch_9", "theirs": 7_000, "ours": None, "their_fee": 10, "our_fee": None}]
    report = DayReport.objects.create(
        gateway="keyed",
        day=now.date(),
        currency="BDT",
        state="differs",
        theirs=7_000,
        differences=differences,
        made_at=now,
    )
    page = words(boss.get(f"/operator/money/dayreport/{report.pk}/change/"))
    assert "ch_9" in page
    assert "৳70" in page
    assert "keyed" in words(boss.get("/operator/money/dayreport/"))
    boss.post(f"/operator/money/dayreport/{report.pk}/note/", {"reason": "By hand."})
    report.refresh_from_db()
    assert report.seen_by
    assert (report.note, report.seen_by.email) == ("By hand.", "boss@example.com")


def test_a_payment_under_review_is_refused(boss: Client, keyed: KeyedGateway, now: datetime) -> None:
    boss.post("/operator/gateways/keyed/", {f"keyed-{name}": value for name, value in KEYS.items()})
    payment = payments.begin(
        subject="errand:1", amount=taka(5_000), gateway="keyed", payer_email="r@example.com", return_url="/",
        by=GUEST, at=now,
    )  # fmt: skip
    payments.send_payer(payment.pk, by=GUEST, at=now)
    keyed.answers["query"] = Outcome("review", taka(5_000), taka(100), "ch_1", reason="risk level 1")
    payments.ask(payment.pk, by=SYSTEM, at=now)
    page = f"/operator/money/payment/{payment.pk}/"
    assert f"{page}refusal/" in words(boss.get(f"{page}change/"))
    assert boss.post(f"{page}refusal/", {"reason": ""}).status_code == 422
    boss.post(f"{page}refusal/", {"reason": "Fraud."})
    assert Payment.objects.get().status == "refused"
