"""Charges: create, look, and execute once the payer has approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.cache import cache
from django.utils.translation import gettext as _

from dhara.kit.refusal import Invalid
from dhara.money.gateways import wire
from dhara.money.gateways.amounts import read, written
from dhara.money.gateways.bkash import reasons, rules
from dhara.money.gateways.bkash.asking import Said, ask
from dhara.money.gateways.rules import Charge, GatewayTrouble, Keys, Outcome, Redirect
from dhara.money.policies import queries as policies

# While one executes, another who would do the same looks again later.
_BUSY: Final = int(wire.TOTAL) + 5


def start(charge: Charge, *, keys: Keys, at: datetime) -> Redirect:
    """The page on which the payer approves. Raises Refused with a reason for the payer, or GatewayTrouble."""
    words = {
        "mode": "0011",
        "payerReference": rules.payer_reference(charge.payer_phone, charge.token),
        "callbackURL": charge.return_url,
        "amount": written(charge.amount),
        "currency": charge.amount.currency,
        "intent": "sale",
        # The notices name nothing else of ours, so it is what the payment is found by.
        "merchantInvoiceNumber": charge.token,
    }
    said = ask("create", words, keys=keys, at=at)
    if not said.well:
        raise Invalid("bkash_refused", reasons.for_payer(said.code))
    ref, page = str(said.words.get("paymentID") or ""), str(said.words.get("bkashURL") or "")
    if not rules.REF.fullmatch(ref) or not page.startswith(("https://", f"{keys.base or 'https:'}/")):
        raise GatewayTrouble("bKash: a payment without a page")
    return Redirect(page, ref)


def query(charge: Charge, *, keys: Keys, at: datetime) -> Outcome:
    """What bKash's server says; executes what the payer has approved."""
    ref = charge.gateway_ref or charge.returned.get("paymentID", "")
    if not rules.REF.fullmatch(ref):
        return Outcome("pending")
    said = ask("payment/status", {"paymentID": ref}, keys=keys, at=at)
    if not said.well or not _is_of(charge, said.words, ref):
        return Outcome("pending", gateway_ref=charge.gateway_ref)
    return _ended(charge, said.words, ref, at) or _under_way(charge, said.words, ref, keys, at)


def _is_of(charge: Charge, told: Mapping[str, Any], ref: str) -> bool:
    """Whether bKash speaks of this charge: its name comes from the browser where ours was lost.

    Raises GatewayTrouble where it is surely ours, and bKash says that it is not.
    """
    mine = (rules.invoice_of(told), str(told.get("paymentID") or ref)) == (charge.token, ref)
    if not mine and charge.gateway_ref:
        raise GatewayTrouble("bKash: it speaks of another payment")
    return mine


def _ended(charge: Charge, told: Mapping[str, Any], ref: str, at: datetime) -> Outcome | None:
    state = rules.state_of(told)
    if state == rules.COMPLETED:
        return _captured(charge, told, ref, at)
    if state in rules.CANCELLED:
        return _over("cancelled", ref)
    if state in rules.EXPIRED:
        return _over("expired", ref)
    if state in rules.FAILED:
        return _over("failed", ref, str(told.get("errorCode") or charge.details.get("code", "")))
    return None


def _under_way(charge: Charge, told: Mapping[str, Any], ref: str, keys: Keys, at: datetime) -> Outcome:
    """Not over at bKash. `word` is what the payer's browser says, where it speaks of this very payment."""
    ended = charge.details.get("ended", "")
    if ended in ("cancelled", "failed"):
        return _over(ended, ref, charge.details.get("code", ""))
    word = charge.returned.get("status", "") if charge.returned.get("paymentID") == ref else ""
    if word == "cancel":
        return _over("cancelled", ref)
    # After a failure, executing takes nothing, but tells why.
    if word in ("success", "failure") or rules.approved(told):
        return _execute(charge, ref, word, keys, at)
    return Outcome("pending", gateway_ref=ref)


def _execute(charge: Charge, ref: str, word: str, keys: Keys, at: datetime) -> Outcome:
    busy = f"bkash:execute:{ref}"
    if not cache.add(busy, 1, _BUSY):
        return Outcome("pending", gateway_ref=ref)
    try:
        said = ask("execute", {"paymentID": ref}, keys=keys, at=at)
    except GatewayTrouble:
        # It may have taken the money before it fell silent.
        return _look_again(charge, ref, keys, at) or Outcome("pending", gateway_ref=ref)
    finally:
        cache.delete(busy)
    if said.well and rules.state_of(said.words) == rules.COMPLETED and _is_of(charge, said.words, ref):
        return _captured(charge, said.words, ref, at)
    return _look_again(charge, ref, keys, at) or _not_executed(said, ref, word)


def _look_again(charge: Charge, ref: str, keys: Keys, at: datetime) -> Outcome | None:
    """What bKash says after an execution whose answer was lost, or was that somebody had been faster."""
    told = ask("payment/status", {"paymentID": ref}, keys=keys, at=at)
    return _ended(charge, told.words, ref, at) if told.well and _is_of(charge, told.words, ref) else None


def _not_executed(said: Said, ref: str, word: str) -> Outcome:
    waits = said.well or said.code in rules.SETTLED or (said.code in rules.NOT_YET and word != "failure")
    if waits:
        return Outcome("pending", gateway_ref=ref)
    return _over("cancelled" if said.code == rules.GIVEN_UP else "failed", ref, said.code)


def _over(state: str, ref: str, code: str = "") -> Outcome:
    """`details` keep that it is over: the payer is told that nothing was charged, so it is never executed."""
    details = {"ended": state, **({"code": code} if code else {})}
    if state == "cancelled":
        return Outcome("cancelled", gateway_ref=ref, details=details, reason=_("The payment was cancelled."))
    if state == "expired":
        return Outcome("expired", gateway_ref=ref, details=details, reason=_("Nobody paid in time."))
    return Outcome("failed", gateway_ref=ref, details=details, reason=reasons.for_payer(code))


def _captured(charge: Charge, told: Mapping[str, Any], ref: str, at: datetime) -> Outcome:
    """bKash does not tell what it keeps, so its fee is reckoned as agreed with it."""
    amount = read(told.get("amount"), str(told.get("currency") or "BDT"))
    fee = amount.percent(policies.value("gateway.bkash.fee_bp", at=charge.began_at or at))
    trx = str(told.get("trxID") or "")
    if not rules.REF.fullmatch(trx):
        raise GatewayTrouble("bKash: a completed payment without a transaction")
    paid_at = rules.moment(str(told.get("paymentExecuteTime") or ""))
    known = {
        "method": "bkash",
        "transaction": trx,
        "wallet": rules.masked(str(told.get("customerMsisdn") or told.get("payerAccount") or ""))
        or charge.details.get("wallet", ""),
        "paid_at": paid_at.isoformat() if paid_at else charge.details.get("paid_at", ""),
    }
    return Outcome("captured", amount, fee, ref, {name: value for name, value in known.items() if value})
