"""What is wrong with a merchant's account at a gateway: its keys, its mode, our addresses, its notices, our clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from dhara.money.gateways import actions, queries, wire
from dhara.money.gateways.models import GatewayAccount
from dhara.money.gateways.rules import Problem
from dhara.money.models import GatewayEvent, Payment
from dhara.money.payments.rules import PAID

# Signatures with a time in them are refused from some five minutes on.
SKEW: Final = timedelta(minutes=2)
# So long after a payment its notice should have come.
SILENCE: Final = timedelta(hours=1)


def examine(account: GatewayAccount, *, at: datetime) -> list[Problem]:
    """Everything that is wrong. Asks the gateway: never inside a transaction."""
    wire.told_time()
    found = actions.check(account.pk, at=at)
    return [*found, *_clock(at), *_mode(account), *_addresses(account), *_notices(account, at)]


def accounts() -> list[GatewayAccount]:
    """All that take payments, the instance's first."""
    known = GatewayAccount.objects.filter(retired_at__isnull=True, active=True).select_related("studio")
    return sorted(known, key=lambda account: (account.studio_id or 0, account.gateway))


def _clock(at: datetime) -> list[Problem]:
    theirs = wire.told_time()
    if theirs is None or abs(theirs - at) <= SKEW:
        return []
    seconds = round((at - theirs).total_seconds())
    words = _("This machine's clock differs from the gateway's by %(seconds)s seconds. Set it right (NTP).")
    return [Problem(words % {"seconds": seconds})]


def _mode(account: GatewayAccount) -> list[Problem]:
    if account.live == (not settings.SANDBOX):
        return []
    if account.live:
        return [Problem(_("These are live keys in a sandbox; they are not used."))]
    return [Problem(_("These are test keys, so nobody can pay with them here. Enter the live ones."))]


def _addresses(account: GatewayAccount) -> list[Problem]:
    """Gateways send payers back, and notices, to the public address."""
    if not account.live or settings.PUBLIC_URL.startswith("https://"):
        return []
    return [Problem(_("The public address does not begin with https, so gateways refuse it. Set DHARA_PUBLIC_URL."))]


def _notices(account: GatewayAccount, at: datetime) -> list[Problem]:
    if not getattr(queries.known(account.gateway), "sends_notices", True):
        return []
    paid = Payment.objects.filter(account=account, status__in=PAID, created_at__lt=at - SILENCE)
    if not paid.exists() or GatewayEvent.objects.filter(source=account.gateway, account=account).exists():
        return []
    words = _("No notice of this gateway ever came. Enter this address there: %(url)s")
    return [Problem(words % {"url": settings.PUBLIC_URL + queries.notice_path(account)})]
