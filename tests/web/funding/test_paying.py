"""Paying for milestones in the browser: begun once however often the button is pressed, paid, declined, late, back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.kit.actor import SYSTEM, operator
from dhara.kit.queue import drain
from dhara.money import doctor
from dhara.money.gateways.bank import actions as bank_actions
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.models import BankTransfer, Hold, Payment, PaymentRefund, SandboxCharge
from dhara.work.engagements import actions as work
from dhara.work.funding import actions
from dhara.work.models import Engagement, Funding
from tests.make import bank, people
from tests.make import funding as make
from tests.make import work as make_work
from tests.make.work import AMOUNT, Parties
from tests.web.browsing import client, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def parties(now: datetime) -> Parties:
    return make_work.parties(now)


@pytest.fixture
def project(parties: Parties, now: datetime) -> Engagement:
    return make.project(parties, now, 3)


@pytest.fixture
def karim(parties: Parties) -> Client:
    return client(parties.karim)


def ids(project: Engagement) -> list[int]:
    return list(project.units.order_by("position").values_list("pk", flat=True))


def begin(karim: Client, project: Engagement, units: list[int], intent: str = "a-word-of-the-form") -> str:
    answer = karim.post(f"/pay/work/{project.pk}/", {"unit": units, "intent": intent})
    assert answer.status_code == 302
    return str(answer["Location"])


def goes(karim: Client, page: str, choice: str) -> str:
    """On to the sandbox, chooses, comes back: the text of the page that is seen then."""
    answer = karim.post(f"{page}payment/", {"gateway": "sandbox"})
    assert answer["Location"].startswith("/sandbox/pay/")
    return text(karim.post(answer["Location"], {"choice": choice}, follow=True))


def statuses(project: Engagement) -> list[str]:
    return list(project.units.order_by("position").values_list("status", flat=True))


def sound(at: datetime) -> None:
    assert all(finding.ok for finding in doctor.check(at=at + timedelta(hours=2)))


def test_one_milestone_from_the_button_to_the_receipt(karim: Client, project: Engagement, now: datetime) -> None:
    page = begin(karim, project, ids(project)[:1])
    shown = text(karim.get(page))
    for words in ("Set the money aside", "How your money is held", "Part 1", "৳1,000", "Sandbox", 'name="gateway"'):
        assert words in shown, words
    assert "14 days" in shown
    paid = goes(karim, page, "pay")
    assert "The money is set aside" in paid
    assert 'name="gateway"' not in paid
    assert f'href="/work/{project.pk}/"' in paid
    assert statuses(project) == ["active", "draft", "draft"]
    drain(now)
    sound(now)


def test_pressed_twice_and_gone_back_it_is_one(karim: Client, project: Engagement, now: datetime) -> None:
    first, second, _third = ids(project)
    page = begin(karim, project, [first])
    assert begin(karim, project, [first]) == page
    assert begin(karim, project, [first], "another-window") == page, "not paid yet: taken up again"
    several = begin(karim, project, [first, second])
    assert several != page, "the same form, but something else was chosen"
    one = karim.post(f"{page}payment/", {"gateway": "sandbox"})["Location"]
    assert karim.post(f"{page}payment/", {"gateway": "sandbox"})["Location"] == one
    assert Payment.objects.count() == 1
    karim.post(one, {"choice": "pay"}, follow=True)
    assert "The money is set aside" in text(karim.get(begin(karim, project, [first])))
    again = karim.post(f"{page}payment/", {"gateway": "sandbox"}, follow=True)
    assert "paid already" in text(again)
    shown = text(karim.get(several))
    assert "This needs no payment any more" in shown
    assert 'name="gateway"' not in shown
    assert Payment.objects.count() == 1
    assert Hold.objects.count() == 1
    sound(now)


def test_two_windows_both_paid_and_one_goes_back(karim: Client, project: Engagement, now: datetime) -> None:
    first, second, _third = ids(project)
    pages = [begin(karim, project, [first]), begin(karim, project, [first, second])]
    addresses = [karim.post(f"{page}payment/", {"gateway": "sandbox"})["Location"] for page in pages]
    seen = [text(karim.post(address, {"choice": "pay"}, follow=True)) for address in addresses]
    assert "The money is set aside" in seen[0]
    assert "on its way back" in seen[1]
    drain(now)
    assert PaymentRefund.objects.get().amount == 2 * AMOUNT
    assert statuses(project) == ["active", "draft", "draft"]
    sound(now)


def test_declined_cancelled_then_paid(karim: Client, project: Engagement, now: datetime) -> None:
    page = begin(karim, project, ids(project)[:2])
    shown = goes(karim, page, "decline")
    assert "The payment was declined" in shown
    assert 'name="gateway"' in shown
    assert "You cancelled the payment" in goes(karim, page, "cancel")
    assert "The money is set aside" in goes(karim, page, "pay")
    assert statuses(project) == ["active", "active", "draft"]
    told = text(karim.get(page))
    assert told.count("You tried to pay again.") == 2
    sound(now)


def test_left_expired_and_paid_late(karim: Client, project: Engagement, now: datetime, frozen: Any) -> None:
    page = begin(karim, project, ids(project)[:1])
    address = karim.post(f"{page}payment/", {"gateway": "sandbox"})["Location"]
    assert "This is not paid yet" in text(karim.get(page))
    payment = Payment.objects.get()
    waiting = text(karim.get(payment.return_url.replace("http://testserver", "")))
    assert "Waiting for your payment" in waiting
    assert "looked=1" in waiting
    drain(now + timedelta(minutes=61))
    frozen.move_to(now + timedelta(hours=2))
    assert "The time to pay was over" in text(karim.get(page))
    assert "The money is set aside" in text(karim.post(address, {"choice": "pay"}, follow=True))
    drain(now + timedelta(hours=2))
    assert Payment.objects.count() == 1
    sound(now + timedelta(hours=2))


def test_what_is_not_needed_any_more_is_not_paid(
    parties: Parties, karim: Client, project: Engagement, now: datetime
) -> None:
    page = begin(karim, project, ids(project)[:1])
    address = karim.post(f"{page}payment/", {"gateway": "sandbox"})["Location"]
    work.act(ids(project)[0], "drop", by=parties.actor("buyer"), at=now)
    assert "This needs no payment any more" in text(karim.get(page))
    assert "on its way back" in text(karim.post(address, {"choice": "pay"}, follow=True))
    drain(now)
    assert Payment.objects.get().status == "refunded"
    sound(now)


def test_another_amount_is_looked_at(karim: Client, project: Engagement) -> None:
    page = begin(karim, project, ids(project)[:1])
    address = karim.post(f"{page}payment/", {"gateway": "sandbox"})["Location"]
    SandboxCharge.objects.update(amount=AMOUNT - 1)
    shown = text(karim.post(address, {"choice": "pay"}, follow=True))
    assert "We are looking at your payment" in shown
    assert 'name="gateway"' not in shown


def test_by_bank_transfer(karim: Client, project: Engagement, now: datetime) -> None:
    bank.account(now)
    page = begin(karim, project, ids(project)[:1])
    transfer = karim.post(f"{page}payment/", {"gateway": "bank"})["Location"]
    assert transfer.startswith("/checkout/transfer/")
    shown = text(karim.get(page))
    assert "Waiting for your bank transfer" in shown
    assert transfer in shown
    made = BankTransfer.objects.get()
    assert karim.get(made.return_url)["Location"] == transfer
    assert karim.get(f"{made.return_url}?order=1")["Location"] == page
    karim.post(transfer, {"number": "FT 1"})
    shown = text(karim.get(page))
    assert "Waiting for confirmation" in shown
    assert 'name="gateway"' not in shown
    bank_actions.confirm(made.pk, amount=made.money, by=operator(1), at=now)
    drain(now)
    assert "The money is set aside" in text(karim.get(made.return_url, follow=True))


def test_money_that_went_back_is_told(parties: Parties, karim: Client, project: Engagement, now: datetime) -> None:
    page = begin(karim, project, ids(project)[:2])
    goes(karim, page, "pay")
    work.act(ids(project)[1], "give_up", by=parties.actor("worker"), at=now, text="I am ill.")
    drain(now)
    shown = text(karim.get(page))
    assert "Gone back to you" in shown
    assert "The money is set aside" in shown


def test_the_pool_of_a_campaign(parties: Parties, karim: Client, now: datetime) -> None:
    pool = work.agree(
        "micro", till="pool", subject="campaign:7", title="Is there a cat?", worker=None, buyer_id=parties.karim.pk,
        buyer_email=parties.karim.email, currency="BDT", language="en", units=[], by=SYSTEM, at=now,
    )  # fmt: skip
    made = actions.fund_pool(pool.pk, 30_000, intent="pool", by=parties.actor("buyer"), at=now)
    shown = text(karim.get(f"/pay/{made.token}/"))
    assert "Is there a cat?" in shown
    assert "What no task needs in the end goes back to you" in shown
    assert "has the money that its tasks need" in goes(karim, f"/pay/{made.token}/", "pay")
    assert karim.post(f"/pay/work/{pool.pk}/", {"unit": []}).status_code == 302
    sound(now)


def test_only_the_payer_is_let_in(parties: Parties, karim: Client, project: Engagement) -> None:
    page = begin(karim, project, ids(project)[:1])
    for who in (parties.nadia, people.account("thief@example.com")):
        assert client(who).get(page).status_code == 404
        assert client(who).post(f"{page}payment/", {"gateway": "sandbox"}).status_code == 404
        answer = client(who).post(f"/pay/work/{project.pk}/", {"unit": ids(project)})
        assert answer.status_code == 404
    assert "/account/login/" in Client().get(page)["Location"]
    assert Funding.objects.count() == 1
    assert not Payment.objects.exists()


def test_what_does_not_belong_there(karim: Client, project: Engagement, parties: Parties, now: datetime) -> None:
    other = make.project(parties, now, subject="job:2")
    for wrong in (ids(other), ["x"], ["9" * 30], ["-1"]):
        assert karim.post(f"/pay/work/{project.pk}/", {"unit": wrong}).status_code == 404
    assert not Funding.objects.exists()
    assert "Please choose what you want to pay for." in text(karim.post(f"/pay/work/{project.pk}/", follow=True))
    page = begin(karim, project, ids(project)[:1])
    refused = karim.post(f"{page}payment/", {"gateway": "magic"})
    assert refused.status_code == 422
    assert "This way of paying is not offered" in text(refused)
    assert karim.get("/pay/aaaaaaaaaaaaaaaa/").status_code == 404
    karim.post(f"{page}payment/", {"gateway": "sandbox"})
    token = Payment.objects.get().token
    assert karim.get(f"/pay/{Funding.objects.get().token}/return/aaaaaaaaaaaa/").status_code == 404
    assert karim.get(f"/pay/aaaaaaaaaaaaaaaa/return/{token}/").status_code == 404


def test_one_question_to_the_database_however_many_milestones(parties: Parties, karim: Client, now: datetime) -> None:
    counts = []
    for number, many in enumerate((1, 20)):
        project = make.project(parties, now, many, subject=f"job:{50 + number}")
        page = begin(karim, project, ids(project))
        karim.get(page)
        with CaptureQueriesContext(connection) as queries:
            karim.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_sandbox_speaks_both_ways_of_the_gateway_late(karim: Client, project: Engagement, now: datetime) -> None:
    """The gateway's answer is found out by the worker, while the payer never comes back."""
    page = begin(karim, project, ids(project)[:1])
    address = karim.post(f"{page}payment/", {"gateway": "sandbox"})["Location"]
    sandbox.choose(address.rstrip("/").rpartition("/")[2], "pay", at=now)
    drain(now + timedelta(minutes=2))
    assert "The money is set aside" in text(karim.get(page))
    assert Hold.objects.count() == 1
