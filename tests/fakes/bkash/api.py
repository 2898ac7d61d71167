"""The doors for programs. Most complaints come under HTTP 200, in a shape that depends on the product."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.fakes.bkash import money
from tests.fakes.bkash.books import Payment
from tests.fakes.bkash.keys import BLOCKED, POOR, TEST_KEYS
from tests.fakes.serving import Ask, Reply, told

if TYPE_CHECKING:
    from tests.fakes.bkash.fake import Fake

VERSION = "/v1.2.0-beta"
MESSAGES = {
    "0000": "Successful",
    "2001": "Invalid App Key",
    "2002": "Invalid Payment ID",
    "2006": "Invalid Amount",
    "2007": "Invalid Currency",
    "2008": "Invalid Intent",
    "2015": "Wrong PIN count exceeded",
    "2023": "Insufficient Balance",
    "2029": "Duplicate for all transactions",
    "2033": "Transaction Not Found",
    "2037": "The account of the debit party is in a state which prohibits execution of this transaction",
    "2056": "Invalid Payment State",
    "2060": "Payment execution pre-requisite hasn't been met",
    "2062": "The payment has already been completed",
    "2069": "Transaction has already been cancelled",
    "2063": "Mode is not valid as per request data",
    "2065": "Mandatory field missing",
    "503": "System is undergoing maintenance. Please try again later",
}
AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?")
Door = Callable[["Fake", dict[str, Any]], Reply]


def say(code: str, **words: Any) -> Reply:
    return told({"statusCode": code, "statusMessage": MESSAGES.get(code, "Process Failed"), **words})


def answer(fake: Fake, ask: Ask) -> Reply | None:
    """None for an address that is no program's."""
    path = ask.path
    if not path.startswith((VERSION, "/v2/")):
        return None
    if fake.maintenance:
        return say("503")
    if path.startswith(f"{VERSION}/checkout/payment/search/") and ask.method == "GET":
        return _with_token(fake, ask) or money.search(fake, path.rpartition("/")[2])
    door = DOORS.get(path)
    if door is None or ask.method != "POST":
        return told({"message": "Missing Authentication Token"}, 403)
    try:
        words = json.loads(ask.body)
    except ValueError:
        words = None
    if not isinstance(words, dict) or "json" not in ask.headers.get("content-type", ""):
        return told({"message": "Invalid request body"}, 400)
    if path.endswith(("/token/grant", "/token/refresh")):
        return door(fake, {**words, "username": ask.headers.get("username"), "password": ask.headers.get("password")})
    return _with_token(fake, ask) or door(fake, words)


def _with_token(fake: Fake, ask: Ask) -> Reply | None:
    """The gateway in front of bKash looks at the token, bKash itself at the app key."""
    until = fake.books.tokens.get(ask.headers.get("authorization", ""))
    if until is None:
        return told({"message": "Unauthorized"}, 401)
    if fake.books.clock() >= until:
        return told({"message": "The incoming token has expired"}, 401)
    return None if ask.headers.get("x-app-key") == TEST_KEYS["app_key"] else say("2001")


def grant(fake: Fake, words: dict[str, Any]) -> Reply:
    if refused := _stranger(words):
        return refused
    fake.books.grants += 1
    return say("0000", **fake.books.issue())


def refresh(fake: Fake, words: dict[str, Any]) -> Reply:
    """Twice an hour, not oftener."""
    if refused := _stranger(words):
        return refused
    books, now = fake.books, fake.books.clock()
    books.refreshed = [each for each in books.refreshed if each > now - 3600]
    if len(books.refreshed) >= 2 or words.get("refresh_token") not in books.refreshers:
        return told({"status": "fail", "msg": "Invalid refresh token or too many requests"})
    books.refreshed.append(now)
    return say("0000", **books.issue())


def _stranger(words: dict[str, Any]) -> Reply | None:
    if (words["username"], words["password"]) != (TEST_KEYS["username"], TEST_KEYS["password"]):
        return told({"message": "Unauthorized"}, 401)
    known = (words.get("app_key"), words.get("app_secret")) == (TEST_KEYS["app_key"], TEST_KEYS["app_secret"])
    return None if known else say("2001")


def create(fake: Fake, words: dict[str, Any]) -> Reply:
    given = {name: str(value) for name, value in words.items()}
    wanted = ("mode", "payerReference", "callbackURL", "amount", "currency", "intent", "merchantInvoiceNumber")
    if any(not given.get(name) for name in wanted):
        return say("2065")
    if given["mode"] != "0011":
        return say("2063")
    if not AMOUNT.fullmatch(given["amount"]) or float(given["amount"]) < 1:
        return say("2006")
    if given["currency"] != "BDT":
        return say("2007")
    if given["intent"] != "sale":
        return say("2008")
    if fake.refuses_creation:
        return say(fake.refuses_creation)
    made = fake.books.open(given)
    return say(
        "0000",
        paymentID=made.id,
        bkashURL=f"{fake.base}/pay/?paymentID={made.id}&hash=ab(d.{made.id[-4:]}&mode=0011&apiVersion=v1.2.0-beta",
        callbackURL=given["callbackURL"],
        successCallbackURL=fake.callback(made, "success"),
        failureCallbackURL=fake.callback(made, "failure"),
        cancelledCallbackURL=fake.callback(made, "cancel"),
        amount=given["amount"],
        intent="sale",
        currency="BDT",
        paymentCreateTime=made.created,
        transactionStatus="Initiated",
        merchantInvoiceNumber=given["merchantInvoiceNumber"],
    )


def execute(fake: Fake, words: dict[str, Any]) -> Reply:
    made = fake.books.payments.get(str(words.get("paymentID", "")))
    if made is None:
        return say("2002")
    if made.state == "completed":
        return say("2062")
    if made.state == "approved":
        code = {POOR: "2023", BLOCKED: "2037"}.get(made.wallet)
        if code:
            made.state, made.code = "failed", code
            return say(code)
        fake.books.complete(made)
        fake.tell_soon(made)
        return say("0000", **_about(made), customerMsisdn=made.wallet, merchantInvoiceNumber=_invoice(made))
    return say({"cancelled": "2069", "failed": made.code or "2056"}.get(made.state, "2060"))


def status(fake: Fake, words: dict[str, Any]) -> Reply:
    made = fake.books.payments.get(str(words.get("paymentID", "")))
    if made is None:
        return say("2002")
    told_of = _about(made) if made.trx else _opened(made)
    ends = {"completed": "Completed", "cancelled": "Cancelled", "failed": "Failed"} if fake.tells_ends else {}
    state = "Completed" if made.trx else ends.get(made.state, "Initiated")
    seen = made.state in ("approved", "completed")
    return say(
        "0000",
        **{**told_of, "transactionStatus": state},
        mode="0011",
        paymentCreateTime=made.created,
        intent="sale",
        merchantInvoice=_invoice(made),
        verificationStatus="Complete" if seen else "Incomplete",
        **({"payerAccount": made.wallet, "maxRefundableAmount": f"{made.left()}"} if made.trx else {}),
        **({"errorCode": made.code} if made.code and fake.tells_ends else {}),
    )


def _opened(made: Payment) -> dict[str, str]:
    names = ("amount", "currency", "payerReference")
    return {"paymentID": made.id, **{name: made.given[name] for name in names}}


def _about(made: Payment) -> dict[str, str]:
    return {
        "paymentID": made.id,
        "trxID": made.trx,
        "transactionStatus": "Completed",
        "amount": made.given["amount"],
        "currency": "BDT",
        "paymentExecuteTime": made.executed,
        "payerReference": made.given["payerReference"],
    }


def _invoice(made: Payment) -> str:
    return made.given["merchantInvoiceNumber"]


_TOKENIZED, _CHECKOUT = f"{VERSION}/tokenized/checkout", f"{VERSION}/checkout"
DOORS: dict[str, Door] = {
    f"{_TOKENIZED}/token/grant": grant,
    f"{_TOKENIZED}/token/refresh": refresh,
    f"{_TOKENIZED}/create": create,
    f"{_TOKENIZED}/execute": execute,
    f"{_TOKENIZED}/payment/status": status,
    f"{_CHECKOUT}/token/grant": grant,
    f"{_CHECKOUT}/token/refresh": refresh,
    f"{_CHECKOUT}/payment/b2cPayment": money.pay_out,
    "/v2/tokenized-checkout/refund/payment/transaction": money.refund,
    "/v2/tokenized-checkout/refund/payment/status": money.refund_status,
}
