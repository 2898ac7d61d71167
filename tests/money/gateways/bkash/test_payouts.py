"""Money out to wallets: never twice, whatever was lost on the way."""

from __future__ import annotations

import pytest

from dhara.kit.currency import Money
from dhara.money.gateways import wire
from dhara.money.gateways.rules import GatewayTrouble, Keys, PaysOut, Transfer
from tests.fakes.bkash import TEST_KEYS
from tests.fakes.bkash.keys import NO_WALLET
from tests.money.gateways.bkash.desk import GATEWAY

TRANSFER = Transfer("P-2026-0007", Money(125_000, "BDT"), {"kind": "bkash", "number": "01712345678"})


def _send(desk, transfer=TRANSFER):
    return GATEWAY.pay_out(transfer, keys=desk.keys, at=desk.at)


def _ask(desk, ref=""):
    asked = Transfer(TRANSFER.key, TRANSFER.amount, TRANSFER.target, ref)
    return GATEWAY.query_payout(asked, keys=desk.keys, at=desk.at)


def test_it_pays_out(desk):
    assert isinstance(GATEWAY, PaysOut)
    sent = _send(desk)
    made = desk.fake.books.payouts[0]
    assert (sent.state, sent.ref) == ("paid", made.trx)
    assert made.given == {
        "amount": "1250.00",
        "currency": "BDT",
        "merchantInvoiceNumber": "P-2026-0007",
        "receiverMSISDN": "01712345678",
    }
    assert _ask(desk, sent.ref) == sent


def test_it_takes_its_time(desk):
    desk.fake.payouts_wait = True
    sent = _send(desk)
    assert sent.state == "pending"
    desk.fake.settle_payouts()
    assert _ask(desk, sent.ref).state == "paid"
    desk.fake.settle_payouts("Reversed")
    back = _ask(desk, sent.ref)
    assert (back.state, bool(back.reason)) == ("returned", True)


def test_an_answer_that_was_lost_is_for_somebody_to_look_into(desk):
    """bKash would pay the same invoice again, and finds none by it."""
    desk.fake.timeout_next("/b2cPayment")
    with pytest.raises(GatewayTrouble):
        _send(desk)
    asked = _ask(desk)
    assert asked.state == "pending"
    assert TRANSFER.key in asked.reason
    assert len(desk.fake.books.payouts) == 1


def test_what_never_left_has_failed(desk):
    nobody = Keys(TEST_KEYS, base="http://127.0.0.1:9")
    failed = GATEWAY.pay_out(TRANSFER, keys=nobody, at=desk.at)
    assert failed.state == "failed"
    assert "nothing was sent" in failed.reason


def test_a_line_that_breaks_before_the_request_is_no_riddle(desk):
    _send(desk)
    desk.fake.stop()
    wire.hang_up()
    failed = _send(desk)
    assert failed.state == "failed"
    assert "nothing was sent" in failed.reason


def test_maintenance_has_sent_nothing(desk):
    _send(desk)
    desk.fake.maintenance = True
    assert "maintenance" in _send(desk).reason


def test_refusals_name_their_reason(desk):
    nobody = Transfer("P-1", Money(100, "BDT"), {"number": NO_WALLET})
    assert _send(desk, nobody).reason == "This number has no bKash wallet that can receive money."
    assert _send(desk, Transfer("P-2", Money(100, "BDT"), {"number": "12"})).state == "failed"
    desk.fake.books.funds *= 0
    assert "account for payouts" in _send(desk).reason


def test_an_expired_token_sends_it_once(desk):
    _send(desk)
    desk.fake.forget_tokens()
    assert _send(desk).state == "paid"
    assert len(desk.fake.books.payouts) == 2


def test_a_transaction_that_bkash_does_not_find(desk):
    with pytest.raises(GatewayTrouble):
        _ask(desk, "B9999999")
