"""Which gateways there are, which of them are offered, and the merchants' accounts behind them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.refusal import NotFoundHere
from dhara.kit.seal import unseal
from dhara.money.gateways.bank.gateway import Bank
from dhara.money.gateways.bkash.gateway import Bkash
from dhara.money.gateways.models import GatewayAccount
from dhara.money.gateways.nagad.gateway import Nagad
from dhara.money.gateways.rules import NO_KEYS, Gateway, Keys
from dhara.money.gateways.sandbox.gateway import Sandbox
from dhara.money.gateways.sslcommerz.gateway import SSLCommerz
from dhara.money.gateways.stripe.gateway import Stripe

GATEWAYS: Final[dict[str, Gateway]] = {
    gateway.code: gateway for gateway in (Sandbox(), Bank(), Bkash(), Stripe(), SSLCommerz(), Nagad())
}


def known(code: str) -> Gateway:
    """The gateway of a payment that was begun, offered to new ones or not. KeyError for an unknown code."""
    return GATEWAYS[code]


def gateway(code: str) -> Gateway:
    """Raises NotFoundHere for an unknown code and for the sandbox outside of one."""
    found = GATEWAYS.get(code)
    if found is None or (found.sandbox and not settings.SANDBOX):
        raise NotFoundHere()
    return found


def name_of(code: str) -> str:
    """What people call the gateway, in the current language; its code where it is not there any more."""
    return str(GATEWAYS[code].label) if code in GATEWAYS else code


def has_test_mode(gateway: Gateway) -> bool:
    """Whether the gateway has accounts that take no real money (a bank has none)."""
    return bool(getattr(gateway, "test_mode", True))


def by_hand(gateway: Gateway) -> bool:
    """Whether what goes back has to be sent by a person, who then says so (a bank has a page of its own for it)."""
    return bool(getattr(gateway, "refunds_by_hand", False))


def refunded_by_hand() -> list[str]:
    """The codes of all such gateways."""
    return [code for code, each in GATEWAYS.items() if by_hand(each)]


def available(currency: str, *, sandbox: bool | None = None) -> list[Gateway]:
    """The gateways that take a currency; those of a sandbox only where Dhara runs as one."""
    playing = settings.SANDBOX if sandbox is None else sandbox
    return [
        each
        for each in GATEWAYS.values()
        if (playing or not each.sandbox) and (each.currencies is None or currency in each.currencies)
    ]


def offered(amount: Money, *, at: datetime, studio_ids: Iterable[int] = ()) -> list[Gateway]:
    """The gateways through which this amount can be paid, for things of these studios. At most one query.

    A gateway that needs keys is offered where an account is in use: the studio's own when all is that one studio's,
    else the instance's.
    """
    fitting = [each for each in available(amount.currency) if each.refusal(amount, at=at) is None]
    return _in_use(fitting, studio_ids)


def in_use(currency: str) -> list[Gateway]:
    """The gateways that take a currency, for things of anybody. At most one query."""
    return _in_use(available(currency), ())


def _in_use(ways: list[Gateway], studio_ids: Iterable[int]) -> list[Gateway]:
    if not any(each.fields for each in ways):
        return ways
    there = {account.gateway for account in _usable(studio_ids)}
    return [each for each in ways if not each.fields or each.code in there]


def account_for(gateway: Gateway, studio_ids: Iterable[int] = ()) -> GatewayAccount | None:
    """The account that collects for these studios. None for a gateway that needs none; NotFoundHere without one."""
    if not gateway.fields:
        return None
    # A studio's own comes before the instance's.
    found = sorted(_usable(studio_ids, gateway.code), key=lambda account: account.studio_id is None)
    if not found:
        raise NotFoundHere()
    return found[0]


def _usable(studio_ids: Iterable[int], code: str = "") -> QuerySet[GatewayAccount]:
    """Accounts in use. Test keys would give things away where real money is taken, so they serve a sandbox only."""
    studios = set(studio_ids)
    whose = Q(studio__isnull=True) | Q(studio_id=studios.pop()) if len(studios) == 1 else Q(studio__isnull=True)
    found = GatewayAccount.objects.filter(whose, active=True, retired_at__isnull=True, live=not settings.SANDBOX)
    return found.filter(gateway=code) if code else found


def account(account_id: int | None) -> GatewayAccount | None:
    """Raises GatewayAccount.DoesNotExist."""
    if account_id is None:
        return None
    found = rows.first(GatewayAccount, "t.id = %s", [account_id])
    if found is None:
        raise GatewayAccount.DoesNotExist
    return found


def visible_to(actor: Actor, studio_id: int | None = None) -> QuerySet[GatewayAccount]:
    """The instance's accounts for operators; a studio's for a door that has asked for the right to see them."""
    if studio_id is not None:
        return GatewayAccount.objects.filter(studio_id=studio_id)
    allowed = actor.kind in ("operator", "system")
    return GatewayAccount.objects.filter(studio__isnull=True) if allowed else GatewayAccount.objects.none()


def to_verify(code: str, notice_token: str = "") -> list[GatewayAccount]:
    """The accounts with whose keys a notice at an address may be signed: that address's, else the instance's.

    A retired account is still told of what becomes of its old payments. The latest first.
    """
    if notice_token:
        return rows.load(GatewayAccount, "t.notice_token = %s AND t.gateway = %s", [notice_token, code])
    return rows.load(GatewayAccount, "t.gateway = %s AND t.studio_id IS NULL", [code], tail="ORDER BY t.id DESC")


def notice_path(account: GatewayAccount) -> str:
    """Where the gateway sends its notices, below the public address. The instance's own is easily typed."""
    return f"/hooks/{account.gateway}/{account.notice_token}/" if account.studio_id else f"/hooks/{account.gateway}/"


def pages(ways: Iterable[Gateway]) -> list[str]:
    """Origins to which forms of ours may send a payer's browser, for the page that shows these ways to pay."""
    found = [page for way in ways for page in way.pages]
    if settings.SANDBOX:
        found += [settings.GATEWAY_BASES[way.code] for way in ways if way.code in settings.GATEWAY_BASES]
    return sorted({"/".join(page.split("/")[:3]) for page in found})


def keys_of(account_id: int | None) -> Keys:
    """The opened keys of a merchant's account; NO_KEYS for none. Raises kit.seal.Unsealable."""
    found = account(account_id)
    return opened(found) if found else NO_KEYS


def opened(account: GatewayAccount) -> Keys:
    """The account's keys, and where its gateway is spoken to: a fake only in a sandbox, and never with live keys."""
    base = "" if account.live or not settings.SANDBOX else settings.GATEWAY_BASES.get(account.gateway, "")
    return Keys(unseal(account.sealed), live=account.live, base=base, account_id=account.pk)
