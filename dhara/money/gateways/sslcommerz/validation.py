"""What became of a transaction, as SSLCommerz's validation server tells it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.money.gateways import wire
from dhara.money.gateways.amounts import read
from dhara.money.gateways.rules import Charge, GatewayTrouble, Keys, Outcome
from dhara.money.gateways.sslcommerz import rules
from dhara.money.gateways.sslcommerz.sessions import host


def query(charge: Charge, *, keys: Keys) -> Outcome:
    """By the val_id that we know or that the payer brought, where it is this transaction's; else by the transaction."""
    mine = rules.transaction_id(charge.token)
    for val_id in (charge.details.get("val_id", ""), charge.returned.get("val_id", "")):
        told = validated(val_id, keys) if rules.VAL_ID.fullmatch(val_id) else {}
        if _is_paid(told, mine):
            return _paid(told, charge)
    found = transactions(mine, keys)
    paid = next((each for each in found if each.get("status") in rules.PAID), None)
    if paid is not None:
        told = validated(str(paid.get("val_id") or ""), keys)
        if not _is_paid(told, mine):
            raise GatewayTrouble("SSLCommerz: its list says paid, its validation does not")
        return _paid(told, charge)
    return _unpaid(found or _said_on_return(charge, mine, keys), mine)


def ask(path: str, keys: Keys, **asked: str) -> Mapping[str, Any]:
    known = {"store_id": keys.values["store_id"], "store_passwd": keys.values["store_passwd"]}
    given = {**asked, **known, "v": "1", "format": "json"}
    return wire.call("GET", f"{host(keys)}/validator/api/{path}", query=given).fields()


def validated(val_id: str, keys: Keys) -> Mapping[str, Any]:
    """The validation server's word on it. What is not there has a status that is none of PAID."""
    return ask("validationserverAPI.php", keys, val_id=val_id)


def transactions(tran_id: str, keys: Keys) -> list[Mapping[str, Any]]:
    """All tries to pay it, the latest first."""
    told = ask("merchantTransIDvalidationAPI.php", keys, tran_id=tran_id)
    if told.get("APIConnect") != "DONE":
        raise GatewayTrouble(f"SSLCommerz: APIConnect {str(told.get('APIConnect'))[:30]}")
    listed = told.get("element") or []
    if not isinstance(listed, list):
        raise GatewayTrouble("SSLCommerz: a list that is none")
    mine = [each for each in listed if isinstance(each, dict) and each.get("tran_id") == tran_id]
    return sorted(mine, key=lambda each: str(each.get("tran_date") or ""), reverse=True)


def _is_paid(told: Mapping[str, Any], mine: str) -> bool:
    return told.get("status") in rules.PAID and told.get("tran_id") == mine


def _paid(told: Mapping[str, Any], charge: Charge) -> Outcome:
    amount, fee = _came(told, charge.amount)
    ref = rules.transaction_id(charge.token)
    if str(told.get("risk_level") or "0") != "0":
        why = _("SSLCommerz warns of this payment: %(title)s.") % {"title": str(told.get("risk_title") or "?")[:80]}
        return Outcome("review", amount, fee, ref, _details(told), why)
    return Outcome("captured", amount, fee, ref, _details(told))


def _came(told: Mapping[str, Any], asked: Money) -> tuple[Money, Money]:
    """What was paid, and what SSLCommerz keeps of it.

    It tells the amount twice: as the payer was asked, and in taka. If they differ from what we asked, the one that does
    is what came.
    """
    code = str(told.get("currency_type") or told.get("currency") or "")
    in_taka = read(told.get("amount"), "BDT")
    if code != "BDT":
        return read(told.get("currency_amount"), code), Money.zero(code)
    seen = in_taka, read(told.get("currency_amount", told.get("amount")), "BDT")
    amount = next((each for each in seen if each != asked), asked)
    return amount, in_taka - read(told.get("store_amount"), "BDT")


def _details(told: Mapping[str, Any]) -> dict[str, str]:
    """What may be kept and shown: of a card its last four digits."""
    last = re.search(r"(\d{4})$", str(told.get("card_no") or ""))
    known = {
        "val_id": told.get("val_id"),
        "bank_tran_id": told.get("bank_tran_id"),
        "method": told.get("card_type"),
        "brand": told.get("card_brand"),
        "issuer": told.get("card_issuer"),
        "country": told.get("card_issuer_country_code"),
        "last4": last[1] if last else "",
        "risk": told.get("risk_title"),
    }
    return {name: str(value)[:100] for name, value in known.items() if value}


def _said_on_return(charge: Charge, mine: str, keys: Keys) -> list[Mapping[str, Any]]:
    """An unhappy end that SSLCommerz signed and the payer brought, where its list does not know of it (yet)."""
    told = rules.signed(charge.returned, keys.values["store_passwd"])
    return [charge.returned] if told.get("tran_id") == mine and told.get("status") in rules.ENDS else []


def _unpaid(found: list[Mapping[str, Any]], mine: str) -> Outcome:
    if not found or any(each.get("status") not in rules.ENDS for each in found):
        return Outcome("pending", gateway_ref=mine if found else "")
    latest = found[0]
    state = rules.ENDS[str(latest["status"])]
    told = str(latest.get("error") or "")
    if state == "cancelled":
        reason = _("The payment was cancelled.")
    elif state == "expired":
        reason = _("Nobody paid in time.")
    elif "insufficient" in told.lower():
        reason = _("There is not enough money on the card.")
    else:
        reason = _("The bank declined the payment.")
    return Outcome(state, gateway_ref=mine, details={"error": told[:100]} if told else {}, reason=reason)
