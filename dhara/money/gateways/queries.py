"""Which gateways there are."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings

from dhara.kit.currency import Money
from dhara.kit.refusal import NotFoundHere
from dhara.kit.seal import unseal
from dhara.money.gateways.models import GatewayAccount
from dhara.money.gateways.rules import NO_KEYS, Gateway, Keys
from dhara.money.gateways.sandbox.gateway import Sandbox

GATEWAYS: Final[dict[str, Gateway]] = {gateway.code: gateway for gateway in (Sandbox(),)}


def known(code: str) -> Gateway:
    """The gateway of a payment that was begun, offered to new ones or not. KeyError for an unknown code."""
    return GATEWAYS[code]


def gateway(code: str) -> Gateway:
    """Raises NotFoundHere for an unknown code and for the sandbox outside of one."""
    found = GATEWAYS.get(code)
    if found is None or (found.sandbox and not settings.SANDBOX):
        raise NotFoundHere()
    return found


def available(currency: str, *, sandbox: bool | None = None) -> list[Gateway]:
    """The gateways that take a currency; those of a sandbox only where Dhara runs as one."""
    playing = settings.SANDBOX if sandbox is None else sandbox
    return [
        each
        for each in GATEWAYS.values()
        if (playing or not each.sandbox) and (each.currencies is None or currency in each.currencies)
    ]


def offered(amount: Money, *, at: datetime) -> list[Gateway]:
    """The gateways through which this amount can be paid."""
    return [each for each in available(amount.currency) if each.refusal(amount, at=at) is None]


def keys_of(account_id: int | None) -> Keys:
    """The opened keys of a merchant's account; NO_KEYS for none. Raises kit.seal.Unsealable."""
    if account_id is None:
        return NO_KEYS
    return opened(GatewayAccount.objects.get(pk=account_id))


def opened(account: GatewayAccount) -> Keys:
    """The account's keys, and where its gateway is spoken to: a fake only in a sandbox, and never with live keys."""
    base = "" if account.live or not settings.SANDBOX else settings.GATEWAY_BASES.get(account.gateway, "")
    return Keys(unseal(account.sealed), live=account.live, base=base, account_id=account.pk)
