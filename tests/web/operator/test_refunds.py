"""Requests for refunds, refunds and disputes at the console: answered by the operator, refused, read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.checkout.models import Refund, RefundRequest
from dhara.checkout.refunds import actions
from dhara.kit.actor import person
from dhara.kit.queue import drain
from dhara.money.models import Dispute
from dhara.web.operator.desk import list_of, page_of
from tests.make import checkout as make
from tests.make import disputes, refunds
from tests.make.console import World, signed_in


@pytest.fixture
def asked(world: World, now: datetime) -> RefundRequest:
    karim = person(world.cast.karim.pk)
    order = make.paid_order(make.tier(world.studio), by=karim, at=now)
    return actions.ask(order.pk, order.lines.get().pk, reason="It is <b>blurred</b>.", by=karim, at=now)


def verb(thing: Any, noun: str) -> str:
    return page_of(thing).replace("/change/", f"/{noun}/")


def test_a_request_is_accepted_once(console: Client, asked: RefundRequest, now: datetime) -> None:
    listed = console.get(list_of(RefundRequest)).content.decode()
    assert asked.order.number in listed
    assert "chip-waiting" in listed
    assert "the seller decides" in listed
    page = page_of(asked)
    shown = console.get(page).content.decode()
    assert "It is &lt;b&gt;blurred&lt;/b&gt;." in shown
    assert console.post(verb(asked, "acceptance"))["Location"] == page
    assert console.post(verb(asked, "acceptance")).status_code == 409
    drain(now)
    made = Refund.objects.get()
    assert (made.amount, made.status) == (45_000, "succeeded")
    assert asked.order.number in console.get(list_of(Refund)).content.decode()
    assert "What went back" in console.get(page_of(made)).content.decode()
    refunds.sound(now)


def test_a_request_is_declined_with_a_reason(console: Client, asked: RefundRequest) -> None:
    page = page_of(asked)
    assert console.post(verb(asked, "refusal"), {"reason": " "}).status_code == 422
    long = "It is as shown. " * 400
    kept = console.post(verb(asked, "refusal"), {"reason": long})
    assert kept.status_code == 422
    assert long.strip() in kept.content.decode()
    assert RefundRequest.objects.get().status == "open"
    assert console.post(verb(asked, "refusal"), {"reason": "It is as shown."})["Location"] == page
    assert (RefundRequest.objects.get().status, RefundRequest.objects.get().answer) == ("declined", "It is as shown.")


def test_others_answer_nothing(world: World, asked: RefundRequest) -> None:
    plain = signed_in(world.boss)  # an operator without the second factor
    for client in (Client(), signed_in(world.cast.nadia), plain):
        for noun, data in (("acceptance", {}), ("refusal", {"reason": "No"})):
            assert client.post(verb(asked, noun), data).status_code in (302, 403, 404)
        assert b"blurred" not in client.get(page_of(asked)).content
    assert RefundRequest.objects.get().status == "open"
    assert not Refund.objects.exists()


def test_the_operator_hands_in_what_is_known(
    console: Client, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = disputes.bank(monkeypatch)
    order = disputes.paid(bank, make.tier(world.studio), at=now)
    case = disputes.told(order, "needs_response", at=now)
    page = page_of(case)
    shown = console.get(page).content.decode()
    for words in (order.number, "No download was recorded.", "The payer says"):
        assert words in shown
    assert console.post(verb(case, "evidence"))["Location"] == page
    drain(now)
    assert list(bank.handed_in) == ["du_1"]
    assert console.post(verb(case, "evidence")).status_code == 409
    assert "what was handed in" in console.get(page).content.decode().lower()


def test_queries_do_not_grow(console: Client, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    bank, karim, tier = disputes.bank(monkeypatch), person(world.cast.karim.pk), make.tier(world.studio)

    def asked(many: int) -> list[int]:
        for _each in range(many):
            order = disputes.paid(bank, tier, at=now, settled=False)
            disputes.told(order, "needs_response", ref=f"du_{order.pk}", at=now, settled=False)
            other = make.paid_order(tier, by=karim, at=now, delivered=False)
            actions.ask(other.pk, other.lines.get().pk, reason="It is blurred.", by=karim, at=now)
            refunds.refunded(make.paid_order(tier, at=now, delivered=False), 1_000, at=now)
        counts = []
        for table in (Dispute, RefundRequest, Refund):
            console.get(list_of(table))
            with CaptureQueriesContext(connection) as queries:
                assert console.get(list_of(table)).status_code == 200
            counts.append(len(queries))
        return counts

    assert asked(1) == asked(19)
