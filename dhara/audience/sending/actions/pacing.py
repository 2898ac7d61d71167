"""How fast letters may leave: limits by minute and day, the warm-up of a domain, and pauses after trouble."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import F

from dhara.audience.sending import rules
from dhara.audience.sending.models import Pace, Slowdown
from dhara.audience.sending.providers.rules import Way
from dhara.kit import rows

MINUTE, DAY = "minute", "day"


class Window:
    """How many letters are claimed at once: as many as leave in a moment.

    At most twice as many are in the air: so many a worker that is killed can leave unknown, be the server fast or slow.
    """

    def __init__(self) -> None:
        self.size, self._at = rules.FEWEST, time.monotonic()

    def next(self, ended: int) -> int:
        """The size, after so many letters have come to an end since it was asked last."""
        now = time.monotonic()
        if ended:
            leave = int(ended / max(now - self._at, 1e-6) * rules.MOMENT)
            self.size = max(rules.FEWEST, min(rules.MOST, leave, 2 * self.size))
        self._at = now
        return self.size


def limits(way: Way, *, at: datetime) -> dict[str, int]:
    """{"minute": …, "day": …} as far as there are any; the warm-up plan counts where it is the lower one."""
    warming = rules.warm_up_limit(way.warm_up, at.date()) if way.warm_up else None
    by_day = [number for number in (way.per_day or None, warming) if number is not None]
    return ({MINUTE: way.per_minute} if way.per_minute else {}) | ({DAY: min(by_day)} if by_day else {})


def allowance(way: Way, most: int, *, at: datetime) -> int:
    """How many of `most` letters may begin now. Locks the way's pace, so that two workers do not both count on it."""
    found = limits(way, at=at)
    if not found:
        return most
    taken = {pace.span: pace for pace in Pace.objects.select_for_update().filter(way=way.name)}
    for span, limit in found.items():
        pace = taken.get(span)
        used = pace.taken if pace and pace.since == _since(span, at) else 0
        most = min(most, limit - used)
    return max(0, most)


_TAKE = """
INSERT INTO audience_pace (way, span, since, taken) SELECT %s, span, since, %s
FROM unnest(%s::text[], %s::timestamptz[]) AS s(span, since)
ON CONFLICT (way, span) DO UPDATE SET since = excluded.since,
  taken = excluded.taken + CASE WHEN audience_pace.since = excluded.since THEN audience_pace.taken ELSE 0 END
"""


def take(way: Way, count: int, *, at: datetime) -> None:
    spans = list(limits(way, at=at))
    if spans and count:
        with rows.cursor() as cursor:
            cursor.execute(_TAKE, [way.name, count, spans, [_since(span, at) for span in spans]])


def next_allowed(way: Way, *, at: datetime) -> datetime:
    """When the limit that is used up gives room again."""
    if allowance(way, 1, at=at):
        return at
    spent = Pace.objects.filter(way=way.name, span=DAY, since=_since(DAY, at)).first()
    limit = limits(way, at=at).get(DAY)
    if spent and limit is not None and spent.taken >= limit:
        return _since(DAY, at) + timedelta(days=1)
    return _since(MINUTE, at) + timedelta(minutes=1)


def _since(span: str, at: datetime) -> datetime:
    minute = at.replace(second=0, microsecond=0)
    return minute.replace(minute=0, hour=0) if span == DAY else minute


_SLOTS = """
INSERT INTO audience_slot AS s (way, domain, free_at)
SELECT %s, domain, %s::timestamptz + taken * %s * interval '1 second'
FROM unnest(%s::text[], %s::int[]) AS g(domain, taken)
ON CONFLICT (way, domain) DO UPDATE
  SET free_at = greatest(s.free_at, %s::timestamptz) + (excluded.free_at - %s::timestamptz)
"""


def take_slots(way: Way, letters: Mapping[str, int], per_minute: int, *, at: datetime) -> None:
    """So many letters for each domain have got their times: the next ones come after them."""
    if letters:
        step = 60 / per_minute
        with rows.cursor() as cursor:
            cursor.execute(_SLOTS, [way.name, at, step, list(letters), list(letters.values()), at, at])


def slow_down(way: Way, domain: str, reason: str, *, at: datetime) -> datetime:
    """Leave a domain (or with "" the way's own server) alone for a while, longer each time; returns until when.

    Failures that come in while it is left alone anyway do not make it longer.
    """
    slow, is_new = Slowdown.objects.get_or_create(
        way=way.name, domain=domain, defaults={"until": at, "failures": 0, "reason": ""}
    )
    if slow.until > at and not is_new:
        return slow.until
    slow.failures = min(slow.failures + 1, 1000)
    slow.until = at + rules.slow_for(slow.failures, server=not domain)
    slow.reason = reason[:300]
    slow.save()
    return slow.until


def speed_up(way: Way, domains: set[str]) -> None:
    """Letters were taken: what had slowed these down is over."""
    with rows.cursor() as cursor:
        cursor.execute(_SPEED_UP, [way.name, list(domains)])


_SPEED_UP = "DELETE FROM audience_slowdown WHERE way = %s AND domain = ANY(%s::text[])"


def is_slow(way: Way) -> bool:
    """Whether the way or any domain is being left alone, or was of late."""
    return Slowdown.objects.filter(way=way.name).exists()


def slow_until(way: Way, *, at: datetime) -> datetime | None:
    """Until when the way's own server is left alone; None when it can be used."""
    slow = Slowdown.objects.filter(way=way.name, domain="", until__gt=at).order_by(F("until")).first()
    return slow.until if slow else None
