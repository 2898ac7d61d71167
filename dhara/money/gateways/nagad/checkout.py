"""Open a charge at Nagad, and ask what became of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.refusal import Refused
from dhara.money.gateways import wire
from dhara.money.gateways.amounts import read, written
from dhara.money.gateways.nagad import rules, sealing
from dhara.money.gateways.rules import Charge, GatewayTrouble, Keys, Outcome, Redirect
from dhara.money.policies import queries as policies

LIVE, TEST = "https://api.mynagad.com", "https://sandbox-ssl.mynagad.com"
_TAKA: Final = "050"


def start(charge: Charge, *, keys: Keys, at: datetime) -> Redirect:
    """The page on which the payer pays. Raises Refused with Nagad's own words where it says no."""
    order = rules.order_id(charge.token)
    opened = initialize(order, keys=keys, at=at)
    ref, challenge = str(opened.get("paymentReferenceId") or ""), str(opened.get("challenge") or "")
    if not rules.REF.fullmatch(ref) or not challenge:
        raise GatewayTrouble("Nagad: a charge without a reference")
    words = {
        "merchantId": keys.values["merchant_id"],
        "orderId": order,
        "currencyCode": _TAKA,
        "amount": written(charge.amount),
        "challenge": challenge,
    }
    about = {"serviceName": charge.description[:50]} if charge.description else {}
    sent = {**sealing.seal(words, keys), "merchantCallbackURL": charge.return_url, "additionalMerchantInfo": about}
    answer = _call("POST", f"check-out/complete/{ref}", keys, sent)
    page = str(answer.get("callBackUrl") or "")
    if answer.get("status") != "Success":
        raise _refusal(answer)
    if not page.startswith(("https://", _host(keys) + "/")):
        raise GatewayTrouble("Nagad: a charge without a page")
    return Redirect(page, ref)


def initialize(order: str, *, keys: Keys, at: datetime) -> Mapping[str, Any]:
    """Exchange secrets for an order; nothing can be paid by this alone."""
    merchant, moment = keys.values["merchant_id"], rules.stamp(at)
    challenge = secrets.token_hex(20)
    words = {"merchantId": merchant, "datetime": moment, "orderId": order, "challenge": challenge}
    sent = {"dateTime": moment, **sealing.seal(words, keys)}
    if keys.values.get("account_number"):
        sent["accountNumber"] = keys.values["account_number"]
    answer = _call("POST", f"check-out/initialize/{merchant}/{order}", keys, sent)
    if "sensitiveData" not in answer:
        raise _refusal(answer)
    return sealing.unseal(answer, keys)


def query(charge: Charge, *, keys: Keys, at: datetime) -> Outcome:
    """By the reference, ours or the one that the payer brought; it must be of this order of this merchant."""
    ref = charge.gateway_ref or charge.returned.get("payment_ref_id", "")
    if not rules.REF.fullmatch(ref):
        return Outcome("pending")
    told = _call("GET", f"verify/payment/{ref}", keys)
    if "status" not in told or "orderId" not in told:
        # It does not know the reference; ours it gave itself, so that one it only can not find right now.
        return Outcome("pending", gateway_ref=charge.gateway_ref)
    mine = told["orderId"], told.get("merchantId"), told.get("paymentRefId", ref)
    if mine != (rules.order_id(charge.token), keys.values["merchant_id"], ref):
        if not charge.gateway_ref:
            return Outcome("pending")
        raise GatewayTrouble("Nagad: it speaks of another payment")
    return _outcome(told, ref, charge.began_at or at)


def _outcome(told: Mapping[str, Any], ref: str, at: datetime) -> Outcome:
    status = str(told["status"]).lower()
    if status == rules.PAID:
        amount = _amount(told)
        fee = amount.percent(policies.value("gateway.nagad.fee_bp", at=at))
        return Outcome("captured", amount, fee, ref, _details(told))
    state = rules.ENDS.get(status)
    if state is None:
        return Outcome("pending", gateway_ref=ref)
    return Outcome(state, gateway_ref=ref, details={"status": status}, reason=_reason(state, told))


def _amount(told: Mapping[str, Any]) -> Money:
    number = str(told.get("currencyCode") or _TAKA)
    return read(told.get("amount"), rules.CURRENCIES.get(number, number))


def _details(told: Mapping[str, Any]) -> dict[str, str]:
    known = {
        "method": "nagad",
        "wallet": rules.masked(str(told.get("clientMobileNo") or "")),
        "transaction": str(told.get("issuerPaymentRefNo") or "")[:60],
        "paid_at": str(told.get("issuerPaymentDateTime") or "")[:30],
    }
    return {name: value for name, value in known.items() if value}


def _reason(state: str, told: Mapping[str, Any]) -> str:
    if state == "cancelled":
        return _("The payment was cancelled.")
    if state == "expired":
        return _("Nobody paid in time.")
    if "balance" in str(told.get("message") or told.get("statusMessage") or "").lower():
        return _("There is not enough money in the wallet.")
    return _("Nagad declined the payment.")


def _call(method: str, path: str, keys: Keys, sent: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    headers = {
        "X-KM-Api-Version": "v-0.2.0",
        "X-KM-IP-V4": keys.values.get("server_ip") or "127.0.0.1",
        "X-KM-Client-Type": "PC_WEB",
    }
    return wire.call(method, f"{_host(keys)}/api/dfs/{path}", json=sent, headers=headers).fields()


def _host(keys: Keys) -> str:
    return (keys.base or (LIVE if keys.live else TEST)).rstrip("/")


def _refusal(answer: Mapping[str, Any]) -> Refused:
    words = str(answer.get("message") or answer.get("devMessage") or answer.get("reason") or "?")[:200]
    return Refused("nagad_refused", _("Nagad did not begin the payment: %(reason)s") % {"reason": words})
