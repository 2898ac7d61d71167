"""Money out to a wallet (B2C), through the checkout product.

bKash neither refuses the same invoice twice nor finds a payout by it. So one whose answer was lost is never sent again
by itself: it stays pending until somebody has looked into bKash's portal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import httpx
from django.utils.translation import gettext as _

from dhara.money.gateways.amounts import written
from dhara.money.gateways.bkash import reasons, rules, tokens
from dhara.money.gateways.bkash.asking import Maintenance, ask_payouts
from dhara.money.gateways.rules import GatewayTrouble, Keys, Transfer, TransferOutcome

# The request never left this machine.
_UNSENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def pay_out(transfer: Transfer, *, keys: Keys, at: datetime) -> TransferOutcome:
    """Send it. Raises GatewayTrouble where nobody knows whether it was sent; all else is told for certain."""
    number = rules.wallet(transfer.target.get("number", ""))
    if not number:
        return TransferOutcome("failed", reason=_("The number of the wallet is missing."))
    try:
        tokens.token(keys, rules.CHECKOUT, at=at)
    except GatewayTrouble:
        return TransferOutcome("failed", reason=_("bKash could not be reached, so nothing was sent."))
    words = {
        "amount": written(transfer.amount),
        "currency": transfer.amount.currency,
        "merchantInvoiceNumber": transfer.key,
        "receiverMSISDN": number,
    }
    try:
        said = ask_payouts("POST", "payment/b2cPayment", words, keys=keys, at=at)
    except Maintenance:
        return TransferOutcome("failed", reason=reasons.for_payout(rules.MAINTENANCE, ""))
    except GatewayTrouble as trouble:
        if isinstance(trouble.__cause__, _UNSENT):
            return TransferOutcome("failed", reason=_("bKash could not be reached, so nothing was sent."))
        raise
    if not said.well:
        return TransferOutcome("failed", reason=reasons.for_payout(said.code, said.message))
    return _outcome(said.words)


def query_payout(transfer: Transfer, *, keys: Keys, at: datetime) -> TransferOutcome:
    """By bKash's transaction, where it told one."""
    if not rules.REF.fullmatch(transfer.ref):
        why = _("bKash did not answer whether it sent the money. Please look into its portal for %(key)s.")
        return TransferOutcome("pending", reason=why % {"key": transfer.key})
    said = ask_payouts("GET", f"payment/search/{transfer.ref}", None, keys=keys, at=at)
    if not said.well:
        raise GatewayTrouble(f"bKash: code {said.code} to a question about a payout")
    return _outcome({"trxID": transfer.ref, **said.words})


def _outcome(told: Mapping[str, Any]) -> TransferOutcome:
    state = rules.PAYOUTS.get(rules.state_of(told), "pending")
    why = {"failed": _("bKash did not send the money."), "returned": _("The money was sent back.")}
    return TransferOutcome(state, str(told.get("trxID") or ""), why.get(state, ""))
