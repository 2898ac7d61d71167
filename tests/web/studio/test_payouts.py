"""Payouts in the browser, without scripts: tell where, prove it, ask, look, take back."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from dhara.kit.actor import SYSTEM
from dhara.kit.models import Letter
from dhara.money.models import Payout, PayoutMethod, PayoutPlan
from dhara.money.payouts import actions, rules
from tests.make import money, people
from tests.make import payouts as make
from tests.web.studio.place import Workplace


@pytest.fixture
def nadia(work: Workplace, now: datetime) -> Client:
    """Signed in by her password a moment ago, with 10 000 taka on the balance."""
    money.earned(work.shop.studio, 1_000_000, now)
    account = work.shop.owner
    account.set_password(people.PASSWORD)
    account.save()
    client = Client(headers={"Accept-Language": "en"})
    client.post("/account/login/", {"login": account.email, "password": people.PASSWORD})
    return client


def told(page: Any) -> str:
    return str(page.content.decode())


def test_from_a_number_to_a_payout(work: Workplace, nadia: Client, now: datetime) -> None:
    base = work.base + "money/"
    assert "Tell us where your money should go" in told(nadia.get(base))
    wrong = nadia.post(base + "methods/new/bkash/", {"holder": "Nadia Islam", "number": "01112345678"})
    assert (wrong.status_code, "not a mobile number" in told(wrong), "01112345678" in told(wrong)) == (422, True, True)
    made = nadia.post(base + "methods/new/bkash/", {"holder": "Nadia Islam", "number": "০১৭১২৩৪৫৬৭৮"})
    method = PayoutMethod.objects.get()
    page = made["Location"]
    assert page == f"{base}methods/{method.pk}/"
    assert nadia.post(page + "code/", {"code": "1"}).status_code == 422
    nadia.post(page + "code/", {"code": make.code_of(method)})
    assert "on its way to you" in told(nadia.get(page))
    actions.drive_test(method.pk, by=SYSTEM, at=now)
    method.refresh_from_db()
    wallet = told(nadia.get("/sandbox/wallet/?number=01712345678"))
    amount = f"{method.test_amount // 100}.{method.test_amount % 100:02}"
    assert amount in wallet
    assert nadia.post(page + "amount/", {"amount": "0.01"}).status_code == 422
    assert nadia.post(page + "amount/", {"amount": amount})["Location"] == base + "methods/"
    form = nadia.get(base + "payouts/").context["ask"]
    given = {"key": str(form.initial["key"]), "currency": "BDT", "amount": "2500", "method": str(method.pk)}
    first, again = (nadia.post(base + "payouts/", given)["Location"] for _time in range(2))
    assert first == again
    other = nadia.post(base + "payouts/", {**given, "amount": "2400"})
    assert (other.status_code, "asked for something else" in told(other)) == (422, True)
    payout = Payout.objects.get()
    assert (payout.amount, payout.held_for) == (250_000, ["first"])
    shown = told(nadia.get(first))
    assert "first payout of this studio" in shown
    assert "017••••5678" in shown
    assert "01712345678" not in shown
    nadia.post(first + "cancellation/")
    payout.refresh_from_db()
    assert payout.status == rules.CANCELLED
    assert "You took it back." in told(nadia.get(first))


def test_too_much_is_said_beside_the_field(work: Workplace, nadia: Client, now: datetime) -> None:
    method = make.proven(work.shop.studio, now)
    page = work.base + "money/payouts/"
    given = {"key": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "currency": "BDT", "method": str(method.pk)}
    answer = nadia.post(page, {**given, "amount": "10000.01"})
    assert (answer.status_code, "At most ৳10,000" in told(answer)) == (422, True)
    assert not Payout.objects.exists()


def test_an_old_session_must_show_who_it_is(work: Workplace, nadia: Client, now: datetime) -> None:
    """Nothing of what was typed is kept in the session, and nothing is changed."""
    method = make.proven(work.shop.studio, now)
    work.shop.owner.set_password(people.PASSWORD)
    work.shop.owner.save()
    stale = Client(headers={"Accept-Language": "en"})
    stale.force_login(work.shop.owner)
    base = work.base + "money/"
    for path, given in {
        "methods/new/bkash/": {"holder": "Thief", "number": "01912345678"},
        f"methods/{method.pk}/removal/": {},
        "rhythm/": {"currency": "BDT", "rhythm": "weekly", "minimum": "500", "method": str(method.pk)},
    }.items():
        answer = stale.post(base + path, given)
        assert answer["Location"].startswith("/account/reauthenticate/?next="), path
    assert stale.get(base + "methods/new/bkash/").status_code == 302
    assert "01912345678" not in str(dict(stale.session))
    method.refresh_from_db()
    assert (PayoutMethod.objects.count(), method.status, PayoutPlan.objects.count()) == (1, rules.PROVEN, 0)


def test_a_rhythm_is_chosen(work: Workplace, nadia: Client, now: datetime) -> None:
    method = make.proven(work.shop.studio, now)
    page = work.base + "money/"
    given = {"currency": "BDT", "rhythm": "weekly", "minimum": "500", "method": str(method.pk)}
    assert nadia.post(page + "rhythm/", {**given, "minimum": "5"}).status_code == 422
    nadia.post(page + "rhythm/", given)
    assert PayoutPlan.objects.get().minimum == 50_000
    assert "The next payout is made on" in told(nadia.get(page))


def test_the_table_of_movements(work: Workplace, nadia: Client, now: datetime) -> None:
    payout = make.asked(work.shop.studio, make.proven(work.shop.studio, now), now, 250_000)
    answer = nadia.get(work.base + "money/movements.csv?currency=BDT")
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode().removeprefix("\ufeff"))))
    assert rows[1][1:] == ["Available", "A payout of ৳2,500 was begun.", payout.number, "-2500.00", "BDT"]
    assert len(rows) == 3


def test_another_studios_payout_is_not_there(work: Workplace, nadia: Client, now: datetime) -> None:
    other = people.studio(people.account("other@example.com"), handle="others")
    money.earned(other, 100_000, now)
    method = make.proven(other, now)
    payout = make.asked(other, method, now)
    base = work.base + "money/"
    for path in (f"payouts/{payout.number}/", f"methods/{method.pk}/"):
        assert nadia.get(base + path).status_code == 404
    assert nadia.post(f"{base}payouts/{payout.number}/cancellation/").status_code == 404
    mine = {"key": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "currency": "BDT", "amount": "500", "method": str(method.pk)}
    assert nadia.post(base + "payouts/", mine).status_code == 422


@pytest.mark.parametrize("page", ["money/", "money/payouts/", "money/methods/"])
def test_queries_do_not_grow(
    work: Workplace, nadia: Client, now: datetime, page: str, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    studio = work.shop.studio
    method = make.proven(studio, now)
    make.asked(studio, method, now, 10_000)
    nadia.get(work.base + page)
    with CaptureQueriesContext(connection) as few:
        nadia.get(work.base + page)
    for _each in range(19):
        make.asked(studio, method, now, 10_000)
    PayoutMethod.objects.bulk_create(
        PayoutMethod(
            status="refused", status_at=now, studio=studio, kind="bkash", shown=method.shown, fingerprint=str(place),
            created_at=now, code_sent_at=now, sealed=method.sealed,
        )
        for place in range(19)
    )  # fmt: skip
    with django_assert_max_num_queries(len(few)):
        nadia.get(work.base + page)


def test_letters_in_bengali(work: Workplace, nadia: Client, now: datetime) -> None:
    owner = work.shop.owner
    owner.language = "bn"
    owner.save()
    with translation.override("en"):
        make.asked(work.shop.studio, make.proven(work.shop.studio, now), now)
    letter = Letter.objects.filter(name="payout", to_email=owner.email).latest("id")
    assert "৳১০,০০০" in letter.subject
    assert "waits" not in letter.subject
