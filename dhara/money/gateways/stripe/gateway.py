"""Stripe behind the protocol of all gateways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.refusal import Invalid, Refused
from dhara.money.gateways.rules import (
    Charge,
    DisputeWord,
    Event,
    Forged,
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
from dhara.money.gateways.stripe import again, checking, checkout, disputes, movements, refunds, rules, transfers
from dhara.money.policies import queries as policies


class Stripe:
    code = "stripe"
    label: Any = _("Card (Stripe)")
    about: Any = _("Visa, Mastercard, American Express, Apple Pay and Google Pay, from anywhere.")
    currencies: frozenset[str] | None = rules.CURRENCIES
    sandbox = False
    fields: tuple[KeyField, ...] = (
        KeyField(
            "secret_key",
            _("Secret key"),
            _("Stripe → Developers → API keys. A restricted key (rk_…) is enough."),
            pattern=r"(sk|rk)_(test|live)_[A-Za-z0-9_]{8,}",
        ),
        KeyField(
            "webhook_secret",
            _("Signing secret of the webhook"),
            _("Stripe → Developers → Webhooks → your endpoint."),
            pattern=r"whsec_[A-Za-z0-9+/=_-]{8,}",
        ),
        KeyField(
            "connect",
            _("Pay sellers through Stripe Connect"),
            _("Write “yes” when this account may send money to sellers' Stripe accounts."),
            secret=False,
            pattern=r"yes|no",
            optional=True,
        ),
    )
    pages: tuple[str, ...] = ("https://checkout.stripe.com",)
    pays: frozenset[str] = frozenset({"stripe"})

    def refusal(self, amount: Money, *, at: datetime) -> Refused | None:
        least = rules.least(amount.currency)
        if amount < least:
            message = gettext("At least %(least)s must be paid this way.")
            return Invalid("amount_too_small", message % {"least": least.display(get_language() or "en")})
        if rules.to_stripe(amount) > rules.MOST:
            return Invalid("amount_too_large", gettext("The amount is too large to be paid by card."))
        if rules.uneven(amount):
            return Invalid("amount_uneven", gettext("Cards can not be charged such a small part of this currency."))
        return None

    def start(self, charge: Charge, *, keys: Keys, at: datetime) -> Redirect:
        waits = policies.value("order.expires_minutes", at=charge.began_at or at)
        return checkout.start(charge, timedelta(minutes=waits), keys=keys, at=at)

    def query(self, charge: Charge, *, keys: Keys, at: datetime) -> Outcome:
        return checkout.query(charge, keys=keys, at=at)

    def charge_again(self, charge: Charge, method: str, *, keys: Keys, at: datetime) -> Outcome:
        return again.charge_again(charge, method, keys=keys, at=at)

    def refund(self, back: GiveBack, *, keys: Keys, at: datetime) -> RefundOutcome:
        return refunds.give_back(back, keys=keys)

    def verify_event(self, headers: Mapping[str, str], body: bytes, *, keys: Keys, at: datetime) -> Event:
        signature = next((value for name, value in headers.items() if name.lower() == "stripe-signature"), "")
        if not rules.genuine(keys.values.get("webhook_secret", ""), signature, body, at):
            raise Forged()
        return rules.event(body)

    def check(self, keys: Keys, *, at: datetime) -> list[Problem]:
        return checking.problems(keys)

    def dispute(self, ref: str, *, keys: Keys, at: datetime) -> DisputeWord:
        return disputes.word(ref, keys=keys)

    def answer(
        self,
        ref: str,
        evidence: Mapping[str, str],
        files: Mapping[str, bytes],
        *,
        keys: Keys,
        at: datetime,
    ) -> None:
        disputes.answer(ref, evidence, files, keys=keys)

    def pay_out(self, transfer: Transfer, *, keys: Keys, at: datetime) -> TransferOutcome:
        return transfers.pay_out(transfer, keys=keys)

    def query_payout(self, transfer: Transfer, *, keys: Keys, at: datetime) -> TransferOutcome:
        return transfers.query_payout(transfer, keys=keys)

    def movements(self, day: date, *, keys: Keys) -> list[tuple[str, Money, Money]]:
        return movements.movements(day, keys=keys)

    def trace(self, ref: str, *, keys: Keys, at: datetime) -> str:
        return checkout.traced(ref, keys=keys)
