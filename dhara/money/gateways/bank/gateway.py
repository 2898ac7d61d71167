"""Bank transfer behind the protocol of all gateways: instead of a company's server, people look and say what came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.refusal import Invalid, NotFoundHere, Refused
from dhara.money.gateways.bank import actions, queries, rules
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
)
from dhara.money.policies import queries as policies

_NUMBER = r"[0-9A-Za-z][0-9A-Za-z -]{4,33}"


class Bank:
    code = "bank"
    label: Any = _("Bank transfer")
    about: Any = _("Send the money from your bank; somebody checks by hand that it came, which takes a day or two.")
    currencies: frozenset[str] | None = frozenset({"BDT"})
    sandbox = False
    test_mode = False
    sends_notices = False
    pages: tuple[str, ...] = ()
    fields: tuple[KeyField, ...] = (
        KeyField("bank_name", _("Bank"), _("As payers find it in their bank's list."), secret=False),
        KeyField("account_name", _("Name on the account"), secret=False),
        KeyField("account_number", _("Account number"), secret=False, pattern=_NUMBER),
        KeyField("branch", _("Branch"), secret=False, optional=True),
        KeyField(
            "routing_number", _("Routing number"), _("Nine digits."), secret=False, pattern=r"\d{9}", optional=True
        ),
        KeyField(
            "instructions",
            _("What else payers should know"),
            _("Such as: only from an account in your own name."),
            secret=False,
            optional=True,
            multiline=True,
        ),
    )

    def refusal(self, amount: Money, *, at: datetime) -> Refused | None:
        least = Money(policies.value("gateway.bank.min_minor", at=at), amount.currency)
        if amount >= least:
            return None
        message = gettext("At least %(least)s must be paid this way.") % {
            "least": least.display(get_language() or "en")
        }
        return Invalid("amount_too_small", message)

    def start(self, charge: Charge, *, keys: Keys, at: datetime) -> Redirect:
        if keys.account_id is None:
            raise NotFoundHere()
        ref = actions.open_transfer(charge, account_id=keys.account_id, at=at).ref
        return Redirect(f"/checkout/transfer/{ref}/", ref)

    def query(self, charge: Charge, *, keys: Keys, at: datetime) -> Outcome:
        found = queries.by_token(charge.token)
        if found is None:
            return Outcome("pending")
        if found.status == rules.CONFIRMED and found.came is not None:
            came = Money(found.came, found.currency)
            details = {"method": "bank", "number": found.number}
            return Outcome("captured", came, Money.zero(found.currency), found.ref, details)
        if found.status == rules.CANCELLED:
            return Outcome("cancelled", gateway_ref=found.ref, reason=gettext("The payment was cancelled."))
        return Outcome("pending", gateway_ref=found.ref)

    def refund(self, back: GiveBack, *, keys: Keys, at: datetime) -> RefundOutcome:
        try:
            return actions.give_back(back, at=at)
        except NotFoundHere as unknown:
            raise GatewayTrouble(f"no transfer {back.gateway_ref}") from unknown

    def verify_event(self, headers: Mapping[str, str], body: bytes, *, keys: Keys, at: datetime) -> Event:
        raise Forged()

    def check(self, keys: Keys, *, at: datetime) -> list[Problem]:
        missing = [field for field in self.fields if not field.optional and not keys.values.get(field.code)]
        return [Problem(_("Please fill this in."), field.code) for field in missing]
