"""How many slots of a campaign are taken a second over 8 connections, beside a hand-written update in the same run.

In a database of its own, in which `OVER` campaigns were done before, as anywhere that has slots to claim: of an empty
table PostgreSQL would plan to read all. Each worker claims once a round. The reference takes a slot of another campaign
of the same table and does nothing else: no unit, no deadline, no question whether this worker may.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from statistics import median
from threading import Barrier
from typing import Any, Final

from django.db import connection

from dhara.cli.own_database import own_database
from dhara.kit import clock, rows
from dhara.kit.actor import Actor, person
from dhara.people.models import Account, Member, Studio
from dhara.work.campaigns import actions
from dhara.work.models import Campaign, Engagement

CONNECTIONS: Final = 8
BAR: Final = 0.5
FLAT: Final = 0.7
# A busy machine comes below what a quiet one reaches (0.53 to 0.60 in November 2026); half of it is no noise.
FLOOR: Final = 0.5
SMALL, LARGE = 1_000, 1_000_000
OVER: Final = 50  # in each of which every worker did one task
_HAND: Final = """
UPDATE work_slot SET state = 'taken' WHERE id = (
  SELECT id FROM work_slot WHERE campaign_id = %s AND state = 'free' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id
"""
_DONE: Final = """
INSERT INTO work_unit (engagement_id, mode, worker_id, position, title, amount, paid, returned, terms, revisions,
                       extensions, created_at, status, status_at, version)
SELECT %(engagement)s, 'micro', id, 1, '', 500, 0, 0, '{}', 0, 0, %(at)s, 'accepted', %(at)s, 1 FROM people_studio
"""
Worker = tuple[Studio, Actor]
Act = Callable[[Worker], object]


def run(*, small: int = SMALL, large: int = LARGE, count: int = 400, rounds: int = 7) -> list[dict[str, Any]]:
    """Claims/s beside the hand-written update at `large`, and at `large` beside those at `small`."""
    with own_database():
        at = clock.now()
        people = workers(count, at)
        for number in range(OVER):
            _done_before(_campaign(len(people), f"over{number}", at), at)
        rates = {size: _measured(size, people, rounds, at) for size in (small, large)}
    own, hand = rates[large]
    flat = median(own) / median(rates[small][0])
    ratio = median(mine / theirs for mine, theirs in zip(own, hand, strict=True))
    return [
        _line("claim", median(own), median(hand), ratio, BAR),
        _line("claim.flat", median(own), median(rates[small][0]), flat, FLAT),
    ]


def _line(name: str, value: float, reference: float, ratio: float, bar: float) -> dict[str, Any]:
    return {
        "bench": name,
        "value": round(value, 1),
        "unit": f"claims/s, {CONNECTIONS} connections",
        "reference": round(reference, 1),
        "ratio": round(ratio, 3),
        "bar": bar,
        "floor": bar * FLOOR,
        "ok": ratio >= bar,
    }


def workers(count: int, at: datetime) -> list[Worker]:
    accounts = Account.objects.bulk_create(
        Account(email=f"w{number}@example.com", joined_at=at) for number in range(count)
    )
    studios = Studio.objects.bulk_create(
        Studio(handle=f"w{number}", name=f"W{number}", status="open", status_at=at, created_at=at)
        for number in range(count)
    )
    pairs = list(zip(studios, accounts, strict=True))
    Member.objects.bulk_create(Member(studio=s, account=a, role="owner", since=at) for s, a in pairs)
    return [(studio, person(account.pk)) for studio, account in pairs]


def _campaign(slots: int, name: str, at: datetime) -> Campaign:
    buyer = Account.objects.create(email=f"{name}@example.com", joined_at=at)
    engagement = Engagement.objects.create(
        mode="micro", till="pool", subject=name, buyer=buyer, title=name, currency="BDT", language="en", agreed_at=at
    )
    made = Campaign.objects.create(
        account=buyer,
        engagement=engagement,
        title=name,
        currency="BDT",
        reward=500,
        positions=slots,
        minutes=10,
        review_days=7,
        per_worker=1_000,
        status="running",
        status_at=at,
        created_at=at,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO work_slot (campaign_id, place, state) SELECT %s, 0, 'free' FROM generate_series(1, %s)",
            [made.pk, slots],
        )
    return made


def _done_before(campaign: Campaign, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DONE, {"engagement": campaign.engagement_id, "at": at})
        cursor.execute("UPDATE work_slot SET state = 'done' WHERE campaign_id = %s", [campaign.pk])


def _measured(slots: int, people: Sequence[Worker], rounds: int, at: datetime) -> tuple[list[float], list[float]]:
    """Rates of ours and of the hand-written one, which take turns; between rounds all is as before."""
    mine, theirs = (_campaign(slots, f"{name}{slots}", at) for name in ("own", "hand"))
    own, hand = list[float](), list[float]()
    with ThreadPoolExecutor(CONNECTIONS, initializer=_warm) as pool:
        for number in range(rounds + 1):
            _tidy(mine, theirs)
            rates = (
                _rate(pool, people, lambda _worker: _by_hand(theirs)),
                _rate(pool, people, lambda worker: actions.claim(mine, worker[0], by=worker[1], at=at)),
            )
            if number:  # the first round opens connections and prepares statements
                hand.append(rates[0])
                own.append(rates[1])
        everyone = Barrier(CONNECTIONS)
        list(pool.map(lambda _number: _close(everyone), range(CONNECTIONS)))
    return own, hand


def _rate(pool: ThreadPoolExecutor, people: Sequence[Worker], act: Act) -> float:
    gate = Barrier(CONNECTIONS)

    def go(part: Sequence[Worker]) -> None:
        gate.wait()
        for worker in part:
            act(worker)

    start = time.perf_counter()
    list(pool.map(go, [people[number::CONNECTIONS] for number in range(CONNECTIONS)]))
    return len(people) / (time.perf_counter() - start)


def _by_hand(campaign: Campaign) -> None:
    with rows.cursor() as cursor:
        cursor.execute(_HAND, [campaign.pk])
        if cursor.fetchone() is None:
            raise ValueError("no slot is left")


def _tidy(*campaigns: Campaign) -> None:
    """All slots are free again, and what was left of the last round is swept up as autovacuum would."""
    with connection.cursor() as cursor:
        for each in campaigns:
            cursor.execute(
                "UPDATE work_slot SET state = 'free', unit_id = NULL WHERE campaign_id = %s AND state <> 'free'",
                [each.pk],
            )
            cursor.execute("DELETE FROM work_unit WHERE engagement_id = %s", [each.engagement_id])
        cursor.execute("VACUUM ANALYZE work_slot")
        cursor.execute("VACUUM ANALYZE work_unit")


def _warm() -> None:
    connection.ensure_connection()


def _close(everyone: Barrier) -> None:
    """Each thread its own: none takes two of these."""
    everyone.wait()
    connection.close()
