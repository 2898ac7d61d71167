"""Money out to sellers who have an account with Stripe Connect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dhara.money.gateways.rules import Keys, Transfer, TransferOutcome
from dhara.money.gateways.stripe import rules, wire
from dhara.money.gateways.stripe.reasons import reason


def pay_out(transfer: Transfer, *, keys: Keys) -> TransferOutcome:
    """`target["account"]` is the seller's `acct_…`. Once per key, also after Stripe has forgotten it (a day)."""
    account = str(transfer.target.get("account", ""))
    if keys.values.get("connect") != "yes":
        return TransferOutcome("failed", reason=_("Stripe Connect is not switched on for this account."))
    if not account.startswith("acct_"):
        return TransferOutcome("failed", reason=_("The seller's Stripe account is missing."))
    try:
        with wire.asking():
            if there := _find(transfer, keys):
                return _outcome(there)
            given: Any = {
                "amount": rules.to_stripe(transfer.amount),
                "currency": transfer.amount.currency.lower(),
                "destination": account,
                "transfer_group": transfer.key,
                "metadata": {rules.KEY: transfer.key},
            }
            made = wire.client(keys).v1.transfers.create(given, {"idempotency_key": transfer.key})
            return _outcome(wire.plain(made))
    except wire.Declined as refused:
        return TransferOutcome("failed", reason=reason(refused))


def query_payout(transfer: Transfer, *, keys: Keys) -> TransferOutcome:
    """`failed` with reason "unknown" for one that never reached Stripe."""
    try:
        with wire.asking():
            there = _find(transfer, keys)
    except wire.Declined as refused:
        if not refused.missing:
            return TransferOutcome("failed", transfer.ref, reason(refused))
        there = None
    return _outcome(there) if there else TransferOutcome("failed", reason="unknown")


def _find(transfer: Transfer, keys: Keys) -> Mapping[str, Any] | None:
    """By Stripe's name for it, else by ours, which is its group: a list by that is exact and up to date."""
    transfers = wire.client(keys).v1.transfers
    if transfer.ref:
        return wire.plain(transfers.retrieve(transfer.ref))
    found = transfers.list({"transfer_group": transfer.key, "limit": 1}).data
    return wire.plain(found[0]) if found else None


def _outcome(told: Mapping[str, Any]) -> TransferOutcome:
    state = rules.transfer_state(bool(told["reversed"]))
    why = _("The transfer was reversed, so the money came back.") if state == "returned" else ""
    return TransferOutcome(state, told["id"], why)
