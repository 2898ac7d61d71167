"""Reads: how a studio's letters leave, how they did of late, and what has stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from dhara.audience.returns.rules import COMPLAINED
from dhara.audience.sending.models import Delivery, Lane, Pace, Provider, Returned, Slowdown
from dhara.audience.sending.rules import BOUNCED, SENT
from dhara.audience.ways.rules import BREAKERS
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
    # By message, as deliveries are indexed: those that are being sent, or were in these days.
    live = Lane.objects.filter(Q(finished_at=None) | Q(finished_at__gt=since), studio=studio_id).values("message")
    recent = Delivery.objects.filter(message__in=live, sent_at__gt=since)
    by_day = dict(
        recent.annotate(day=TruncDate("sent_at", tzinfo=zone)).values_list("day").annotate(Count("pk")).order_by()
    )
    states = dict(recent.values_list("state").annotate(Count("pk")).order_by())
    refused = Delivery.objects.filter(message__in=live, state=BOUNCED, sent_at=None, due_at__gt=since).count()
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
    return _stopped(Lane.objects.filter(studio=studio_id))


def stopped_at_host() -> list[Lane]:
    """The same for all studios that send by the host's way."""
    return _stopped(lanes_of(None))


def _stopped(lanes: QuerySet[Lane]) -> list[Lane]:
    paused = lanes.filter(paused_at__isnull=False, paused_for__in=BREAKERS)
    return list(paused.select_related("message", "studio").order_by("-paused_at")[:20])


@dataclass(frozen=True)
class Lately:
    """What came of a way's letters of late, messages apart that were stopped for themselves."""

    sent: int
    bounced: int
    complained: int


def lanes_of(provider: Provider | None) -> QuerySet[Lane]:
    """The streams that leave this way: the studio's own, or those of all who have none (the host's, also for None)."""
    if provider is not None and provider.studio_id is not None:
        return Lane.objects.filter(studio=provider.studio_id)
    return Lane.objects.exclude(studio__in=Provider.objects.filter(studio__isnull=False).values("studio"))


def lately(provider: Provider | None, *, at: datetime) -> Lately:
    """Out of the tallies of the messages that are being sent, or were until a day ago."""
    live = lanes_of(provider).filter(Q(finished_at=None) | Q(finished_at__gt=at - timedelta(days=1)))
    found = live.exclude(paused_for__in=BREAKERS).aggregate(*(Sum(name) for name in ("sent", "bounced", "complained")))
    return Lately(found["sent__sum"] or 0, found["bounced__sum"] or 0, found["complained__sum"] or 0)


def slowed(name: str, *, at: datetime) -> list[Slowdown]:
    """What a way (`Way.name`) leaves alone for a while, with the reason; the way's own server first."""
    return list(Slowdown.objects.filter(way=name, until__gt=at).order_by("domain")[:20])


def begun_today(name: str, *, at: datetime) -> int | None:
    """How many letters of a way have begun today (UTC); None where it has no limit by day, as nobody counts then."""
    pace = Pace.objects.filter(way=name, span="day", since__gte=at - timedelta(days=1)).first()
    today = pace is not None and pace.since.date() == at.astimezone(UTC).date()
    return pace.taken if pace is not None and today else None


def guests() -> int:
    """How many studios send by the host's way."""
    own = Provider.objects.filter(studio__isnull=False).values("studio")
    return Lane.objects.exclude(studio__in=own).values("studio").distinct().count()
