"""Requests to bKash: with the token, once more with a new one where it is refused, and its four kinds of complaint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dhara.money.gateways import wire
from dhara.money.gateways.bkash import rules, tokens
from dhara.money.gateways.rules import GatewayTrouble, Keys


class Maintenance(GatewayTrouble):
    """bKash is closed for a while; it did nothing."""


@dataclass(frozen=True)
class Said:
    """bKash's words. `code` is rules.WELL where it did as it was asked."""

    code: str
    words: Mapping[str, Any]

    @property
    def well(self) -> bool:
        return self.code == rules.WELL

    @property
    def message(self) -> str:
        for name in ("statusMessage", "errorMessage", "errorMessageEn", "message"):
            if self.words.get(name):
                return str(self.words[name])
        return ""


def ask(path: str, words: Mapping[str, str], *, keys: Keys, at: datetime) -> Said:
    """POST to the tokenized checkout. Raises GatewayTrouble for silence, nonsense and maintenance."""
    return _ask("POST", f"{tokens.base(keys, rules.TOKENIZED)}/{path}", words, rules.TOKENIZED, keys, at)


def ask_refunds(path: str, words: Mapping[str, str], *, keys: Keys, at: datetime) -> Said:
    """POST to the refunds, which lie at the host's root. Raises GatewayTrouble."""
    address = f"{tokens.host(keys, rules.TOKENIZED)}/v2/tokenized-checkout/refund/payment/{path}"
    return _ask("POST", address, words, rules.TOKENIZED, keys, at)


def ask_payouts(method: str, path: str, words: Mapping[str, str] | None, *, keys: Keys, at: datetime) -> Said:
    """To the checkout product, which pays out. Raises GatewayTrouble."""
    return _ask(method, f"{tokens.base(keys, rules.CHECKOUT)}/{path}", words, rules.CHECKOUT, keys, at)


def _ask(
    method: str, url: str, words: Mapping[str, str] | None, product: rules.Product, keys: Keys, at: datetime
) -> Said:
    token = tokens.token(keys, product, at=at)
    answer = _send(method, url, words, token, product, keys)
    if answer.status in (401, 403):
        # It ran out, or bKash has forgotten it; nothing was done with a token that is not taken.
        token = tokens.token(keys, product, at=at, refused=token)
        answer = _send(method, url, words, token, product, keys)
    if answer.status in (401, 403):
        raise GatewayTrouble(f"bKash: HTTP {answer.status} with a new token")
    told = answer.fields()
    code = rules.code_of(told, answer.status)
    if code == rules.MAINTENANCE:
        raise Maintenance("bKash is under maintenance")
    if code in rules.PASSING:
        raise GatewayTrouble(f"bKash: code {code}")
    return Said(code, told)


def _send(
    method: str, url: str, words: Mapping[str, str] | None, token: str, product: rules.Product, keys: Keys
) -> wire.Answer:
    app = tokens.merchant(keys, product)["app_key"]
    headers = {"Authorization": token, "X-APP-Key": app, "Accept": "application/json"}
    return wire.call(method, url, json=words, headers=headers)
