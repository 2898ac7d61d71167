"""Charges: the Checkout Session that the payer visits, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.refusal import Invalid
from dhara.money.gateways.rules import Charge, GatewayTrouble, Keys, Outcome, Redirect
from dhara.money.gateways.stripe import rules, wire
from dhara.money.gateways.stripe.reasons import known, reason

# Between half an hour and a day is what Stripe allows; the margin is for clocks that differ and for slow lines.
_SHORTEST, _LONGEST = timedelta(minutes=32), timedelta(hours=23)
_EXPAND: Final = ["latest_charge.balance_transaction"]
_SESSION: Final = ["payment_intent.latest_charge.balance_transaction"]
# How long we wait for Stripe to tell its fee before the money is taken without.
_FEE_PATIENCE = timedelta(minutes=10)
# Why a session was ended, in its own metadata: so that every later answer is the same.
_ENDED = "dhara_ended"


def start(charge: Charge, waits: timedelta, *, keys: Keys, at: datetime) -> Redirect:
    """A Checkout Session; the token is the idempotency key, so all that is sent must follow from the charge alone."""
    until = (charge.began_at or at) + min(max(waits, _SHORTEST), _LONGEST)
    given: dict[str, Any] = {
        "mode": "payment",
        "submit_type": "pay",
        "client_reference_id": charge.token,
        "line_items": [{"quantity": 1, "price_data": _price(charge)}],
        "metadata": {rules.TOKEN: charge.token},
        "payment_intent_data": _intent(charge),
        # What the payer saw here is what they are charged: no other currency, no other amount.
        "adaptive_pricing": {"enabled": False},
        "success_url": _with(charge.return_url, "session_id={CHECKOUT_SESSION_ID}"),
        "cancel_url": _with(charge.return_url, "stripe=cancelled"),
        # Stripe has no Bengali; it then follows the browser.
        "locale": "en" if charge.language == "en" else "auto",
        "expires_at": int(until.timestamp()),
    }
    if charge.payer_email:
        given["customer_email"] = charge.payer_email
    if charge.save_method:
        given["customer_creation"] = "always"
    try:
        with wire.asking():
            made = wire.client(keys).v1.checkout.sessions.create(given, {"idempotency_key": charge.token})  # type: ignore[arg-type]
    except wire.Declined as refused:
        if words := known(refused.error_code):
            raise Invalid("stripe_refused", words) from refused
        # Our mistake or the merchant's, in English: for the operator, not for the payer.
        raise GatewayTrouble(f"Stripe: {refused.message[:200]}") from refused
    if not made.url:
        raise GatewayTrouble("Stripe: a session without an address")
    return Redirect(made.url, made.id)


def _price(charge: Charge) -> dict[str, Any]:
    name = charge.description[:250] or _("Your order")
    units = rules.to_stripe(charge.amount)
    return {"currency": charge.amount.currency.lower(), "unit_amount": units, "product_data": {"name": name}}


def _intent(charge: Charge) -> dict[str, Any]:
    """`capture_method`: at once, so that Stripe's fee is known when the payer is back."""
    given: dict[str, Any] = {"metadata": {rules.TOKEN: charge.token}, "capture_method": "automatic"}
    if charge.description:
        given["description"] = charge.description[:500]
    if charge.save_method:
        given["setup_future_usage"] = "off_session"
    return given


def _with(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}"


def query(charge: Charge, *, keys: Keys, at: datetime) -> Outcome:
    """What Stripe says of it. A charge whose reference was lost is found by its token."""
    try:
        with wire.asking():
            ref = charge.gateway_ref or _lost(charge.token, keys)
            if not ref:
                return Outcome("pending")
            if ref.startswith("pi_"):
                return of_intent(_read_intent(ref, keys), ref, at=at)
            session = _read(ref, keys)
            if charge.returned.get("stripe") == "cancelled" and session["status"] == "open":
                session = _end(ref, keys)
            return _of_session(session, at=at)
    except wire.Declined as refused:
        raise GatewayTrouble(f"Stripe: {refused}") from refused


def _read(ref: str, keys: Keys) -> dict[str, Any]:
    return wire.plain(wire.client(keys).v1.checkout.sessions.retrieve(ref, {"expand": _SESSION}))


def _read_intent(ref: str, keys: Keys) -> dict[str, Any]:
    return wire.plain(wire.client(keys).v1.payment_intents.retrieve(ref, {"expand": _EXPAND}))


def _lost(token: str, keys: Keys) -> str:
    """The charge of a token of which we never learned Stripe's name. Stripe's index may be a minute behind."""
    found = wire.client(keys).v1.payment_intents.search({"query": f"metadata['{rules.TOKEN}']:'{token}'", "limit": 1})
    return trace(found.data[0].id, keys) if found.data else ""


def trace(intent: str, keys: Keys) -> str:
    """The name by which we know the charge of a PaymentIntent: its session's, or its own where there was none."""
    if intent.startswith("ch_"):
        intent = str(wire.client(keys).v1.charges.retrieve(intent).payment_intent or "")
    if not intent.startswith("pi_"):
        return intent
    found = wire.client(keys).v1.checkout.sessions.list({"payment_intent": intent, "limit": 1})
    return found.data[0].id if found.data else intent


def traced(ref: str, *, keys: Keys) -> str:
    """`trace` for others. Raises GatewayTrouble."""
    try:
        with wire.asking():
            return trace(ref, keys)
    except wire.Declined as refused:
        if refused.missing:
            return ""
        raise GatewayTrouble(f"Stripe: {refused}") from refused


def _end(ref: str, keys: Keys) -> dict[str, Any]:
    """The payer came back by the cancel address: the session is closed at Stripe, so that it can not be paid any more.

    Whoever paid in another window was faster: then closing is refused, and the truth is read again.
    """
    sessions = wire.client(keys).v1.checkout.sessions
    try:
        with wire.asking():
            sessions.update(ref, {"metadata": {_ENDED: "cancelled"}})
            sessions.expire(ref)
    except wire.Declined:
        pass
    return _read(ref, keys)


def _of_session(session: Mapping[str, Any], *, at: datetime) -> Outcome:
    ref, intent = str(session["id"]), session.get("payment_intent")
    if session["status"] == "open":
        return Outcome("pending", gateway_ref=ref)
    if session["status"] == "complete" and intent:
        return of_intent(intent, ref, at=at)
    if intent and intent.get("last_payment_error"):
        return _failed(intent, ref)
    if (session.get("metadata") or {}).get(_ENDED):
        return Outcome("cancelled", gateway_ref=ref, reason=_("The payment was cancelled."))
    return Outcome("expired", gateway_ref=ref, reason=_("Nobody paid in time."))


def of_intent(intent: Mapping[str, Any], ref: str, *, at: datetime) -> Outcome:
    """What a PaymentIntent (with its charge and balance transaction) says; `ref` is the charge's name with us."""
    if intent["status"] == "canceled":
        return Outcome("cancelled", gateway_ref=ref, reason=_("The payment was cancelled."))
    if intent["status"] in ("requires_payment_method", "requires_action") and intent.get("last_payment_error"):
        return _failed(intent, ref)
    if intent["status"] != "succeeded":
        return Outcome("pending", gateway_ref=ref)
    charge: Mapping[str, Any] = intent["latest_charge"]
    booked: Mapping[str, Any] | None = charge.get("balance_transaction")
    if booked is None and at < datetime.fromtimestamp(charge["created"], UTC) + _FEE_PATIENCE:
        return Outcome("pending", gateway_ref=ref)
    amount = _money(intent["amount_received"], intent["currency"])
    fee = rules.fee(booked["fee"], booked["amount"], amount) if booked else Money.zero(amount.currency)
    details, method = _details(intent, charge, booked), _method(intent)
    if charge.get("review"):
        # Stripe Radar's review is still open: somebody there, or here, must look first.
        why = _("Stripe has put this payment under review.")
        return Outcome("review", amount, fee, ref, details, why, method)
    return Outcome("captured", amount, fee, ref, details, method=method)


def _failed(intent: Mapping[str, Any], ref: str) -> Outcome:
    error = intent["last_payment_error"]
    code = str(error.get("decline_code") or error.get("code") or "")
    details = {"payment_intent": str(intent["id"]), "code": code}
    return Outcome("failed", gateway_ref=ref, details=details, reason=reason(code))


def _money(units: int, code: str) -> Money:
    try:
        return rules.from_stripe(units, code)
    except ValueError as unknown:
        raise GatewayTrouble(f"Stripe: {unknown}") from unknown


def _details(intent: Mapping[str, Any], charge: Mapping[str, Any], booked: Mapping[str, Any] | None) -> dict[str, str]:
    """What may be kept and shown: never a number but its last four digits."""
    told: Mapping[str, Any] = charge.get("payment_method_details") or {}
    kind = str(told.get("type") or "")
    card: Mapping[str, Any] = told.get(kind) or {}
    known = {
        "payment_intent": intent["id"],
        "charge": charge["id"],
        "method": kind,
        "brand": card.get("brand"),
        "last4": card.get("last4"),
        "country": card.get("country"),
        "wallet": (card.get("wallet") or {}).get("type"),
        "risk": (charge.get("outcome") or {}).get("risk_level"),
    }
    if booked:
        code = str(booked["currency"]).upper()
        known |= {"settled": f"{booked['amount']} {code}", "settled_fee": f"{booked['fee']} {code}"}
    return {name: str(value) for name, value in known.items() if value}


def _method(intent: Mapping[str, Any]) -> str:
    """`customer:payment method`, where the payer let Stripe keep it for charges without them."""
    method, customer = intent.get("payment_method"), intent.get("customer")
    name = method.get("id") if isinstance(method, dict) else method
    kept = intent.get("setup_future_usage") == "off_session" and name and customer
    return f"{customer}:{name}" if kept else ""
