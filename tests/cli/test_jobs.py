"""The worker: jobs run, and those of a worker that died run again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from procrastinate.contrib.django import app

from dhara.cli import jobs
from dhara.insights.health.queries import jobs as examination

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _other_jobs_are_gone() -> Iterator[None]:
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def note() -> Iterator[Any]:
    """A job that writes down what it was given, and enqueues another from inside its own transaction."""
    seen: list[int] = []

    @app.task(name="tests.note", queue="tests")
    def note(number: int) -> None:
        seen.append(number)
        if number == 1:
            note.defer(number=2)

    note.seen = seen  # type: ignore[attr-defined]
    yield note
    del app.tasks["tests.note"]


def _work() -> None:
    """One worker until the queue is empty; the threads it used leave no connection to the test database behind."""

    def hang_up(run: Callable[[], Any], _context: object, _worker: object) -> Any:
        try:
            return run()
        finally:
            connections.close_all()

    async def until_idle() -> None:
        worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        async with worker_app.open_async():
            await jobs.rescue(worker_app)
            await worker_app.run_worker_async(
                queues=["tests"],
                wait=False,
                install_signal_handlers=False,
                task_middleware=[hang_up, jobs._fresh_connections],
            )
        await sync_to_async(connections.close_all)()

    asyncio.run(until_idle())


def _rows(query: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def _left_behind(job_id: int, seconds: int) -> None:
    """As if a worker took it and was last heard of so long ago."""
    ((worker,),) = _rows(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
        seconds,
    )
    _rows("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", worker, job_id)


def test_runs_jobs_and_the_jobs_that_they_enqueue(note: Any) -> None:
    note.defer(number=1)
    _work()
    assert note.seen == [1, 2]
    assert _rows("SELECT status FROM procrastinate_jobs WHERE queue_name = 'tests'") == [("succeeded",), ("succeeded",)]


def test_job_of_a_dead_worker_runs_again(note: Any) -> None:
    _left_behind(note.defer(number=7), seconds=int(jobs.STALLED) + 5)
    _work()
    assert note.seen == [7]


def test_job_of_a_living_worker_is_left_alone(note: Any) -> None:
    _left_behind(note.defer(number=7), seconds=1)
    _work()
    assert note.seen == []


def test_job_that_a_process_runs_itself_is_left_alone_for_a_while(note: Any) -> None:
    job_id = note.defer(number=7)
    _rows("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", job_id)
    _work()
    assert note.seen == []
    _rows("UPDATE procrastinate_events SET at = at - interval '11 minutes' WHERE job_id = %s", job_id)
    _work()
    assert note.seen == [7]


def test_job_that_the_database_broke_off_runs_again(note: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAUSES", (0.01, 0.01))
    begun: list[int] = []

    @app.task(name="tests.broken_off", queue="tests")
    def broken_off(times: int) -> None:
        begun.append(times)
        if begun.count(times) <= times:
            _rows("SELECT pg_terminate_backend(pg_backend_pid())")
        note.seen.append(times)

    failed = [broken_off.defer(times=times) for times in (1, 3)][1]
    _work()
    assert (begun, note.seen) == ([1, 1, 3, 3, 3], [1])
    assert _rows("SELECT id FROM procrastinate_jobs WHERE status = 'failed'") == [(failed,)]
    del app.tasks["tests.broken_off"]


def test_error_of_a_job_itself_ends_it(note: Any) -> None:
    @app.task(name="tests.wrong", queue="tests")
    def wrong() -> None:
        note.seen.append(0)
        raise ValueError("wrong")

    wrong.defer()
    _work()
    assert note.seen == [0]
    del app.tasks["tests.wrong"]


def test_doctor_sees_failed_and_overdue_jobs(note: Any) -> None:
    assert all(finding.ok for finding in examination.examine())
    late, failed = note.defer(number=1), note.defer(number=2)
    _rows("UPDATE procrastinate_jobs SET scheduled_at = now() - interval '1 hour' WHERE id = %s", late)
    _rows("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", failed)
    findings = list(examination.examine())
    assert [finding.ok for finding in findings] == [False, False, True]
    assert findings[1].text.startswith("1 jobs are overdue")
    assert [finding.text.partition("; ")[2].split("; ")[-1] for finding in findings[:2]] == ["tests.note × 1"] * 2
