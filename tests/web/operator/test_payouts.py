"""Payouts at the console: approve, hold, vouch, lists for the bank."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dhara.money.models import Payout, PayoutBatch, PayoutMethod
from dhara.money.payouts import actions, rules
from tests.make import payouts as make
from tests.make.console import World, signed_in

HERE = "/operator/money/"


@pytest.fixture
def bank(console: Client, now: datetime) -> PayoutMethod:
    """A bank account whose code was entered: an operator's word is missing."""
    studio = make.shop(now)
    method = make.added(studio, now, "bank")
    return actions.confirm_code(method.pk, make.code_of(method), by=make.owner(studio), at=now)


def test_from_a_bank_account_to_its_answer(console: Client, bank: PayoutMethod, now: datetime) -> None:
    assert b"payout methods wait for your word" in console.get("/operator/").content
    page = f"{HERE}payoutmethod/{bank.pk}/"
    assert console.post(page + "proof/", {"note": "ok"}).status_code == 422
    console.post(page + "proof/", {"note": "Called the branch on 2 March."})
    bank.refresh_from_db()
    assert bank.status == rules.PROVEN
    payout = make.asked(bank.studio, bank, now)
    listed = console.get(f"{HERE}payout/?waits=us").content.decode()
    assert payout.number in listed
    assert "first payout" in listed
    console.post(f"{HERE}payout/{payout.pk}/approval/")
    console.post(f"{HERE}payoutbatch/add/", {"kind": "bank", "currency": "BDT"})
    batch = PayoutBatch.objects.get()
    file = console.get(f"{HERE}payoutbatch/{batch.pk}/file.csv")
    assert "1501203456778" in file.content.decode()
    assert "no-store" in file["Cache-Control"]
    console.post(f"{HERE}payoutbatch/{batch.pk}/departure/")
    wrong = SimpleUploadedFile("answer.csv", b"Reference,Status\nPXXXXXXXXX,paid\n")
    refused = console.post(f"{HERE}payoutbatch/{batch.pk}/answer/", {"answer": wrong})
    assert (refused.status_code, b"is not on this list" in refused.content) == (422, True)
    right = SimpleUploadedFile("answer.csv", f"Reference,Status\n{payout.number},paid\n".encode())
    console.post(f"{HERE}payoutbatch/{batch.pk}/answer/", {"answer": right})
    payout.refresh_from_db()
    batch.refresh_from_db()
    assert (payout.status, batch.status) == (rules.PAID, rules.CLOSED)


def test_the_file_is_for_operators_who_proved_it(
    console: Client, world: World, bank: PayoutMethod, now: datetime
) -> None:
    actions.vouch(bank.pk, note="Called the branch.", by=make.OPERATOR, at=now)
    actions.approve(make.asked(bank.studio, bank, now).pk, by=make.OPERATOR, at=now)
    batch = actions.make_batch(kind="bank", currency="BDT", by=make.OPERATOR, at=now)
    address = f"{HERE}payoutbatch/{batch.pk}/file.csv"
    for client in (Client(), signed_in(world.cast.nadia)):
        answer = client.get(address)
        assert answer.status_code in (302, 404)
        assert b"15012" not in answer.content


def test_hold_and_cancel_tell_the_studio_why(console: Client, now: datetime) -> None:
    studio = make.shop(now)
    payout = make.approved(studio, make.proven(studio, now), now)
    page = f"{HERE}payout/{payout.pk}/"
    assert console.post(page + "hold/", {"reason": ""}).status_code == 422
    console.post(page + "hold/", {"reason": "The name differs."})
    payout.refresh_from_db()
    assert (payout.status, payout.why) == (rules.HELD, "The name differs.")
    console.post(page + "cancellation/", {"reason": "Please add your own wallet."})
    assert Payout.objects.get(pk=payout.pk).status == rules.CANCELLED
    assert make.available(studio) == 1_000_000
    assert b"Please add your own wallet." in console.get(page + "change/").content


@pytest.mark.parametrize("desk", ["payout", "payoutbatch", "payoutmethod"])
def test_lists_ask_the_same_for_twenty(
    console: Client, now: datetime, desk: str, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    studio = make.shop(now)
    method = make.proven(studio, now)
    make.asked(studio, method, now, 10_000)
    console.get(f"{HERE}{desk}/")
    with CaptureQueriesContext(connection) as few:
        console.get(f"{HERE}{desk}/")
    for _each in range(19):
        make.asked(studio, method, now, 10_000)
    with django_assert_max_num_queries(len(few)):
        console.get(f"{HERE}{desk}/")
