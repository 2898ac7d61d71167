"""Stripe's SDK, with a merchant's keys: one client for each, time limits, and its errors in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

import stripe

from dhara.money.gateways.rules import GatewayTrouble, Keys

# Seconds until a connection stands, and between two bytes of an answer. A silent try is repeated once by the SDK.
CONNECT, READ = 10.0, 30.0
RETRIES: Final = 1
# How fast our requests were is nobody else's business.
stripe.enable_telemetry = False


def plain(answer: stripe.StripeObject) -> dict[str, Any]:
    """Stripe's JSON, all the way down: what is missing in one version of the API is None, not an error."""
    return answer.to_dict()


class Declined(Exception):
    """Stripe understood and said no. `code` is Stripe's (the bank's where it told one), `message` English."""

    def __init__(self, error: stripe.StripeError) -> None:
        told: Any = error.error
        self.code = str(getattr(told, "decline_code", None) or error.code or "")
        self.error_code = str(error.code or "")
        self.message = str(error.user_message or "")
        intent = getattr(told, "payment_intent", None)
        self.intent: dict[str, Any] = plain(intent) if intent else {}
        self.missing = error.http_status == 404
        super().__init__(self.code or self.message)


def client(keys: Keys) -> stripe.StripeClient:
    """The client of these keys; at a fake where the keys say so."""
    return _client(keys.values["secret_key"], keys.base.rstrip("/"), CONNECT, READ)


@lru_cache(maxsize=64)
def _client(secret: str, base: str, connect: float, read: float) -> stripe.StripeClient:
    http = stripe.RequestsClient(timeout=(connect, read))
    if not base:
        return stripe.StripeClient(secret, http_client=http, max_network_retries=RETRIES)
    bases: Any = dict.fromkeys(("api", "files", "connect", "meter_events"), base)
    return stripe.StripeClient(secret, http_client=http, max_network_retries=RETRIES, base_addresses=bases)


@contextmanager
def asking() -> Iterator[None]:
    """Raises GatewayTrouble where nobody knows what happened or the keys are refused, Declined where Stripe says no."""
    try:
        yield
    except (stripe.CardError, stripe.InvalidRequestError) as refused:
        raise Declined(refused) from refused
    except stripe.StripeError as error:
        # Never the message: it may name part of a key.
        raise GatewayTrouble(f"Stripe: {type(error).__name__} {error.http_status or ''} {error.code or ''}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as nonsense:
        # The SDK builds objects out of whatever came.
        raise GatewayTrouble(f"Stripe: {type(nonsense).__name__} in its answer") from nonsense
