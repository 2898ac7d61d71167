"""Do background jobs flow?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from dhara.insights.health.rules import Finding
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current

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


def numbers() -> tuple[int, int, int, int]:
    """Jobs that failed, that are overdue, that wait; workers alive."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [LATE])
        failed, late, waiting, workers = cursor.fetchone()
    return failed, late, waiting, workers


def examine() -> Iterator[Finding]:
    """Failed jobs, jobs long overdue, workers alive."""
    failed, late, waiting, workers = numbers()
    counts = {"count": failed, "late": late, "minutes": LATE // 60, "workers": workers, "waiting": waiting}
    shown = {name: number(value, current()) for name, value in counts.items()}
    yield Finding(_("%(count)s jobs failed; the console at /operator/ shows why and retries them") % shown, not failed)
    yield Finding(
        _("%(late)s jobs are overdue by more than %(minutes)s minutes, %(workers)s workers run") % shown, not late
    )
    yield Finding(_("%(waiting)s jobs wait for their time or a worker") % shown)
