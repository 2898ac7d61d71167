"""Send what is due on a way: claim, hand to the post, write down the ends, until nothing is due or the time is up."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, cast

from django.db import connection, transaction

from dhara.audience.sending import rules
from dhara.audience.sending.actions import claiming, pacing
from dhara.audience.sending.actions.claiming import Batch, Claimed
from dhara.audience.sending.actions.posting import Letters, Post, open_post
from dhara.audience.sending.actions.settling import End, Sent, settle, settle_sent
from dhara.audience.sending.actions.steering import take_back
from dhara.audience.sending.actions.waking import put
from dhara.audience.sending.facts import SendingFinished
from dhara.audience.sending.models import Delivery, Lane, Turn
from dhara.audience.sending.providers import queries as providers
from dhara.audience.sending.providers.rules import INSTANCE, Way
from dhara.audience.sending.smtp.rules import LATER, REFUSED, SPOILT, TAKEN, UNKNOWN, UNSENT, Outcome
from dhara.kit.actor import SYSTEM
from dhara.kit.facts.actions import record

# A job ends after so many seconds and puts the next one into the queue: a worker that is told to stop can.
SPELL: Final = 8.0
_TURN: Final = timedelta(seconds=30)
_LOOK: Final = 0.5  # seconds for which the lanes are believed to be as they were


def pump(name: str, *, at: datetime, seconds: float = SPELL) -> int:
    """Send on the way of this name for a while, if no other worker does; how many letters came to an end.

    Puts itself into the queue again for when there is more to do.
    """
    way = providers.way_named(name)
    holder = secrets.token_hex(16)
    if way is None or way.paused_for or not _hold(name, holder, at):
        return 0
    run = Run(way, holder, at)
    try:
        done = run.drive(seconds)
    finally:
        Turn.objects.filter(way=name, holder=holder).update(holder="", held_until=None, job_at=None)
    finish_lanes(at=run.now())
    following = run.following()
    if following is not None:
        put(name, following, at=run.now())
    return done


class Run:
    """One worker's spell on one way. `now()` goes on from the moment at which it began.

    In rounds: one transaction writes the ends that have come and claims the next letters, which leave once it is
    committed, while those of the round before are on the wire. `_flights` are letters in the air, by flight.
    """

    def __init__(self, way: Way, holder: str, at: datetime) -> None:
        self.way, self.holder, self.at = way, holder, at
        self._began = self._held = time.monotonic()
        self._letters = Letters(way, at)
        self._flights: Counter[int] = Counter()
        self._window = pacing.Window()
        self._lanes: list[claiming.Lane] = []
        self._looked, self._slow = -_LOOK, True

    def now(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self._began)

    def drive(self, seconds: float) -> int:
        done, stop = 0, self._began + seconds
        if pacing.slow_until(self.way, at=self.now()) or not self._due(dry=True):
            return 0
        with claiming.planned_once(), open_post(self.way) as post:
            dry = False
            while True:
                wanted = min(post.outstanding, self._window.size) if dry else post.outstanding - self._window.size
                ends = post.collect(wanted, 1.0) if post.outstanding else []
                more = post.outstanding <= self._window.size and time.monotonic() < stop and _is_well(post, ends)
                done += len(ends)
                batch = self._round(ends, post, more=more)
                if batch.claimed:
                    post.give(self._letters.parcels(batch.claimed))
                dry = not batch.looked
                if dry and not post.outstanding:
                    return done
                self._keep_turn()

    @transaction.atomic
    def _round(self, ends: Sequence[Outcome], post: Post, *, more: bool) -> Batch:
        """Write these ends; with `more` claim letters, none of which may leave before this is committed."""
        self.settle(ends, post)
        if not more:
            return Batch([], 0)
        batch = claiming.claim(self.way, self._due(), self._window.next(len(ends)), at=self.now())
        if not batch.looked:  # perhaps it was looked for in the wrong places
            batch = claiming.claim(self.way, self._due(dry=True), self._window.size, at=self.now())
        if batch.claimed:
            self._flights[cast(int, batch.claimed[0].flight)] = len(batch.claimed)
        return batch

    def _due(self, *, dry: bool = False) -> list[claiming.Lane]:
        """Lanes with due letters, as they were a moment ago; now, where these are `dry`."""
        now = self.now()
        if dry or time.monotonic() - self._looked > _LOOK:
            self._lanes, self._slow = claiming.lanes(self.way), pacing.is_slow(self.way)
            self._looked = time.monotonic()
        return [lane for lane in self._lanes if lane.first_due <= now]

    def settle(self, outcomes: Sequence[Outcome], post: Post) -> None:
        """Write down how letters ended; where a domain or the server itself makes trouble, slow down."""
        if not outcomes:
            return
        now = self.now()
        taken = [each for each in outcomes if each.end == TAKEN]
        others = [each for each in outcomes if each.end != TAKEN] if len(taken) < len(outcomes) else []
        self._mind_domains(taken, [each for each in others if each.end == LATER], now)
        until = pacing.slow_down(self.way, "", post.trouble, at=now) if post.trouble else None
        settle([self._end(outcome, now, until) for outcome in others], at=now)
        landed = self._land(outcomes)
        settle_sent([Sent(each.key.delivery_id, each.key.fence, each.words) for each in taken], landed=landed, at=now)

    def _land(self, outcomes: Sequence[Outcome]) -> list[int]:
        """The flights of which nothing is in the air any more."""
        self._flights.subtract(Counter([each.key.flight for each in outcomes]))
        landed = [flight for flight, left in self._flights.items() if left <= 0]
        for flight in landed:
            del self._flights[flight]
        return landed

    def _mind_domains(self, taken: Sequence[Outcome], later: Sequence[Outcome], now: datetime) -> None:
        """A domain that puts off more than it takes is left alone for a while; one that takes is slow no more."""
        if not later and not self._slow:
            return
        good, bad = (Counter([each.key.domain for each in ends]) for ends in (taken, later))
        for domain, count in bad.items():
            if count > good[domain]:
                said = next(f"{each.code} {each.words}" for each in later if each.key.domain == domain)
                pacing.slow_down(self.way, domain, said, at=now)
                self._slow = True
        if good:
            pacing.speed_up(self.way, {"", *(each for each in good if good[each] >= bad[each])})

    def _end(self, outcome: Outcome, now: datetime, until: datetime | None) -> End:
        claimed: Claimed = outcome.key
        words = f"{outcome.code} {outcome.words}" if outcome.code else outcome.words
        if outcome.end == REFUSED:
            hard = rules.is_hard(outcome.code, outcome.words)
            return End(claimed.delivery_id, claimed.fence, rules.BOUNCED, words, hard=hard)
        if outcome.end == UNKNOWN:
            return End(claimed.delivery_id, claimed.fence, rules.UNKNOWN, words)
        if outcome.end == SPOILT:
            return End(claimed.delivery_id, claimed.fence, rules.FAILED, words)
        if outcome.end != LATER and until is not None:  # the server is down: the letter is as good as before
            return End(claimed.delivery_id, claimed.fence, rules.DEFERRED, words, due_at=until, tried=False)
        pause = rules.pause_after(claimed.attempts)
        if pause is None:
            return End(claimed.delivery_id, claimed.fence, rules.BOUNCED, words)
        return End(claimed.delivery_id, claimed.fence, rules.DEFERRED, words, due_at=now + pause)

    def _keep_turn(self) -> None:
        if time.monotonic() - self._held > _TURN.total_seconds() / 3:
            self._held = time.monotonic()
            Turn.objects.filter(way=self.way.name, holder=self.holder).update(held_until=self.now() + _TURN)

    def following(self) -> datetime | None:
        """When there is more to do on this way; None when nothing waits."""
        now = self.now()
        first = min((lane.first_due for lane in claiming.lanes(self.way)), default=None)
        if first is None:
            return None
        slow = pacing.slow_until(self.way, at=now)
        return max(first, slow or now, pacing.next_allowed(self.way, at=now))


def _is_well(post: Post, ends: Sequence[Outcome]) -> bool:
    """Whether the server can be given more: it answers, as far as these ends show."""
    return not post.trouble and (not ends or any(each.end not in (UNKNOWN, UNSENT) for each in ends))


_HOLD = """
INSERT INTO audience_turn AS t (way, holder, held_until) VALUES (%s, %s, %s)
ON CONFLICT (way) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
WHERE t.held_until IS NULL OR t.held_until <= %s OR t.held_until > %s RETURNING id
"""


def _hold(way: str, holder: str, at: datetime) -> bool:
    """Take the turn if nobody has it, or who had it must be dead (or had a clock that ran ahead)."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [way, holder, at + _TURN, at, at + 2 * _TURN])
        return cursor.fetchone() is not None


def finish_lanes(*, at: datetime) -> int:
    """Say of each broadcast whose letters have all come to an end that it has; returns how many."""
    moving = [rules.QUEUED, rules.DEFERRED]
    unfinished = Lane.objects.filter(finished_at=None).exclude(source="")
    done = 0
    for lane in unfinished:
        if Delivery.objects.filter(message=lane.message_id, state__in=moving).exists():
            continue
        with transaction.atomic():
            if not Lane.objects.filter(pk=lane.pk, finished_at=None).update(finished_at=at):
                continue
            record(SendingFinished(lane.message_id, lane.source), by=SYSTEM, at=at, studio_id=lane.studio_id)
            done += 1
    return done


def sweep(*, at: datetime) -> int:
    """Find what got lost: letters whose worker died, ways whose job did. Returns how many jobs were put."""
    take_back(at=at)
    finish_lanes(at=at)
    count = 0
    for name in [INSTANCE, *providers.names()]:
        way = providers.way_named(name)
        if way is None or way.paused_for:
            continue
        first = min((lane.first_due for lane in claiming.lanes(way)), default=None)
        if first is None or first > at or pacing.slow_until(way, at=at) or pacing.next_allowed(way, at=at) > at:
            continue
        busy = Turn.objects.filter(way=name, held_until__gt=at).exists()
        if not busy:
            put(name, at, at=at)
            count += 1
    return count
