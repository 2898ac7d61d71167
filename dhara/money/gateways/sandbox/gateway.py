"""The sandbox behind the protocol of all gateways."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from dhara.kit import rows
from dhara.kit.currency import Money
from dhara.kit.refusal import Invalid, NotFoundHere, Refused
from dhara.money.gateways.rules import (
    Charge,
    Event,
    Forged,
    GatewayTrouble,
    GiveBack,
    KeyField,
    Keys,
    Outcome,
    Problem,
    Redirect,
    RefundOutcome,
    Transfer,
    TransferOutcome,
)
from dhara.money.gateways.sandbox import actions, queries, rules, transfers
from dhara.money.gateways.sandbox.models import SandboxCharge
from dhara.money.policies import queries as policies


class Sandbox:
    code = "sandbox"
    label: Any = _("Sandbox payment")
    about: Any = _("Try out a payment without real money.")
    currencies: frozenset[str] | None = None
    sandbox = True
    fields: tuple[KeyField, ...] = ()
    pages: tuple[str, ...] = ()
    pays = frozenset({"bkash", "stripe"})

    def refusal(self, amount: Money, *, at: datetime) -> Refused | None:
        least = Money(policies.value("gateway.sandbox.min_minor", at=at), amount.currency)
        if amount >= least:
            return None
        message = gettext("At least %(least)s must be paid this way.") % {
            "least": least.display(get_language() or "en")
        }
        return Invalid("amount_too_small", message)

    def start(self, charge: Charge, *, keys: Keys, at: datetime) -> Redirect:
        ref = actions.open_charge(charge, at=at).ref
        return Redirect(f"/sandbox/pay/{ref}/", ref)

    def query(self, charge: Charge, *, keys: Keys, at: datetime) -> Outcome:
        found = rows.first(SandboxCharge, "t.token = %s", [charge.token])
        if found is None:
            return Outcome("pending")
        return _outcome(found)

    def refund(self, back: GiveBack, *, keys: Keys, at: datetime) -> RefundOutcome:
        try:
            return actions.give_back(back, at=at)
        except NotFoundHere as unknown:
            raise GatewayTrouble(f"no charge {back.gateway_ref}") from unknown

    def verify_event(self, headers: Mapping[str, str], body: bytes, *, keys: Keys, at: datetime) -> Event:
        if not rules.genuine(queries.secret(), headers, body, at):
            raise Forged()
        try:
            said = json.loads(body)
            data = said["data"]
            if "transfer" in data:
                return Event(_header(headers, "webhook-id"), "", said, "payout", str(data["transfer"]))
            return Event(_header(headers, "webhook-id"), str(data["charge"]), said)
        except (ValueError, KeyError, TypeError) as unreadable:
            raise Forged() from unreadable

    def pay_out(self, transfer: Transfer, *, keys: Keys, at: datetime) -> TransferOutcome:
        return transfers.pay_out(transfer, at=at)

    def query_payout(self, transfer: Transfer, *, keys: Keys, at: datetime) -> TransferOutcome:
        return transfers.query(transfer, at=at)

    def check(self, keys: Keys, *, at: datetime) -> list[Problem]:
        return []


def _outcome(charge: SandboxCharge) -> Outcome:
    details = {"method": "sandbox", "choice": charge.choice}
    if charge.state == rules.PAID:
        amount, fee = Money(charge.amount, charge.currency), Money(charge.fee, charge.currency)
        return Outcome("captured", amount, fee, charge.ref, details)
    if charge.state == rules.DECLINED:
        return Outcome(
            "failed", gateway_ref=charge.ref, details=details, reason=gettext("The bank declined the payment.")
        )
    if charge.state == rules.CANCELLED:
        return Outcome("cancelled", gateway_ref=charge.ref, reason=gettext("The payment was cancelled."))
    return Outcome("pending", gateway_ref=charge.ref)


def _header(headers: Mapping[str, str], name: str) -> str:
    return next(value for key, value in headers.items() if key.lower() == name)
