"""Have a worker come when somebody's next step is due at once. What is due later, the clock's own job finds."""

from __future__ import annotations

from datetime import datetime

from dhara.kit import rows
from dhara.kit.queue import WAITING

_WAKE = """
SELECT procrastinate_defer_jobs_v1(ARRAY[
  ROW('sequences', 'audience.sequences.tasks.pump', 0, NULL, NULL, '{}'::jsonb, NULL)::procrastinate_job_to_defer_v1
]) WHERE NOT EXISTS (
  SELECT 1 FROM procrastinate_jobs
   WHERE queue_name = 'sequences' AND task_name = 'audience.sequences.tasks.pump' AND status = %s
)
"""


def wake(when: datetime | None, *, at: datetime) -> None:
    """Inside the transaction that made it due: one job, however many people come in at a moment."""
    if when is not None and when <= at:
        with rows.cursor() as cursor:
            cursor.execute(_WAKE, [WAITING])
