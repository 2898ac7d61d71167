"""Remind those whose time for a task is soon over, each once: a quarter of it is left, an hour at most."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from dhara.kit import rows
from dhara.kit.actor import SYSTEM
from dhara.kit.facts.actions import record_all
from dhara.work.engagements.facts import WorkReminded
from dhara.work.engagements.modes import common, micro

# Whoever has less time than this for a task is still at it when a quarter is left: a letter would only disturb.
SHORT: Final = 20
MOST: Final = 60
BATCH: Final = 500

# No task has a job of its own. A task that is taken again is another moment, and so another reminder.
_DUE: Final = """
SELECT u.id FROM work_unit u
 WHERE u.mode = 'micro' AND u.status = 'reserved' AND u.due_at > %(at)s AND (u.terms ->> 'minutes')::int >= %(short)s
   AND u.due_at <= %(at)s + least((u.terms ->> 'minutes')::float / 4, %(most)s) * interval '1 minute'
   AND NOT EXISTS (
     SELECT 1 FROM kit_fact f WHERE f.subject = 'unit:' || u.id AND f.name = %(fact)s AND f.at > u.status_at)
 ORDER BY u.id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
"""
# Asked anew now that they are locked: another process may just have told them.
_STILL: Final = """
SELECT u.id, u.engagement_id, u.due_at, u.worker_id FROM work_unit u
 WHERE u.id = ANY(%(units)s) AND NOT EXISTS (
     SELECT 1 FROM kit_fact f WHERE f.subject = 'unit:' || u.id AND f.name = %(fact)s AND f.at > u.status_at)
"""


@transaction.atomic
def remind_due(*, at: datetime) -> int:
    """Those who should be told now; how many, at most BATCH."""
    values: dict[str, Any] = {"at": at, "short": SHORT, "most": MOST, "batch": BATCH, "fact": WorkReminded.label()}
    with rows.cursor() as cursor:
        cursor.execute(_DUE, values)
        values["units"] = [unit for (unit,) in cursor.fetchall()]
        cursor.execute(_STILL, values)
        due = cursor.fetchall()
    made = [
        (WorkReminded(unit, engagement, micro.MICRO.code, common.DUE, until.isoformat()), worker)
        for unit, engagement, until, worker in due
    ]
    record_all(made, by=SYSTEM, at=at)
    return len(made)
