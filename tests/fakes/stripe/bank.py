"""What cards, banks and Radar do with a PaymentIntent."""

from __future__ import annotations

from typing import Any

from tests.fakes.stripe import cards
from tests.fakes.stripe.books import Books, shown
from tests.fakes.stripe.params import Refusal

DISPUTE_FEE = 1500


def intent(books: Books, amount: int, currency: str, **fields: Any) -> dict[str, Any]:
    usual = {
        "capture_method": "automatic",
        "customer": None,
        "description": None,
        "metadata": {},
        "payment_method": None,
    }
    usual |= {"setup_future_usage": None, "last_payment_error": None, "latest_charge": None, "review": None}
    made = books.new(
        "payment_intent", "pi", amount=amount, amount_received=0, currency=currency, status="requires_payment_method"
    )
    made.update({**usual, **fields, "client_secret": f"{made['id']}_secret"})
    books.event("payment_intent.created", made)
    return made


def method(books: Books, number: str) -> dict[str, Any]:
    card = cards.CARDS[number]
    told = {"brand": card.brand, "last4": number[-4:], "country": card.country, "exp_month": 12, "exp_year": 2034}
    told |= {"wallet": None, "funding": "credit"}
    return books.new("payment_method", "pm", type="card", card=told, customer=None, _number=number, _kept=False)


def confirm(
    books: Books, pi: dict[str, Any], pm: dict[str, Any], *, present: bool, proved: bool | None = None
) -> dict[str, Any] | None:
    """Try to charge; the error of a card that says no. `proved` is what the payer did at their bank's page.

    With `present` and an authentication still to be done the intent then `requires_action`.
    """
    card = cards.CARDS[pm["_number"]]
    pi["payment_method"] = pm["id"]
    wants = card.auth == "always" or (card.auth == "setup" and not pm["_kept"])
    refused = card.decline or (card.later if not present else None)
    if refused:
        return _declined(books, pi, cards.error(*refused))
    if wants and not present:
        return _declined(books, pi, cards.error("authentication_required", "authentication_required"))
    if wants and proved is None:
        pi["status"] = "requires_action"
        books.event("payment_intent.requires_action", pi)
        return None
    if wants and not proved:
        return _declined(books, pi, cards.error("payment_intent_authentication_failure"))
    charge(books, pi, pm)
    return None


def _declined(books: Books, pi: dict[str, Any], error: dict[str, Any]) -> dict[str, Any]:
    pi.update(status="requires_payment_method", last_payment_error=error)
    books.event("payment_intent.payment_failed", pi)
    return error


def charge(books: Books, pi: dict[str, Any], pm: dict[str, Any], *, amount: int = 0, currency: str = "") -> None:
    """Take the money. `amount` and `currency` are for the case that others come than were asked for."""
    card = cards.CARDS[pm["_number"]]
    amount, currency = amount or pi["amount"], currency or pi["currency"]
    made = books.new(
        "charge", "ch", amount=amount, currency=currency, payment_intent=pi["id"], paid=True, captured=True
    )
    made |= {"status": "succeeded", "amount_refunded": 0, "refunded": False, "disputed": False, "review": None}
    made |= {"metadata": dict(pi["metadata"]), "payment_method": pm["id"], "customer": pi["customer"]}
    made["payment_method_details"] = {"type": "card", "card": shown(pm["card"])}
    made["outcome"] = {"network_status": "approved_by_network", "risk_level": "normal", "type": "authorized"}
    made["balance_transaction"] = books.book("charge", amount, currency, made["id"], fee=True)["id"]
    pi.update(status="succeeded", amount_received=amount, currency=currency, latest_charge=made["id"])
    pi["last_payment_error"] = None
    if pi["setup_future_usage"] and pi["customer"]:
        pm.update(customer=pi["customer"], _kept=True)
    if card.after == "review":
        review(books, made, pi)
    books.event("charge.succeeded", made)
    books.event("payment_intent.succeeded", pi)
    if card.after == "warning":
        warn(books, made)
    elif card.after and card.after != "review":
        dispute(books, made, card.after)


def review(books: Books, made: dict[str, Any], pi: dict[str, Any]) -> None:
    opened = books.new("review", "prv", charge=made["id"], payment_intent=pi["id"], open=True, reason="rule")
    made["outcome"] = {**made["outcome"], "risk_level": "elevated", "type": "manual_review"}
    made["review"] = pi["review"] = opened["id"]
    books.event("review.opened", opened)


def close_review(books: Books, pi: dict[str, Any]) -> None:
    """Somebody at the merchant's looked and approved it."""
    made = books.get("charge", pi["latest_charge"])
    opened = books.get("review", made["review"])
    opened.update(open=False, reason="approved")
    made["review"] = pi["review"] = None
    books.event("review.closed", opened)


def warn(books: Books, made: dict[str, Any]) -> dict[str, Any]:
    told = {"charge": made["id"], "payment_intent": made["payment_intent"], "fraud_type": "made_with_stolen_card"}
    warning = books.new("radar.early_fraud_warning", "issfr", actionable=True, **told)
    books.event("radar.early_fraud_warning.created", warning)
    return warning


def dispute(books: Books, made: dict[str, Any], why: str = "fraudulent") -> dict[str, Any]:
    """`why` is the reason, or "inquiry": a question of the bank's that takes no money yet."""
    inquiry = why == "inquiry"
    due = int(books.clock()) + 7 * 86_400
    details = {"due_by": due, "has_evidence": False, "past_due": False, "submission_count": 0}
    told = books.new("dispute", "du", amount=made["amount"], currency=made["currency"], charge=made["id"])
    told |= {"payment_intent": made["payment_intent"], "reason": "general" if inquiry else why, "evidence": {}}
    told |= {"status": "warning_needs_response" if inquiry else "needs_response", "evidence_details": details}
    told |= {"balance_transactions": [], "is_charge_refundable": inquiry, "metadata": {}}
    made["disputed"] = True
    if not inquiry:
        taken = books.book("adjustment", -made["amount"], made["currency"], told["id"])
        taken.update(fee=DISPUTE_FEE, net=taken["amount"] - DISPUTE_FEE, reporting_category="dispute")
        told["balance_transactions"] = [shown(taken)]
    books.event("charge.dispute.created", told)
    if not inquiry:
        books.event("charge.dispute.funds_withdrawn", told)
    return told


def rule(books: Books, told: dict[str, Any], status: str) -> None:
    """The bank has decided: won, lost, or warning_closed."""
    told["status"] = status
    if status == "won":
        back = books.book("adjustment", told["amount"], told["currency"], told["id"])
        told["balance_transactions"] = [*told["balance_transactions"], shown(back)]
    books.event("charge.dispute.updated", told)
    books.event("charge.dispute.closed", told)
    if status == "won":
        books.event("charge.dispute.funds_reinstated", told)


def refund(books: Books, pi: dict[str, Any], amount: int | None, metadata: dict[str, str]) -> dict[str, Any]:
    made = books.objects.get(pi["latest_charge"] or "")
    if made is None or not made["paid"]:
        raise Refusal(400, f"This PaymentIntent ({pi['id']}) does not have a successful charge to refund.")
    left = made["amount"] - made["amount_refunded"]
    if any(
        each["status"] not in ("won", "warning_closed", "warning_needs_response")
        for each in books.of("dispute", charge=made["id"])
    ):
        raise Refusal(400, f"Charge {made['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
    if left == 0:
        raise Refusal(400, f"Charge {made['id']} has already been refunded.", code="charge_already_refunded")
    amount = left if amount is None else amount
    if amount <= 0:
        raise Refusal(400, "Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount > left:
        raise Refusal(
            400, f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount"
        )
    card = cards.CARDS[books.get("payment_method", made["payment_method"])["_number"]]
    status = "pending" if card.refund == "late" else "succeeded"
    told = books.new("refund", "re", amount=amount, currency=made["currency"], charge=made["id"], status=status)
    told |= {"payment_intent": pi["id"], "metadata": metadata, "reason": None, "failure_reason": None}
    told["balance_transaction"] = books.book("refund", -amount, made["currency"], told["id"])["id"]
    made["amount_refunded"] += amount
    made["refunded"] = made["amount_refunded"] == made["amount"]
    for each in books.of("radar.early_fraud_warning", charge=made["id"]):
        each["actionable"] = not made["refunded"]
    books.event("refund.created", told)
    books.event("charge.refunded", made)
    return told


def settle_refund(books: Books, told: dict[str, Any], status: str = "succeeded", why: str = "") -> None:
    """What a refund becomes after a while: succeeded, or failed (then the money is back)."""
    told["status"] = status
    if status == "failed":
        told["failure_reason"] = why or "expired_or_canceled_card"
        made = books.get("charge", told["charge"])
        made["amount_refunded"] -= told["amount"]
        made["refunded"] = False
        back = books.book("refund_failure", told["amount"], told["currency"], told["id"])
        told["failure_balance_transaction"] = back["id"]
        books.event("refund.failed", told)
    books.event("refund.updated", told)
