"""Charge a stored method again, without the payer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dhara.money.gateways.rules import Charge, Keys, Outcome
from dhara.money.gateways.stripe import rules, wire
from dhara.money.gateways.stripe.checkout import of_intent
from dhara.money.gateways.stripe.reasons import reason


def charge_again(charge: Charge, method: str, *, keys: Keys, at: datetime) -> Outcome:
    """`method` is `customer:payment method`. A bank that wants to see its customer makes it `failed`, nothing charged:
    the payer is then asked on a page of Stripe's.
    """
    customer, _colon, name = method.partition(":")
    if not (customer.startswith("cus_") and name):
        return Outcome("failed", reason=_("This way of paying is not kept any more."))
    given: dict[str, Any] = {
        "amount": rules.to_stripe(charge.amount),
        "currency": charge.amount.currency.lower(),
        "customer": customer,
        "payment_method": name,
        "off_session": True,
        "confirm": True,
        "capture_method": "automatic",
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        "metadata": {rules.TOKEN: charge.token},
        "expand": ["latest_charge.balance_transaction"],
    }
    if charge.description:
        given["description"] = charge.description[:500]
    try:
        with wire.asking():
            intents = wire.client(keys).v1.payment_intents
            made = wire.plain(intents.create(given, {"idempotency_key": charge.token}))  # type: ignore[arg-type]
            return of_intent(made, made["id"], at=at)
    except wire.Declined as refused:
        details = {"code": refused.code} if refused.code else {}
        return Outcome("failed", gateway_ref=refused.intent.get("id", ""), details=details, reason=reason(refused))
