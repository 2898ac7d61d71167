"""Do background jobs flow?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from dhara.insights.health.rules import Finding
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current

LATE = 300  # seconds
NAMED = 5

_JOBS = """
WITH job AS (
    SELECT status, task_name,
           coalesce(scheduled_at, (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id))
             < now() - make_interval(secs => %s) AND status = 'todo' AS late
      FROM procrastinate_jobs job WHERE status IN ('todo', 'failed')
)
"""
_NUMBERS = """
SELECT count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE late), count(*) FILTER (WHERE status = 'todo'),
       (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds')
  FROM job
"""
_WRONG = """
SELECT late, task_name, count(*) FROM job WHERE late OR status = 'failed' GROUP BY late, task_name
 ORDER BY late, count(*) DESC, task_name
"""


def numbers() -> tuple[int, int, int, int]:
    """Jobs that failed, that are overdue, that wait; workers alive."""
    with connection.cursor() as cursor:
        cursor.execute(_JOBS + _NUMBERS, [LATE])
        failed, late, waiting, workers = cursor.fetchone()
    return failed, late, waiting, workers


def examine() -> Iterator[Finding]:
    """Failed jobs, jobs long overdue, workers alive. The most frequent of both are named as in the console."""
    failed, late, waiting, workers = numbers()
    counts = {"count": failed, "late": late, "minutes": LATE // 60, "workers": workers, "waiting": waiting}
    shown = {name: number(value, current()) for name, value in counts.items()}
    wrong = _wrong() if failed or late else {}
    said = _("%(count)s jobs failed; the console at /operator/ shows why and retries them") % shown
    yield Finding("; ".join([said, *wrong.get(False, ())]), not failed)
    said = _("%(late)s jobs are overdue by more than %(minutes)s minutes, %(workers)s workers run") % shown
    yield Finding("; ".join([said, *wrong.get(True, ())]), not late)
    yield Finding(_("%(waiting)s jobs wait for their time or a worker") % shown)


def _wrong() -> dict[bool, list[str]]:
    """By whether they are overdue (else they failed): the jobs' names, with how often."""
    with connection.cursor() as cursor:
        cursor.execute(_JOBS + _WRONG, [LATE])
        found = [(late, f"{name} × {count}") for late, name, count in cursor.fetchall()]
    return {late: [said for each, said in found if each is late][:NAMED] for late in (True, False)}
