"""SSLCommerz behind the protocol of all gateways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.refusal import Invalid, Refused
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
)
from dhara.money.gateways.sslcommerz import refunds, rules, sessions, validation


class SSLCommerz:
    code = "sslcommerz"
    label: Any = _("Card or wallet (SSLCommerz)")
    about: Any = _("Cards, mobile wallets and internet banking of Bangladesh.")
    currencies: frozenset[str] | None = frozenset({"BDT"})
    sandbox = False
    fields: tuple[KeyField, ...] = (
        KeyField(
            "store_id",
            _("Store ID"),
            _("SSLCommerz sends it by e-mail when the store is opened."),
            secret=False,
            pattern=r"[A-Za-z0-9_.-]{3,30}",
        ),
        KeyField(
            "store_passwd",
            _("Store password"),
            _("The password of the store's API, not the one of the merchant panel."),
            pattern=r"[^\s]{4,60}",
        ),
    )
    # The page moves between hosts of theirs on its way.
    pages: tuple[str, ...] = ("https://*.sslcommerz.com",)

    def refusal(self, amount: Money, *, at: datetime) -> Refused | None:
        lang = get_language() or "en"
        if amount < rules.LEAST:
            message = gettext("At least %(least)s must be paid this way.")
            return Invalid("amount_too_small", message % {"least": rules.LEAST.display(lang)})
        if amount > rules.MOST:
            message = gettext("At most %(most)s can be paid this way.")
            return Invalid("amount_too_large", message % {"most": rules.MOST.display(lang)})
        return None

    def start(self, charge: Charge, *, keys: Keys, at: datetime) -> Redirect:
        return sessions.start(charge, keys=keys)

    def query(self, charge: Charge, *, keys: Keys, at: datetime) -> Outcome:
        return validation.query(charge, keys=keys)

    def refund(self, back: GiveBack, *, keys: Keys, at: datetime) -> RefundOutcome:
        return refunds.give_back(back, keys=keys)

    def verify_event(self, headers: Mapping[str, str], body: bytes, *, keys: Keys, at: datetime) -> Event:
        return rules.event(body, keys.values.get("store_passwd", ""), keys.values.get("store_id", ""))

    def check(self, keys: Keys, *, at: datetime) -> list[Problem]:
        """A transaction that nobody made is asked for: the answer tells whether the store is known."""
        told = validation.ask("merchantTransIDvalidationAPI.php", keys, tran_id="DHARA-CHECK").get("APIConnect")
        if told == "DONE":
            return []
        if told == "INACTIVE":
            return [Problem(_("SSLCommerz says that this store is not active."), "store_id")]
        return [Problem(_("SSLCommerz does not know this store with this password."), "store_passwd")]
