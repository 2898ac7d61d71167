"""All a worker's desk reads among 1,000 and among 100,000 campaigns that run: for its first page, and for the next.

A third of the campaigns look for people elsewhere, a third for those of the worker's country; of the best paid ones the
worker has done what one may. See alike.py for how both are asked.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Final

from django.db import connection

from dhara.cli.bench.alike import SIZES, compare, two_markets
from dhara.cli.bench.claim import workers
from dhara.cli.own_database import own_database
from dhara.kit import clock
from dhara.people.models import Account, Studio
from dhara.trust.reviews.queries import of_buyers
from dhara.work.campaigns.queries import desk as desks
from dhara.work.campaigns.queries import tally
from dhara.work.campaigns.queries.desk import Open
from dhara.work.models import Standing

MOST_QUERIES: Final = 8
DONE: Final = 30  # campaigns, the best paid ones, in which the worker has done the one task that one may do


def run(*, sizes: tuple[int, int] = SIZES, rounds: int = 100) -> list[dict[str, Any]]:
    """A result for the first page, and one for the one after it."""
    with own_database():
        at = clock.now()
        ((worker, _by),) = workers(1, at)
        worker.time_zone, worker.language = "Asia/Dhaka", "bn"
        two_markets(("work_campaign", "work_unit"), partial(_fill, worker, at), sizes)
        last = _read(worker, None)[-1].campaign
        pages = {"first": None, "next": (last.hourly_pay, last.pk)}
        reads = {name: partial(_read, worker, after) for name, after in pages.items()}
        return [compare(f"desk.{name}", read, rounds, most_queries=MOST_QUERIES) for name, read in reads.items()]


def _read(worker: Studio, after: tuple[int, int] | None) -> list[Open]:
    """What the page asks for (web.tasks.views.desk), but for who is signed in."""
    states = tally(worker)
    counts, found = desks.counts(states), desks.open_tasks(worker, states, after=after, limit=desks.PAGE + 1)
    of_buyers({each.campaign.account_id for each in found})
    desks.own(worker, desks.MINE, limit=5)
    if len(found) <= desks.PAGE or counts[desks.ENDED] != DONE:
        raise RuntimeError(f"{len(found)} tasks after {after}, {counts}")
    return found[: desks.PAGE]


def _fill(worker: Studio, at: datetime, size: int) -> None:
    """The campaigns of a hundred buyers of whom something is known."""
    made = [Account(email=f"buyer{number}@{size}.example", joined_at=at) for number in range(100)]
    buyers = Account.objects.bulk_create(made)
    Standing.objects.bulk_create(Standing(account=each, accepted=900, rejected=100, counted_at=at) for each in buyers)
    keys = [each.pk for each in buyers]
    values: dict[str, Any] = {"size": size, "at": at, "worker": worker.pk, "done": DONE, "buyers": keys}
    with connection.cursor() as cursor:
        cursor.execute(_CAMPAIGNS, values)
        cursor.execute(_UNITS, values)
        cursor.execute("VACUUM ANALYZE work_campaign, work_unit, work_engagement, work_standing")
        cursor.execute("CHECKPOINT")


_CAMPAIGNS: Final = """
WITH engaged AS (
  INSERT INTO work_engagement (mode, till, subject, buyer_email, title, currency, language, terms, policies, agreed_at,
                               buyer_id)
  SELECT 'micro', 'pool', 'campaign:' || %(size)s || '-' || n, '', 'Campaign ' || n, 'BDT', 'en', '{}', '{}', %(at)s,
         (%(buyers)s::bigint[])[1 + n %% 100]
    FROM generate_series(1, %(size)s) n RETURNING id, buyer_id, title, substr(title, 10)::int AS n
)
INSERT INTO work_campaign (status, status_at, version, title, instructions, example, proof, reasons, currency, reward,
                           positions, minutes, review_days, targeting, per_worker, hourly, redundancy, original,
                           itemized, reserve, hourly_pay, free, taken, accepted, rejected, held_for, created_at,
                           begun_at, account_id, engagement_id)
SELECT 'running', %(at)s, 1, title, repeat('What is to be done. ', 40), '', '[]', '[]', 'BDT', 500, 100, 10, 7,
       (ARRAY['{}', '{"countries": ["BD"]}', '{"countries": ["NP"]}']::jsonb[])[1 + n %% 3], 1, 0, 1, true,
       false, 0, 100000 - n %% 1000, 50, 0, 50, 0, '', %(at)s, %(at)s, buyer_id, id
  FROM engaged ORDER BY n
"""
_UNITS: Final = """
INSERT INTO work_unit (engagement_id, mode, worker_id, position, title, amount, paid, returned, terms, revisions,
                       extensions, created_at, status, status_at, version)
SELECT engagement_id, 'micro', %(worker)s, 1, '', 500, 500, 0, '{}', 0, 0, %(at)s, 'accepted', %(at)s, 2
  FROM (SELECT engagement_id FROM work_campaign WHERE targeting <> '{"countries": ["NP"]}'
         ORDER BY hourly_pay DESC, id LIMIT %(done)s) best
"""
