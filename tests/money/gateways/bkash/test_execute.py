"""When the money is taken: once, by us, after the payer has approved; whatever is lost on the way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from dhara.money.gateways import wire
from dhara.money.gateways.rules import GatewayTrouble


def test_success_in_the_browser_is_no_approval(desk):
    charge = desk.start()
    assert desk.query(charge, "success").state == "pending"
    assert desk.fake.books.payments[charge.gateway_ref].state == "initiated"


def test_an_approved_payment_is_executed_without_the_browser(desk):
    charge = desk.start()
    assert desk.query(charge).state == "pending"
    assert desk.asked("/execute") == 0
    desk.fake.pay(charge.gateway_ref)
    assert desk.query(charge).state == "captured"
    assert desk.asked("/execute") == 1


def test_execute_falls_silent_after_taking_the_money(desk):
    charge = desk.start()
    desk.fake.pay(charge.gateway_ref)
    desk.fake.timeout_next("/execute")
    assert desk.query(charge, "success").state == "captured"
    assert desk.query(charge, "success").state == "captured"
    assert desk.asked("/execute") == 1


def test_execute_falls_silent_before_taking_the_money(desk):
    charge = desk.start()
    desk.fake.pay(charge.gateway_ref)
    desk.fake.timeout_next("/execute", after=False)
    assert desk.query(charge, "success").state == "pending"
    assert desk.query(charge).state == "captured"


def test_execute_and_the_question_after_it_fall_silent(desk):
    charge = desk.start()
    desk.fake.pay(charge.gateway_ref)
    desk.fake.timeout_next("/execute")
    desk.fake.server.aimed += [("/payment/status", ""), ("/payment/status", "hang up")]
    with pytest.raises(GatewayTrouble):
        desk.query(charge, "success")
    assert desk.query(charge).state == "captured"


def test_already_completed_is_done(desk, monkeypatch):
    """Somebody was faster between our question and our execution."""
    from dhara.money.gateways.bkash import checkout

    charge = desk.start()
    desk.fake.pay(charge.gateway_ref)
    real = checkout.ask

    def faster(path, words, **more):
        if path == "execute":
            desk.fake.books.complete(desk.fake.books.payments[charge.gateway_ref])
        return real(path, words, **more)

    monkeypatch.setattr(checkout, "ask", faster)
    assert desk.query(charge).state == "captured"


def test_two_at_once_execute_once(desk):
    charge = desk.start()
    desk.fake.pay(charge.gateway_ref)
    desk.fake.server.slow = 0.2

    def query(_each):
        try:
            return desk.query(charge, "success").state
        finally:
            wire.hang_up()
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        states = list(pool.map(query, range(4)))
    assert states.count("captured") >= 1
    assert set(states) <= {"captured", "pending"}
    assert desk.asked("/execute") == 1
