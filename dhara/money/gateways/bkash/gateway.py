"""bKash behind the protocol of all gateways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.refusal import Invalid, Refused
from dhara.money.gateways.bkash import checkout, notices, payouts, refunds, rules, tokens
from dhara.money.gateways.rules import (
    Charge,
    Event,
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
from dhara.money.policies import queries as policies

_WORD: Final = r"[^\s]{3,200}"


def _payout(code: str, label: Any, *, secret: bool = True) -> KeyField:
    about = _("Only where bKash gave you other keys for payouts.")
    return KeyField(f"payout_{code}", label, about, secret=secret, pattern=_WORD, optional=True)


class Bkash:
    code = "bkash"
    label: Any = _("bKash")
    about: Any = _("Pay from your bKash wallet, with its PIN.")
    currencies: frozenset[str] | None = frozenset({"BDT"})
    sandbox = False
    fields: tuple[KeyField, ...] = (
        KeyField("app_key", _("App key"), _("bKash sends the keys by e-mail after onboarding."), pattern=_WORD),
        KeyField("app_secret", _("App secret"), pattern=_WORD),
        KeyField("username", _("Username"), _("The one of the API, not of the merchant portal."), pattern=_WORD),
        KeyField("password", _("Password"), pattern=_WORD),
        KeyField(
            "topic_arn",
            _("Topic of the notices (ARN)"),
            _("bKash tells it when you ask for the webhook. Without it notices are not listened to."),
            secret=False,
            pattern=r"arn:aws(-cn)?:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]{1,256}",
            optional=True,
        ),
        KeyField(
            "short_code",
            _("Merchant short code"),
            _("Notices about other short codes are passed over."),
            secret=False,
            pattern=r"[A-Za-z0-9]{3,20}",
            optional=True,
        ),
        _payout("app_key", _("App key for payouts")),
        _payout("app_secret", _("App secret for payouts")),
        _payout("username", _("Username for payouts")),
        _payout("password", _("Password for payouts")),
    )
    pages: tuple[str, ...] = ("https://*.bkash.com", "https://*.bka.sh")
    pays: frozenset[str] = frozenset({"bkash"})

    def refusal(self, amount: Money, *, at: datetime) -> Refused | None:
        lang = get_language() or "en"
        least = Money(policies.value("gateway.bkash.min_minor", at=at), amount.currency)
        most = Money(policies.value("gateway.bkash.max_minor", at=at), amount.currency)
        if amount < least:
            message = gettext("At least %(least)s must be paid this way.")
            return Invalid("amount_too_small", message % {"least": least.display(lang)})
        if amount > most:
            message = gettext("At most %(most)s can be paid this way.")
            return Invalid("amount_too_large", message % {"most": most.display(lang)})
        return None

    def start(self, charge: Charge, *, keys: Keys, at: datetime) -> Redirect:
        return checkout.start(charge, keys=keys, at=at)

    def query(self, charge: Charge, *, keys: Keys, at: datetime) -> Outcome:
        return checkout.query(charge, keys=keys, at=at)

    def refund(self, back: GiveBack, *, keys: Keys, at: datetime) -> RefundOutcome:
        return refunds.give_back(back, keys=keys, at=at)

    def verify_event(self, headers: Mapping[str, str], body: bytes, *, keys: Keys, at: datetime) -> Event:
        """Reads the signer's certificate over the network where it is not known yet."""
        return notices.event(headers, body, keys=keys, at=at)

    def heed(self, event: Event, *, keys: Keys, at: datetime) -> None:
        notices.heed(event, keys=keys)

    def pay_out(self, transfer: Transfer, *, keys: Keys, at: datetime) -> TransferOutcome:
        return payouts.pay_out(transfer, keys=keys, at=at)

    def query_payout(self, transfer: Transfer, *, keys: Keys, at: datetime) -> TransferOutcome:
        return payouts.query_payout(transfer, keys=keys, at=at)

    def check(self, keys: Keys, *, at: datetime) -> list[Problem]:
        """The keys are tried by asking for a token, which moves nothing."""
        found = _problem(keys, rules.TOKENIZED, "", at)
        given = [
            name for name in ("app_key", "app_secret", "username", "password") if keys.values.get(f"payout_{name}")
        ]
        if len(given) == 4:
            return found + _problem(keys, rules.CHECKOUT, "payout_", at)
        if given:
            found.append(Problem(_("For payouts all four keys are needed, or none."), f"payout_{given[0]}"))
        return found


def _problem(keys: Keys, product: rules.Product, prefix: str, at: datetime) -> list[Problem]:
    try:
        tokens.grant(keys, product, at=at)
    except tokens.KeysUnknown as unknown:
        if unknown.code == "2001":
            return [Problem(_("bKash does not know this app key with this secret."), f"{prefix}app_key")]
        return [Problem(_("bKash does not know this username with this password."), f"{prefix}username")]
    return []
