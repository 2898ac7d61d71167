"""Money that goes out: refunds v2, with complaints of their own shape, and payouts to wallets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.fakes.bkash.books import CENT, Payment, Payout, Refund
from tests.fakes.bkash.keys import NO_WALLET
from tests.fakes.serving import Reply, told

if TYPE_CHECKING:
    from tests.fakes.bkash.fake import Fake

_REFUSALS = {
    "2002": ("invalid_payment_id", "Invalid Payment ID"),
    "2023": ("insufficient_balance", "Insufficient Balance"),
    "2072": ("invalid_refund_amount", "Refund amount not valid"),
    "2074": ("not_reversible", "The transaction cannot be reversed"),
    "2077": ("invalid_trx_id", "Invalid TrxID"),
}


def _no(code: str) -> Reply:
    internal, words = _REFUSALS[code]
    complaint = {"internalCode": internal, "externalCode": code, "errorMessageEn": words, "errorMessageBn": None}
    return told(complaint, 400)


def _found(fake: Fake, words: dict[str, Any]) -> Payment | Reply:
    made = fake.books.payments.get(str(words.get("paymentId", "")))
    if made is None:
        return _no("2002")
    return made if made.trx and made.trx == words.get("trxId") else _no("2077")


def refund(fake: Fake, words: dict[str, Any]) -> Reply:
    if not words.get("sku") or not words.get("reason") or not words.get("refundAmount"):
        return told({"message": "Invalid request body"}, 400)
    made = _found(fake, words)
    if isinstance(made, Reply):
        return made
    amount = Decimal(words["refundAmount"]).quantize(CENT)
    if not 0 < amount <= made.left():
        return _no("2072")
    if len(made.refunds) >= 10:
        return _no("2074")
    if amount > fake.books.funds:
        return _no("2023")
    fake.books.funds -= amount
    state = "Pending" if fake.refunds_wait else "Completed"
    done = Refund(fake.books.trx(), amount, words["sku"], words["reason"], state, fake.books.now())
    made.refunds.append(done)
    return told(
        {
            "originalTrxId": made.trx,
            "refundTrxId": done.trx,
            "refundTransactionStatus": done.status,
            "originalTrxAmount": f"{made.amount}",
            "refundAmount": f"{done.amount}",
            "currency": "BDT",
            "completedTime": done.done,
            "sku": done.sku,
            "reason": done.reason,
        }
    )


def refund_status(fake: Fake, words: dict[str, Any]) -> Reply:
    made = _found(fake, words)
    if isinstance(made, Reply):
        return made
    listed = [
        {
            "refundTrxId": each.trx,
            "refundTransactionStatus": each.status,
            "refundAmount": f"{each.amount}",
            "completedTime": each.done.partition(" ")[0],
            **({"sku": each.sku} if fake.tells_sku else {}),
        }
        for each in made.refunds
    ]
    head = {"originalTrxId": made.trx, "originalTrxAmount": f"{made.amount}"}
    return told({**head, "originalTrxCompletedTime": made.executed, "refundTransactions": listed})


def pay_out(fake: Fake, words: dict[str, Any]) -> Reply:
    """The same invoice again is paid again: bKash does not look at it."""
    given = {name: str(value) for name, value in words.items()}
    if any(not given.get(name) for name in ("amount", "currency", "merchantInvoiceNumber", "receiverMSISDN")):
        return told({"errorCode": "2065", "errorMessage": "Mandatory field missing"})
    amount = Decimal(given["amount"]).quantize(CENT)
    if given["receiverMSISDN"] == NO_WALLET:
        return told({"errorCode": "2045", "errorMessage": "The MSISDN of the customer does not exist"})
    if amount > fake.books.funds:
        return told({"errorCode": "2023", "errorMessage": "Insufficient Balance"})
    fake.books.funds -= amount
    made = Payout(fake.books.trx(), given, "Pending" if fake.payouts_wait else "Completed", fake.books.now())
    fake.books.payouts.append(made)
    return told(_about(made))


def search(fake: Fake, trx: str) -> Reply:
    made = next((each for each in fake.books.payouts if each.trx == trx), None)
    if made is None:
        return told({"errorCode": "2033", "errorMessage": "Transaction Not Found"})
    return told({**_about(made), "transactionType": "B2C Payment", "initiationTime": made.done})


def _about(made: Payout) -> dict[str, str]:
    return {
        "completedTime": made.done,
        "trxID": made.trx,
        "transactionStatus": made.status,
        "amount": f"{Decimal(made.given['amount']).quantize(CENT)}",
        "currency": "BDT",
        "merchantInvoiceNumber": made.given["merchantInvoiceNumber"],
        "receiverMSISDN": made.given["receiverMSISDN"],
        "b2cFee": "0.00",
    }
