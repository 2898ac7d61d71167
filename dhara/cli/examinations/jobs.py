"""Do background jobs flow?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from dhara.cli.findings import Finding

LATE = 300  # seconds

_QUERY = """
SELECT count(*) FILTER (WHERE status = 'failed'),
       count(*) FILTER (WHERE status = 'todo'
                          AND coalesce(scheduled_at, '-infinity') < now() - make_interval(secs => %s)
                          AND NOT EXISTS (SELECT FROM procrastinate_events event
                                           WHERE event.job_id = job.id AND event.at > now() - make_interval(secs => %s))),
       count(*) FILTER (WHERE status = 'todo')
  FROM procrastinate_jobs job
"""


def examine() -> Iterator[Finding]:
    """Failed jobs, jobs long overdue, workers alive."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [LATE, LATE])
        failed, late, waiting = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'")
        (workers,) = cursor.fetchone()
    yield Finding(f"{failed} jobs failed; the console at /operator/ shows why and retries them", not failed)
    yield Finding(f"{late} jobs are overdue by more than {LATE // 60} minutes, {workers} workers run", not late)
    yield Finding(f"{waiting} jobs wait for their time or a worker")
