"""Do background jobs flow?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from dhara.cli.findings import Finding

LATE = 300  # seconds

_QUERY = """
WITH job AS (
    SELECT status, coalesce(scheduled_at, (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id)) AS due
      FROM procrastinate_jobs job WHERE status IN ('todo', 'failed')
)
SELECT count(*) FILTER (WHERE status = 'failed'),
       count(*) FILTER (WHERE status = 'todo' AND due < now() - make_interval(secs => %s)),
       count(*) FILTER (WHERE status = 'todo'),
       (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds')
  FROM job
"""


def examine() -> Iterator[Finding]:
    """Failed jobs, jobs long overdue, workers alive."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [LATE])
        failed, late, waiting, workers = cursor.fetchone()
    yield Finding(f"{failed} jobs failed; the console at /operator/ shows why and retries them", not failed)
    yield Finding(f"{late} jobs are overdue by more than {LATE // 60} minutes, {workers} workers run", not late)
    yield Finding(f"{waiting} jobs wait for their time or a worker")
