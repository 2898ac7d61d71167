"""Checkout Sessions: made by the merchant, paid by the payer on the hosted page."""

from __future__ import annotations

import re
from typing import Any

from tests.fakes.stripe import bank
from tests.fakes.stripe.books import RATES, Books
from tests.fakes.stripe.params import Refusal, need, only, whole

KNOWN = """
mode submit_type client_reference_id line_items metadata payment_intent_data adaptive_pricing success_url cancel_url
locale expires_at customer_email customer_creation customer payment_method_types""".split()  # noqa: SIM905
LOCALES = ("auto", "en", "de", "fr", "es", "ja", "zh")


def create(books: Books, given: dict[str, Any], base: str) -> dict[str, Any]:
    only(given, *KNOWN)
    if need(given, "mode") != "payment":
        raise Refusal(400, "This fake knows the mode payment only.", param="mode")
    (line,) = need(given, "line_items")
    price = need(line, "price_data")
    currency = need(price, "currency")
    amount = whole(need(price, "unit_amount"), "line_items[0][price_data][unit_amount]") * whole(
        line["quantity"], "quantity"
    )
    _check(books, given, amount, currency)
    told = books.new("checkout.session", "cs_test", mode="payment", status="open", payment_status="unpaid")
    told |= {"amount_total": amount, "amount_subtotal": amount, "currency": currency, "payment_intent": None}
    told |= {"client_reference_id": given.get("client_reference_id"), "metadata": dict(given.get("metadata", {}))}
    told |= {"success_url": given["success_url"], "cancel_url": given.get("cancel_url"), "customer": None}
    told |= {"customer_email": given.get("customer_email"), "customer_details": None, "payment_method_types": ["card"]}
    told |= {"customer_creation": given.get("customer_creation", "if_required"), "locale": given.get("locale", "auto")}
    told |= {"expires_at": int(given.get("expires_at") or books.clock() + 86_400), "url": f"{base}/c/pay/{told['id']}"}
    told |= {"_intent": given.get("payment_intent_data", {}), "_name": price["product_data"]["name"]}
    return told


def _check(books: Books, given: dict[str, Any], amount: int, currency: str) -> None:
    for name in ("success_url", "cancel_url"):
        if not re.match(r"https?://[^/\s]+", given.get(name) or ""):
            raise Refusal(400, "Not a valid URL", code="url_invalid", param=name)
    if currency not in RATES:
        raise Refusal(400, f"Invalid currency: {currency}.", param="line_items[0][price_data][currency]")
    if amount * RATES[currency] < 50 * 1_000_000:
        raise Refusal(
            400, "The Checkout Session's total amount due must add up to at least $0.50 usd", code="amount_too_small"
        )
    if amount > 99_999_999:
        raise Refusal(400, "Amount must be no more than 99999999", code="amount_too_large")
    if currency == "kwd" and amount % 10:
        raise Refusal(400, "Invalid amount: the last digit of a three-decimal currency must be 0.", param="unit_amount")
    if given.get("customer_email") and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", given["customer_email"]):
        raise Refusal(
            400, f"Invalid email address: {given['customer_email']}", code="email_invalid", param="customer_email"
        )
    if given.get("locale", "auto") not in LOCALES:
        raise Refusal(400, f"Invalid locale: {given['locale']}", param="locale")
    if len(given.get("client_reference_id") or "") > 200:
        raise Refusal(400, "Invalid string: must be at most 200 characters", param="client_reference_id")
    until = whole(given.get("expires_at", int(books.clock()) + 3600), "expires_at") - books.clock()
    if not 1_800 - 5 <= until <= 86_400 + 5:
        words = "The `expires_at` timestamp must be between 30 minutes and 24 hours after Checkout Session creation."
        raise Refusal(400, words, param="expires_at")


def run_out(books: Books, told: dict[str, Any]) -> None:
    """Let time have its way: an open session past its time has expired."""
    if told["status"] == "open" and books.clock() >= told["expires_at"]:
        expire(books, told)


def expire(books: Books, told: dict[str, Any]) -> dict[str, Any]:
    if told["status"] != "open":
        words = (
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of '
        )
        raise Refusal(400, words + told["status"])
    told.update(status="expired", url=None)
    if told["payment_intent"]:
        pi = books.get("payment_intent", told["payment_intent"])
        if pi["status"] != "succeeded" and not pi["last_payment_error"]:
            pi["status"] = "canceled"
    books.event("checkout.session.expired", told)
    return told


def update(books: Books, told: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    only(given, "metadata")
    told["metadata"] = {**told["metadata"], **given.get("metadata", {})}
    return told


def submit(books: Books, told: dict[str, Any], number: str, *, proved: bool | None = None) -> dict[str, Any] | None:
    """The payer presses “Pay” with a card; the error that they are shown, or None."""
    run_out(books, told)
    if told["status"] != "open":
        return {"message": "This Checkout Session is over."}
    pi = _intent(books, told)
    error = bank.confirm(books, pi, bank.method(books, number), present=True, proved=proved)
    if pi["status"] == "succeeded":
        complete(books, told, "paid")
        books.event("checkout.session.completed", told)
    return error


def complete(books: Books, told: dict[str, Any], payment_status: str) -> None:
    told.update(status="complete", payment_status=payment_status, url=None)
    told["customer_details"] = {"email": told["customer_email"], "name": "A Payer", "phone": None}


def _intent(books: Books, told: dict[str, Any]) -> dict[str, Any]:
    if told["payment_intent"]:
        return books.get("payment_intent", told["payment_intent"])
    given = told["_intent"]
    if told["customer_creation"] == "always" and not told["customer"]:
        told["customer"] = books.new("customer", "cus", email=told["customer_email"])["id"]
    fields = {
        name: given[name]
        for name in ("metadata", "description", "setup_future_usage", "capture_method")
        if name in given
    }
    pi = bank.intent(books, told["amount_total"], told["currency"], customer=told["customer"], **fields)
    told["payment_intent"] = pi["id"]
    return pi


def submit_debit(books: Books, told: dict[str, Any]) -> None:
    """The payer chooses a bank debit: the session is complete, the money takes days."""
    pi = _intent(books, told)
    pi.update(status="processing", payment_method=bank.method(books, "4242424242424242")["id"])
    complete(books, told, "unpaid")
    books.event("payment_intent.processing", pi)
    books.event("checkout.session.completed", told)


def settle_debit(books: Books, told: dict[str, Any], *, paid: bool) -> None:
    pi = books.get("payment_intent", told["payment_intent"])
    if paid:
        bank.charge(books, pi, books.get("payment_method", pi["payment_method"]))
        told["payment_status"] = "paid"
        books.event("checkout.session.async_payment_succeeded", told)
        return
    pi.update(
        status="requires_payment_method", last_payment_error={"type": "card_error", "code": "debit_not_authorized"}
    )
    books.event("payment_intent.payment_failed", pi)
    books.event("checkout.session.async_payment_failed", told)
