"""Money back to the payer. bKash knows no idempotency key, so it is asked what it did before it is told to do it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dhara.money.gateways.amounts import read, written
from dhara.money.gateways.bkash import reasons, rules
from dhara.money.gateways.bkash.asking import ask, ask_refunds
from dhara.money.gateways.rules import GatewayTrouble, GiveBack, Keys, RefundOutcome


def give_back(back: GiveBack, *, keys: Keys, at: datetime) -> RefundOutcome:
    """Once per key: it travels as the refund's `sku`. Raises GatewayTrouble."""
    trx = back.details.get("transaction") or _transaction(back, keys, at)
    if not trx:
        return RefundOutcome("failed", reason=_("Nothing was paid that could be given back."))
    which = {"paymentId": back.gateway_ref, "trxId": trx}
    said = ask_refunds("status", which, keys=keys, at=at)
    if not said.well:
        if said.code in rules.NOT_PAID:
            return RefundOutcome("failed", reason=_("Nothing was paid that could be given back."))
        raise GatewayTrouble(f"bKash: code {said.code} to a question about refunds")
    listed = [each for each in said.words.get("refundTransactions") or [] if isinstance(each, Mapping)]
    if there := _mine(back, listed):
        return _outcome(there)
    if back.refund_ref:
        raise GatewayTrouble("bKash: a refund that it made is not on its list")
    if any(_may_be_mine(back, each) for each in listed):
        # Safer to wait for somebody than to give the same money back twice.
        why = _("bKash lists a refund of the same amount without our reference. Please look into bKash's portal.")
        return RefundOutcome("pending", reason=why)
    given = {
        **which,
        "refundAmount": written(back.amount),
        "sku": back.key[:255],
        "reason": (back.reason.strip() or "refund")[:255],
    }
    said = ask_refunds("transaction", given, keys=keys, at=at)
    if not said.well:
        return RefundOutcome("failed", reason=reasons.for_refund(said.code, said.message))
    return _outcome(said.words)


def _transaction(back: GiveBack, keys: Keys, at: datetime) -> str:
    said = ask("payment/status", {"paymentID": back.gateway_ref}, keys=keys, at=at)
    paid = said.well and rules.state_of(said.words) == rules.COMPLETED
    return str(said.words.get("trxID") or "") if paid else ""


def _mine(back: GiveBack, listed: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    if back.refund_ref:
        return next((each for each in listed if each.get("refundTrxId") == back.refund_ref), None)
    return next((each for each in listed if each.get("sku") == back.key[:255]), None)


def _may_be_mine(back: GiveBack, listed: Mapping[str, Any]) -> bool:
    """Whether it is one that an older answer may have been about: nothing tells whose it is, but the amount."""
    amount = read(listed.get("refundAmount"), back.amount.currency)
    return not listed.get("sku") and amount == back.amount and _state(listed) != "failed"


def _state(told: Mapping[str, Any]) -> Any:
    return rules.REFUNDS.get(rules.state_of(told, "refundTransactionStatus"), "pending")


def _outcome(told: Mapping[str, Any]) -> RefundOutcome:
    state, ref = _state(told), str(told.get("refundTrxId") or "")
    why = _("The money did not arrive, so it came back.") if state == "failed" else ""
    return RefundOutcome(state, ref, why)
