"""Reads: how a studio's letters leave, how they did of late, and what has stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from django.db.models import Count
from django.db.models.functions import TruncDate

from dhara.audience.returns.rules import COMPLAINED
from dhara.audience.sending.models import Delivery, Lane, Provider, Returned
from dhara.audience.sending.rules import BOUNCED, SENT
from dhara.kit import seal

DAYS: Final = 30


@dataclass(frozen=True)
class Figures:
    """Of thirty days: totals, and letters that left by day."""

    sent: int
    bounced: int
    complained: int
    days: Sequence[tuple[date, int]]


def of_studio(studio_id: int) -> Provider | None:
    """The studio's own way; None where the host's counts."""
    return Provider.objects.filter(studio=studio_id).first()


def of_host() -> Provider | None:
    return Provider.objects.filter(studio=None).first()


def keys_of(provider: Provider) -> dict[str, str]:
    """Opened; {} where the key of this host has changed since. Never to be shown but for host, port and user."""
    try:
        keys: dict[str, str] = seal.unseal(provider.secrets) if provider.secrets else {}
    except seal.Unsealable:
        return {}
    return keys


def figures(studio_id: int, *, at: datetime, zone: tzinfo) -> Figures:
    since = at - timedelta(days=DAYS)
    recent = Delivery.objects.filter(studio=studio_id, sent_at__gt=since)
    by_day = dict(
        recent.annotate(day=TruncDate("sent_at", tzinfo=zone)).values_list("day").annotate(Count("pk")).order_by()
    )
    states = dict(recent.values_list("state").annotate(Count("pk")).order_by())
    refused = Delivery.objects.filter(studio=studio_id, state=BOUNCED, sent_at=None, due_at__gt=since).count()
    complained = Returned.objects.filter(delivery__studio=studio_id, kind=COMPLAINED, at__gt=since)
    today = at.astimezone(zone).date()
    days = [today - timedelta(days=number) for number in reversed(range(DAYS))]
    return Figures(
        sent=states.get(SENT, 0),
        bounced=states.get(BOUNCED, 0) + refused,
        complained=complained.values("delivery").distinct().count(),
        days=[(day, by_day.get(day, 0)) for day in days],
    )


def stopped(studio_id: int) -> list[Lane]:
    """Messages whose letters a breaker has stopped."""
    paused = Lane.objects.filter(studio=studio_id, paused_at__isnull=False, paused_for__in=("bounces", "complaints"))
    return list(paused.select_related("message").order_by("-paused_at")[:20])
