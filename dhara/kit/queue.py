"""Background work: Procrastinate, whose jobs are rows written inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Status
from procrastinate.tasks import Task

from dhara.kit import clock, rows

AnyTask = Task[Any, Any, Any]

# How a job that waits for a worker stands in the queue's tables.
WAITING: Final = Status.TODO.value  # Procrastinate's own name for that state; nothing is left undone here


def task(*, queue: str, name: str | None = None) -> Callable[[Callable[..., Any]], AnyTask]:
    """Declare a job: a sync function of plain JSON arguments, named `<module>.<function>` without `dhara.`."""

    def declare(function: Callable[..., Any]) -> AnyTask:
        label = name or f"{function.__module__.removeprefix('dhara.')}.{function.__name__}"
        return app.task(name=label, queue=queue)(function)

    return declare


def periodic(cron: str, *, queue: str = "upkeep") -> Callable[[Callable[[], Any]], AnyTask]:
    """Declare a job that runs by the clock (five cron fields, UTC); it runs once however many workers there are."""

    def declare(function: Callable[[], Any]) -> AnyTask:
        label = f"{function.__module__.removeprefix('dhara.')}.{function.__name__}"

        def run(**_moment: int) -> None:
            function()

        run.__name__ = function.__name__
        return app.periodic(cron=cron)(app.task(name=label, queue=queue, queueing_lock=label)(run))

    return declare


def defer(job: AnyTask, *, when: datetime | None = None, **arguments: Any) -> int:
    """Enqueue inside the current transaction; with `when`, not before that moment. Returns the job's id."""
    if when is None:
        return job.defer(**arguments)
    return job.configure(schedule_at=when).defer(**arguments)


def defer_named(name: str, *, queue: str, when: datetime | None = None, **arguments: Any) -> int:
    """Like `defer`, for an action whose job calls that very module and so can not be imported by it. One statement."""
    return _defer(name, queue, None, arguments, when)


def defer_one_by_one(lock: str, name: str, *, queue: str, when: datetime | None = None, **arguments: Any) -> int:
    """The same, for jobs of which workers run one at a time among those with the same `lock`."""
    return _defer(name, queue, lock, arguments, when)


def _defer(name: str, queue: str, lock: str | None, arguments: dict[str, Any], when: datetime | None) -> int:
    with rows.cursor() as cursor:
        cursor.execute(_DEFER, [queue, name, lock, json.dumps(arguments), when])
        return int(cursor.fetchone()[0])


_DEFER = """
SELECT unnest(procrastinate_defer_jobs_v1(ARRAY[
  ROW(%s::text, %s::text, 0, %s::text, NULL, %s::jsonb, %s::timestamptz)::procrastinate_job_to_defer_v1
]))
"""


def job_sql(queue: str, name: str, arguments: str, when: str = "NULL") -> str:
    """An SQL expression that enqueues a job, for a statement that does other things too.

    `arguments` (jsonb) and `when` (timestamptz) are expressions themselves.
    """
    job = f"ROW('{queue}', '{name}', 0, NULL, NULL, {arguments}, {when})::procrastinate_job_to_defer_v1"
    return f"procrastinate_defer_jobs_v1(ARRAY[{job}])"


def drain(at: datetime | None = None, limit: int = 10_000, besides: Sequence[int] = ()) -> int:
    """Run all jobs that are due (by `at`, else by the clock) here and now, in this process and connection.

    With `at` each job sees its own due time (or `at`) as the present, so that a past year can be replayed. Jobs whose
    ids are in `besides` are left to others.
    For tests, the demo world and benchmarks; workers use Procrastinate's own loop. Returns how many ran.
    Raises whatever a job raises, after marking it failed.
    """
    finished: int | None = None
    for ran in range(limit):
        moment = at or clock.now()
        job = _next(moment, finished, besides)
        if job is None:
            return ran
        finished, name, arguments, due = job
        try:
            with clock.fixed(due or moment) if at else nullcontext():
                app.tasks[name].func(**arguments)
        except Exception:
            _fail(finished)
            raise
    raise RuntimeError("the queue does not run dry")


# First the job that was done is finished (which gives no id), then comes what is due at once, then what was put off.
# As in the worker's own loop the note of it need not be on the disk before the job begins.
_TAKE = """UPDATE procrastinate_jobs SET status = 'doing', attempts = attempts + 1 WHERE id = COALESCE(
  (SELECT CASE WHEN set_config('synchronous_commit', 'off', true) = 'no such answer' THEN 0 END),
  (SELECT CASE WHEN %(finished)s::bigint IS NOT NULL
      AND procrastinate_finish_job_v1(%(finished)s::bigint, 'succeeded', false)::text = 'no such answer' THEN 0 END),
  (SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND id <> ALL(%(besides)s::bigint[])
      AND scheduled_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED),
  (SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND id <> ALL(%(besides)s::bigint[])
      AND scheduled_at <= %(at)s ORDER BY scheduled_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
) RETURNING id, task_name, args, scheduled_at"""

Job = tuple[int, str, dict[str, Any], datetime | None]


def _next(at: datetime, finished: int | None, besides: Sequence[int]) -> Job | None:
    """Finish the job that was done and take the next, in one statement."""
    with rows.cursor() as cursor:
        cursor.execute(_TAKE, {"at": at, "besides": list(besides), "finished": finished})
        row = cursor.fetchone()
    if row is None:
        return None
    job_id, name, arguments, due = row
    # Django leaves JSON of plain queries as text, unless something else taught the connection to read it.
    return job_id, name, json.loads(arguments) if isinstance(arguments, str) else arguments, due


def _fail(job_id: int) -> None:
    with rows.cursor() as cursor:
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])


def retry_job(job_id: int, *, at: datetime) -> bool:
    """Put a failed job back into the queue, at an operator's word; False when it has not failed."""
    with transaction.atomic(), rows.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE", [job_id])
        if cursor.fetchone() is None:
            return False
        app.job_manager.retry_job_by_id(job_id, retry_at=at)
    return True


__all__ = ["AnyTask", "app", "defer", "defer_named", "drain", "periodic", "retry_job", "task"]
