"""The doors of the API: method and path, and what is done behind them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.fakes.stripe import bank, sessions
from tests.fakes.stripe.books import RATES, Books, shown
from tests.fakes.stripe.params import Refusal, need, only, whole

Given = dict[str, Any]
Door = Callable[..., Any]
DOORS: list[tuple[str, re.Pattern[str], Door]] = []


def door(method: str, path: str) -> Callable[[Door], Door]:
    pattern = re.compile("^/v1/" + path.replace("{}", r"([A-Za-z0-9_]+)") + "$")

    def keep(function: Door) -> Door:
        DOORS.append((method, pattern, function))
        return function

    return keep


def listed(found: list[dict[str, Any]], given: Given, url: str) -> dict[str, Any]:
    """One page, the latest first; `starting_after`, `limit` and `created` are Stripe's."""
    created = given.get("created") or {}
    if isinstance(created, dict):
        bounds = {name: int(value) for name, value in created.items()}
        found = [each for each in found if bounds.get("gte", 0) <= each["created"] < bounds.get("lt", 10**12)]
    if after := given.get("starting_after"):
        names = [each["id"] for each in found]
        found = found[names.index(after) + 1 :] if after in names else []
    limit = whole(given.get("limit", 10), "limit")
    if not 1 <= limit <= 100:
        raise Refusal(400, "Invalid integer: limit must be between 1 and 100", param="limit")
    return {"object": "list", "url": url, "has_more": len(found) > limit, "data": found[:limit]}


def _like(given: Given, *names: str) -> dict[str, Any]:
    only(given, "limit", "starting_after", "created", *names)
    return {name: given[name] for name in names if name in given}


@door("POST", "checkout/sessions")
def create_session(books: Books, given: Given, base: str) -> Any:
    return sessions.create(books, given, base)


@door("GET", "checkout/sessions")
def list_sessions(books: Books, given: Given, base: str) -> Any:
    found = books.of("checkout.session", **_like(given, "payment_intent", "status"))
    return listed(found, given, "/v1/checkout/sessions")


@door("GET", "checkout/sessions/{}")
def get_session(books: Books, given: Given, base: str, name: str) -> Any:
    told = books.get("checkout.session", name)
    sessions.run_out(books, told)
    return told


@door("POST", "checkout/sessions/{}")
def update_session(books: Books, given: Given, base: str, name: str) -> Any:
    return sessions.update(books, books.get("checkout.session", name), given)


@door("POST", "checkout/sessions/{}/expire")
def expire_session(books: Books, given: Given, base: str, name: str) -> Any:
    return sessions.expire(books, books.get("checkout.session", name))


INTENT = """
amount currency customer payment_method off_session confirm capture_method automatic_payment_methods metadata
description""".split()  # noqa: SIM905


@door("POST", "payment_intents")
def create_intent(books: Books, given: Given, base: str) -> Any:
    only(given, *INTENT)
    currency = need(given, "currency")
    amount = whole(need(given, "amount"), "amount")
    if currency not in RATES:
        raise Refusal(400, f"Invalid currency: {currency}.", param="currency")
    if amount * RATES[currency] < 50 * 1_000_000:
        raise Refusal(400, "Amount must be at least $0.50 usd", code="amount_too_small", param="amount")
    pm = books.get("payment_method", need(given, "payment_method"))
    if pm["customer"] != given.get("customer"):
        raise Refusal(400, "The provided PaymentMethod does not belong to this customer.", param="payment_method")
    fields = {
        "customer": given.get("customer"),
        "metadata": given.get("metadata", {}),
        "description": given.get("description"),
    }
    pi = bank.intent(books, amount, currency, **fields)
    if given.get("confirm") == "true":
        error = bank.confirm(books, pi, pm, present=given.get("off_session") != "true")
        if error:
            refused = Refusal(402, str(error["message"]))
            refused.error = {**error, "payment_intent": shown(pi)}
            raise refused
    return pi


@door("GET", "payment_intents")
def list_intents(books: Books, given: Given, base: str) -> Any:
    return listed(books.of("payment_intent", **_like(given, "customer")), given, "/v1/payment_intents")


@door("GET", "payment_intents/search")
def search_intents(books: Books, given: Given, base: str) -> Any:
    wanted = re.fullmatch(r"metadata\['(\w+)'\]:'([^']*)'", need(given, "query"))
    if wanted is None:
        raise Refusal(400, "We were unable to parse your search query.", param="query")
    found = [each for each in books.of("payment_intent") if each["metadata"].get(wanted[1]) == wanted[2]]
    return {"object": "search_result", "url": "/v1/payment_intents/search", "has_more": False, "data": found[:10]}


@door("GET", "payment_intents/{}")
def get_intent(books: Books, given: Given, base: str, name: str) -> Any:
    return books.get("payment_intent", name)


@door("GET", "charges/{}")
def get_charge(books: Books, given: Given, base: str, name: str) -> Any:
    return books.get("charge", name)


@door("POST", "refunds")
def create_refund(books: Books, given: Given, base: str) -> Any:
    only(given, "payment_intent", "amount", "metadata", "reason")
    pi = books.get("payment_intent", need(given, "payment_intent"))
    amount = whole(given["amount"], "amount") if "amount" in given else None
    return bank.refund(books, pi, amount, dict(given.get("metadata", {})))


@door("GET", "refunds")
def list_refunds(books: Books, given: Given, base: str) -> Any:
    return listed(books.of("refund", **_like(given, "payment_intent", "charge")), given, "/v1/refunds")


@door("GET", "refunds/{}")
def get_refund(books: Books, given: Given, base: str, name: str) -> Any:
    return books.get("refund", name)


@door("GET", "disputes")
def list_disputes(books: Books, given: Given, base: str) -> Any:
    return listed(books.of("dispute", **_like(given, "payment_intent", "charge")), given, "/v1/disputes")


@door("GET", "disputes/{}")
def get_dispute(books: Books, given: Given, base: str, name: str) -> Any:
    return books.get("dispute", name)


EVIDENCE = """
access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal
customer_communication customer_email_address customer_name customer_purchase_ip customer_signature
duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description receipt
refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation
shipping_address shipping_carrier
shipping_date shipping_documentation shipping_tracking_number uncategorized_file uncategorized_text""".split()  # noqa: SIM905


@door("POST", "disputes/{}")
def update_dispute(books: Books, given: Given, base: str, name: str) -> Any:
    only(given, "evidence", "submit", "metadata")
    told = books.get("dispute", name)
    if told["status"] not in ("needs_response", "warning_needs_response"):
        raise Refusal(400, "This dispute is already closed, or its evidence was submitted.")
    for field, value in given.get("evidence", {}).items():
        if field not in EVIDENCE:
            raise Refusal(400, f"Received unknown parameter: evidence[{field}]", code="parameter_unknown")
        if value.startswith("file_"):
            books.get("file", value)
        told["evidence"][field] = value
    if given.get("submit") == "true":
        told["evidence_details"] |= {"has_evidence": True, "submission_count": 1}
        told["status"] = "warning_under_review" if told["status"].startswith("warning") else "under_review"
        books.event("charge.dispute.updated", told)
    return told


@door("GET", "radar/early_fraud_warnings/{}")
def get_warning(books: Books, given: Given, base: str, name: str) -> Any:
    return books.get("radar.early_fraud_warning", name)


@door("POST", "files")
def create_file(books: Books, given: Given, base: str) -> Any:
    if need(given, "purpose") != "dispute_evidence":
        raise Refusal(400, "Invalid purpose", param="purpose")
    name, content = need(given, "file")
    kind = next(
        (
            kind
            for magic, kind in ((b"%PDF", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8", "jpg"))
            if content.startswith(magic)
        ),
        None,
    )
    if kind is None:
        raise Refusal(400, "This file is of a type that can not be used as evidence.", param="file")
    return books.new(
        "file", "file", purpose="dispute_evidence", filename=name, size=len(content), type=kind, _content=content
    )


@door("POST", "transfers")
def create_transfer(books: Books, given: Given, base: str) -> Any:
    only(given, "amount", "currency", "destination", "transfer_group", "metadata", "description")
    amount, currency = whole(need(given, "amount"), "amount"), need(given, "currency")
    destination = need(given, "destination")
    if not re.fullmatch(r"acct_\w{6,}", destination) or "closed" in destination:
        raise Refusal(400, f"No such destination: '{destination}'", code="resource_missing", param="destination")
    if amount > books.spent.get(currency, 10**9):
        raise Refusal(400, "You have insufficient available funds in your Stripe account.", code="balance_insufficient")
    told = books.new("transfer", "tr", amount=amount, currency=currency, destination=destination, reversed=False)
    told |= {"amount_reversed": 0, "transfer_group": given.get("transfer_group"), "metadata": given.get("metadata", {})}
    books.event("transfer.created", told)
    return told


@door("GET", "transfers")
def list_transfers(books: Books, given: Given, base: str) -> Any:
    return listed(books.of("transfer", **_like(given, "transfer_group", "destination")), given, "/v1/transfers")


@door("GET", "transfers/{}")
def get_transfer(books: Books, given: Given, base: str, name: str) -> Any:
    return books.get("transfer", name)


@door("GET", "balance")
def get_balance(books: Books, given: Given, base: str) -> Any:
    net = sum(each["net"] for each in books.of("balance_transaction"))
    return {"object": "balance", "livemode": False, "available": [{"amount": net, "currency": "usd"}], "pending": []}


@door("GET", "balance_transactions")
def list_booked(books: Books, given: Given, base: str) -> Any:
    found = books.of("balance_transaction", **_like(given, "source", "type"))
    return listed(found, given, "/v1/balance_transactions")


@door("GET", "accounts")
def list_accounts(books: Books, given: Given, base: str) -> Any:
    return listed(books.of("account"), given, "/v1/accounts")


@door("GET", "webhook_endpoints")
def list_endpoints(books: Books, given: Given, base: str) -> Any:
    return listed(books.of("webhook_endpoint"), given, "/v1/webhook_endpoints")


def find(method: str, path: str) -> tuple[Door, tuple[str, ...]]:
    for known, pattern, function in DOORS:
        if known == method and (fits := pattern.match(path)):
            return function, fits.groups()
    raise Refusal(404, f"Unrecognized request URL ({method}: {path}).")
