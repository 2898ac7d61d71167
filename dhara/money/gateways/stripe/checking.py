"""What may be wrong with a merchant's keys, by asking Stripe nothing that moves money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import stripe
from django.utils.translation import gettext_lazy as _

from dhara.money.gateways.rules import GatewayTrouble, Keys, Problem
from dhara.money.gateways.stripe import wire

# Without these we would not hear of what matters.
EVENTS: Final = (
    "checkout.session.completed",
    "checkout.session.expired",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
)
_PATH: Final = "/hooks/stripe/"


def problems(keys: Keys) -> list[Problem]:
    """In the order in which they should be put right. Raises GatewayTrouble when Stripe can not be asked."""
    secret = keys.values.get("secret_key", "")
    if secret and ("_live_" in secret) is not keys.live:
        live = _("This is a test key, but the account is set to live.")
        test = _("This is a live key, but the account is set to test.")
        return [Problem(live if keys.live else test, "secret_key")]
    try:
        return [*_balance(keys), *_permissions(keys), *_webhook(keys), *_connect(keys)]
    except stripe.AuthenticationError:
        return [Problem(_("Stripe does not know this secret key."), "secret_key")]


def _ask(what: Callable[[], Any]) -> Any:
    """The answer, or None where a restricted key may not see it. Lets a key that is refused pass."""
    try:
        with wire.asking():
            return what()
    except GatewayTrouble as trouble:
        if isinstance(trouble.__cause__, stripe.AuthenticationError):
            raise trouble.__cause__ from trouble
        if isinstance(trouble.__cause__, stripe.PermissionError):
            return None
        raise
    except wire.Declined:
        return None


def _balance(keys: Keys) -> list[Problem]:
    found = _ask(lambda: wire.client(keys).v1.balance.retrieve())
    if found is not None and bool(found.livemode) is not keys.live:
        return [Problem(_("Stripe says that this key belongs to the other mode (test or live)."), "secret_key")]
    return []


def _permissions(keys: Keys) -> list[Problem]:
    """A restricted key must be able to read what we ask for with every payment."""
    v1 = wire.client(keys).v1
    one: Any = {"limit": 1}
    asked: dict[str, Callable[[], Any]] = {
        "Checkout Sessions": lambda: v1.checkout.sessions.list(one),
        "PaymentIntents": lambda: v1.payment_intents.list(one),
        "Refunds": lambda: v1.refunds.list(one),
        "Disputes": lambda: v1.disputes.list(one),
        "Balance transactions": lambda: v1.balance_transactions.list(one),
    }
    closed = [name for name, ask in asked.items() if _ask(ask) is None]
    if not closed:
        return []
    words = _("The restricted key may not use: %(what)s. Allow it to in Stripe's dashboard.")
    return [Problem(_Said(words, {"what": ", ".join(closed)}), "secret_key")]


def _webhook(keys: Keys) -> list[Problem]:
    found = _ask(lambda: wire.client(keys).v1.webhook_endpoints.list({"limit": 100}))
    if found is None:
        return []
    ours = [wire.plain(each) for each in found.data if _PATH in each.url]
    open_ = [each for each in ours if each["status"] == "enabled"]
    if not open_:
        words = _("Stripe has no enabled webhook for this Dhara, so payments are only noticed when the payer returns.")
        return [Problem(words, "webhook_secret")]
    heard = {name for each in open_ for name in each["enabled_events"]}
    missing = [] if "*" in heard else [name for name in EVENTS if name not in heard]
    if not missing:
        return []
    words = _("The webhook does not send: %(what)s.")
    return [Problem(_Said(words, {"what": ", ".join(missing)}), "webhook_secret")]


def _connect(keys: Keys) -> list[Problem]:
    if keys.values.get("connect") != "yes" or _ask(lambda: wire.client(keys).v1.accounts.list({"limit": 1})):
        return []
    return [Problem(_("Stripe Connect is not set up for this account."), "connect")]


class _Said:
    """A translated sentence with its gaps filled, in the language of whoever reads it."""

    def __init__(self, words: Any, values: dict[str, str]) -> None:
        self.words, self.values = words, values

    def __str__(self) -> str:
        return str(self.words) % self.values
