"""One payment through the sandbox, from its beginning to the studio's balance and back to the payer."""

from datetime import timedelta

from dhara.kit.actor import SYSTEM
from dhara.kit.queue import drain
from dhara.money.clearing import actions as clearing
from dhara.money.ledger import queries as books
from dhara.money.ledger import rules
from dhara.money.ledger.actions import account_id, post, resolve
from dhara.money.payments import actions as payments
from dhara.money.payments import rules as states
from tests.make import money as make


def _balance(purpose: str, **whose: object) -> int:
    return books.balance(account_id(purpose, "BDT", **whose))


def test_a_sale_and_its_refund(nadia, now):
    paid = make.captured(now, make.taka(100_000), "errand:1")
    assert (paid.status, paid.fee) == (states.CAPTURED, 1_500)
    assert _balance(rules.GATEWAY, detail="sandbox") == -98_500
    share = make.sold(paid, nadia, now)
    assert (share.platform_fee, share.net) == (5_000, 93_500)
    clearing.plan([clearing.Plan("errand:1", nadia.pk, make.taka(share.net), now + timedelta(days=7), "errand:1")])
    assert books.balances(nadia.pk)["BDT"]["pending"] == make.taka(93_500)
    assert clearing.clear_due(by=SYSTEM, at=now) == 0

    later = now + timedelta(days=7)
    assert clearing.clear_due(by=SYSTEM, at=later) == 1
    assert books.balances(nadia.pk)["BDT"] == {"pending": make.taka(0), "available": make.taka(93_500)}

    back = rules.reversal(share, 100_000)
    legs = resolve(rules.summed(clearing.take("errand:1", {nadia.pk: back.net}, "BDT")), "BDT")
    legs += [
        (account_id(rules.PLATFORM_FEES, "BDT"), -back.platform_fee),
        (account_id(rules.GATEWAY_FEES, "BDT"), -back.gateway_fee),
        (account_id(rules.UNAPPLIED, "BDT"), 100_000),
    ]
    post(key="r", memo="sale_reversed", legs=legs, currency="BDT", at=later, by=SYSTEM, subject="errand:1")
    payments.refund(paid.pk, make.taka(100_000), key="r", reason="wrong file", by=SYSTEM, at=later)
    drain(later)
    paid.refresh_from_db()
    assert paid.status == states.REFUNDED
    assert _balance(rules.UNAPPLIED) == _balance(rules.REFUNDS_DUE) == _balance(rules.PLATFORM_FEES) == 0
    assert _balance(rules.GATEWAY, detail="sandbox") == -_balance(rules.GATEWAY_FEES) == 1_500
    assert [each.sentence for each in books.entries_of("errand:1")] == [
        "The payer paid ৳1,000.",
        "The sale of ৳1,000 was divided.",
        "৳935 became available to the studio.",
        "Of the sale, ৳1,000 was taken back.",
        "A refund of ৳1,000 was asked of the gateway.",
        "The gateway gave ৳1,000 back to the payer.",
    ]
