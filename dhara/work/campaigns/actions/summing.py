"""Sum up what small tasks earned in a day: told once, however many there were."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from dhara.kit import rows
from dhara.kit.actor import SYSTEM
from dhara.kit.facts.actions import record
from dhara.kit.facts.queries import is_recorded
from dhara.work.campaigns.facts import TasksPaid

_EARNED: Final = """
SELECT u.worker_id, c.currency, count(*), sum(c.amount)::bigint
  FROM work_unit u JOIN money_clearing c ON c.key = 'unit:' || u.id || ':pay'
 WHERE u.mode = 'micro' AND u.status = 'accepted' AND u.status_at >= %s AND u.status_at < %s
 GROUP BY u.worker_id, c.currency ORDER BY u.worker_id, c.currency
"""


def sum_up(day: date, *, at: datetime) -> int:
    """What was accepted on a day (UTC) that is over, by studio and currency; how many sums are new. Twice does nothing.

    Raises ValueError for a day that is not over.
    """
    begin = datetime.combine(day, time(), UTC)
    end = begin + timedelta(days=1)
    if at < end:
        raise ValueError("a day is summed up when it is over")
    with rows.cursor() as cursor:
        cursor.execute(_EARNED, [begin, end])
        found = cursor.fetchall()
    new = 0
    for studio_id, currency, count, amount in found:
        fact = TasksPaid(studio_id, day.isoformat(), currency, count, amount)
        with transaction.atomic():
            if not is_recorded(fact):
                record(fact, by=SYSTEM, at=at, studio_id=studio_id)
                new += 1
    return new
