"""Have a worker send what is queued: one job for each way, however many letters are queued."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from dhara.audience.sending.models import Turn
from dhara.kit import rows
from dhara.kit.queue import defer_named

JOB: Final = "audience.sending.tasks.pump"
# A job that is late by so much has got lost; the next letter wakes somebody again (and so does the sweep).
_LOST: Final = timedelta(minutes=2)

_READ = """
WITH way AS (SELECT COALESCE((SELECT 'provider:' || id FROM audience_provider WHERE studio_id = %s OR studio_id IS NULL
  ORDER BY studio_id LIMIT 1), 'instance') AS name)
SELECT way.name, turn.job_at, turn.held_until FROM way LEFT JOIN audience_turn turn ON turn.way = way.name
"""


def wake(studio_id: int, *, when: datetime, at: datetime) -> None:
    """Inside the transaction that queues: a worker comes at `when`, or at once where that is past."""
    with rows.cursor() as cursor:
        cursor.execute(_READ, [studio_id])
        way, job_at, held_until = cursor.fetchone()
    when = max(when, at)
    comes = job_at is not None and at - _LOST < job_at <= when
    is_here = held_until is not None and held_until > at and when == at
    if not comes and not is_here:
        put(way, when, at=at)


def put(way: str, when: datetime, *, at: datetime) -> None:
    """Put the job of a way into the queue, and remember it."""
    Turn.objects.update_or_create(way=way, defaults={"job_at": when})
    defer_named(JOB, queue="letters", when=when if when > at else None, way=way)
