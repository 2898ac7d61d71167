"""The doors for programs: session, validation, transaction query, refund, refund query."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from tests.fakes.serving import Ask, Reply, told
from tests.fakes.sslcommerz.books import CENT, Books, Refund, Transaction
from tests.fakes.sslcommerz.signing import STORE_ID, STORE_PASSWD

if TYPE_CHECKING:
    from tests.fakes.sslcommerz.fake import Fake


def _known(ask: Ask) -> bool:
    return (ask.given.get("store_id"), ask.given.get("store_passwd")) == (STORE_ID, STORE_PASSWD)


def open_session(fake: Fake, ask: Ask) -> Reply:
    if ask.method != "POST" or "urlencoded" not in ask.headers.get("content-type", ""):
        return told({"status": "FAILED", "failedreason": "Invalid Information! Please use POST form."})
    if not _known(ask):
        return told({"status": "FAILED", "failedreason": "Store Credential Error Or Store is De-active"})
    session, why = fake.books.open(dict(ask.given))
    if session is None:
        return told({"status": "FAILED", "failedreason": why, "sessionkey": "", "GatewayPageURL": ""})
    url = f"{fake.base}/gwprocess/v4/gw.php?Q=PAY&SESSIONKEY={session.key}"
    return told({"status": "SUCCESS", "failedreason": "", "sessionkey": session.key, "GatewayPageURL": url, "gw": {}})


def validate(fake: Fake, ask: Ask) -> Reply:
    if not _known(ask):
        return told({"status": "INVALID_TRANSACTION", "APIConnect": "FAILED"})
    found = fake.books.by("val_id", ask.given.get("val_id", ""))
    if found is None:
        return told({"status": "INVALID_TRANSACTION", "APIConnect": "DONE"})
    found.validated += 1
    status = "VALID" if found.validated == 1 else "VALIDATED"
    more = {"APIConnect": "DONE", "validated_on": fake.books.now(), "gw_version": "", "emi_instalment": "0"}
    return told({**found.told, "status": status, **more})


def merchant(fake: Fake, ask: Ask) -> Reply:
    """One address for three questions, told apart by their fields, as SSLCommerz has it."""
    given, books = ask.given, fake.books
    if not _known(ask):
        return told({"APIConnect": "FAILED"})
    if "bank_tran_id" in given:
        return told(_refund(books, dict(given)))
    if "refund_ref_id" in given:
        return told(_refund_status(books, given["refund_ref_id"]))
    if "tran_id" in given:
        found = [_listed(each) for each in books.of(given["tran_id"])]
        return told({"APIConnect": "DONE", "no_of_trans_found": len(found), "element": found})
    return told({"APIConnect": "INVALID_REQUEST"})


def _listed(each: Transaction) -> dict[str, str]:
    status = each.told["status"]
    return {**each.told, "status": "VALIDATED" if status == "VALID" and each.validated else status}


def _refund(books: Books, given: dict[str, str]) -> dict[str, Any]:
    found = books.by("bank_tran_id", given["bank_tran_id"])
    name = given.get("refund_trans_id", "")
    if not name or len(name) > 30 or not given.get("refund_remarks") or found is None:
        return {"APIConnect": "INVALID_REQUEST"}
    head = {"APIConnect": "DONE", "bank_tran_id": given["bank_tran_id"], "trans_id": found.told["tran_id"]}
    known = next((each for each in books.refunds.values() if each.name == name), None)
    if known is not None:
        return {**head, "refund_ref_id": known.ref, "status": "processing", "errorReason": ""}
    try:
        amount = Decimal(given.get("refund_amount", "")).quantize(CENT)
    except InvalidOperation:
        return {"APIConnect": "INVALID_REQUEST"}
    mine = [each for each in books.refunds.values() if each.transaction is found and each.status != "cancelled"]
    left = Decimal(found.told["amount"]) - sum((each.amount for each in mine), Decimal(0))
    if found.told["status"] != "VALID" or not 0 < amount <= left:
        return {**head, "refund_ref_id": "", "status": "failed", "errorReason": "Refund amount exceeds the balance"}
    if found.refund_mode == "refused":
        return {**head, "refund_ref_id": "", "status": "failed", "errorReason": "Card is closed"}
    waits = books.refunds_wait or found.refund_mode in ("wait", "fail")
    made = Refund(books.id("REF"), name, amount, "processing" if waits else "refunded", found)
    made.initiated_on = books.now()
    books.refunds[made.ref] = made
    return {**head, "refund_ref_id": made.ref, "status": "success", "errorReason": ""}


def _refund_status(books: Books, ref: str) -> dict[str, Any]:
    made = books.refunds.get(ref)
    if made is None:
        return {"APIConnect": "INVALID_REQUEST"}
    return {
        "APIConnect": "DONE",
        "bank_tran_id": made.transaction.told["bank_tran_id"],
        "tran_id": made.transaction.told["tran_id"],
        "refund_ref_id": ref,
        "initiated_on": made.initiated_on,
        "refunded_on": books.now() if made.status == "refunded" else "",
        "status": made.status,
        "errorReason": made.reason,
    }
