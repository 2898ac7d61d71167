"""Nagad behind the protocol of all gateways."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.refusal import Invalid, Refused
from dhara.money.gateways.nagad import checkout, rules, sealing
from dhara.money.gateways.rules import (
    Charge,
    Event,
    Forged,
    GiveBack,
    KeyField,
    Keys,
    Outcome,
    Problem,
    Redirect,
    RefundOutcome,
)

# PEM, or its bare base64.
_KEY: Final = r"-----BEGIN [A-Z ]+-----[A-Za-z0-9+/=\s]+-----END [A-Z ]+-----|[A-Za-z0-9+/=\s]{300,}"


class Nagad:
    code = "nagad"
    label: Any = _("Nagad")
    about: Any = _("Pay from your Nagad wallet, with its PIN.")
    currencies: frozenset[str] | None = frozenset({"BDT"})
    sandbox = False
    sends_notices = False
    refunds_by_hand = True
    fields: tuple[KeyField, ...] = (
        KeyField("merchant_id", _("Merchant ID"), secret=False, pattern=r"[A-Za-z0-9]{6,40}"),
        KeyField(
            "account_number",
            _("Merchant's wallet number"),
            _("Eleven digits, as registered with Nagad."),
            secret=False,
            pattern=r"01[3-9]\d{8}",
            optional=True,
        ),
        KeyField("nagad_key", _("Nagad's public key"), secret=False, pattern=_KEY, multiline=True),
        KeyField(
            "private_key",
            _("Your private key"),
            _("The one whose public half you uploaded to Nagad's merchant portal."),
            pattern=_KEY,
            multiline=True,
        ),
        KeyField(
            "server_ip",
            _("This server's IP address"),
            _("The one that Nagad has on its list; only needed where Nagad asks for it."),
            secret=False,
            pattern=r"\d{1,3}(\.\d{1,3}){3}",
            optional=True,
        ),
    )
    pages: tuple[str, ...] = ("https://*.mynagad.com",)

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
        return checkout.start(charge, keys=keys, at=at)

    def query(self, charge: Charge, *, keys: Keys, at: datetime) -> Outcome:
        return checkout.query(charge, keys=keys, at=at)

    def refund(self, back: GiveBack, *, keys: Keys, at: datetime) -> RefundOutcome:
        """By hand only: it waits until an operator says that the money was sent (payments.actions.settle_by_hand)."""
        if back.details.get("method") != "nagad":
            return RefundOutcome("failed", reason=gettext("Nothing was paid that could be given back."))
        return RefundOutcome("pending", back.refund_ref)

    def verify_event(self, headers: Mapping[str, str], body: bytes, *, keys: Keys, at: datetime) -> Event:
        raise Forged()

    def check(self, keys: Keys, *, at: datetime) -> list[Problem]:
        """The keys are read; then an order is opened that nobody pays: Nagad's answer shows whether it knows us."""
        readers: dict[str, tuple[Callable[[str], Any], Any]] = {
            "nagad_key": (sealing.public_key, _("This is no public RSA key of 2048 bits or more.")),
            "private_key": (sealing.private_key, _("This is no private RSA key of 2048 bits or more.")),
        }
        unread = [Problem(words, code) for code, (read, words) in readers.items() if not _reads(read, keys, code)]
        if unread:
            return unread
        try:
            checkout.initialize(f"C{rules.stamp(at)}", keys=keys, at=at)
        except Refused as refused:
            return [Problem(refused.message, "merchant_id")]
        return []


def _reads(read: Callable[[str], Any], keys: Keys, code: str) -> bool:
    try:
        read(keys.values.get(code, ""))
    except ValueError:
        return False
    return True
