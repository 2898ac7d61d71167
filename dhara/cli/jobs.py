"""The worker's loop: Procrastinate on a connection pool of its own, and the rescue of jobs whose worker died."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from procrastinate import App, exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.job_context import JobContext
from procrastinate.psycopg_connector import PsycopgConnector

from dhara.kit import clock

HEARTBEAT = 2.0  # seconds
STALLED = 10.0  # seconds without a heartbeat after which a worker counts as dead
RESCUE = 3.0  # seconds between two looks for the jobs of the dead
POLL = 2.0  # seconds; only a net under LISTEN/NOTIFY, and what finds jobs that become due
GRACE = 20.0  # seconds that running jobs have when the worker is told to stop
PAUSES = (0.3, 1.5, 6.0)  # seconds, before a job that the database broke off is begun again

logger = logging.getLogger(__name__)

# Taken by nobody that we know of: its worker was forgotten, or a process that ran it itself was killed.
_ORPHANS = """
SELECT id FROM procrastinate_jobs job WHERE status = 'doing' AND worker_id IS NULL AND NOT EXISTS (
    SELECT FROM procrastinate_events event
     WHERE event.job_id = job.id AND event.type = 'started' AND event.at > now() - interval '10 minutes')
"""


async def work(concurrency: int) -> None:
    """Run jobs until SIGTERM or SIGINT; running ones may finish.

    The pool belongs to the worker alone. Jobs that enqueue other jobs still do so through Django's connection,
    inside their own transaction; that is why the app's connector is not replaced.
    """
    worker_app = app.with_connector(PsycopgConnector(kwargs=_connection()))
    async with worker_app.open_async():
        await rescue(worker_app)
        rescuing = asyncio.create_task(_keep_rescuing(worker_app))
        try:
            await worker_app.run_worker_async(
                concurrency=concurrency,
                fetch_job_polling_interval=POLL,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED * 6,
                shutdown_graceful_timeout=GRACE,
                listen_notify=True,
                task_middleware=[_fresh_connections],
            )
        finally:
            rescuing.cancel()


def _connection() -> dict[str, Any]:
    """How the loop itself connects: what it notes (taken, done, alive) need not reach the disk before it goes on.

    If the machine loses power within that fraction of a second, jobs stand there as not taken or not done and run
    again, which every job bears. A killed process loses nothing by it. A pooler in front takes no such setting.
    """
    known = connector_params()
    if settings.PREPARE_STATEMENTS:
        known["options"] = f"{known.get('options', '')} -c synchronous_commit=off".strip()
    return known


def _fresh_connections(run: Callable[[], Any], context: JobContext, _worker: object) -> Any:
    """Around each job, as around each request: no broken or outdated database connection is used.

    Of two that wait for each other PostgreSQL breaks one off, and a server may be started anew: such a job runs again
    a moment later, which every job bears. Another error, or a database that stays away, ends it.
    """
    for pause in PAUSES:
        close_old_connections()
        try:
            return run()
        except (OperationalError, InterfaceError) as error:
            said = str(error).partition("\n")[0]
            logger.warning("The database broke off %s, which runs again: %s", context.job.task_name, said)
            time.sleep(pause * random.uniform(0.7, 1.3))
        finally:
            close_old_connections()
    try:
        return run()
    finally:
        close_old_connections()


async def _keep_rescuing(worker_app: App) -> None:
    while True:
        await asyncio.sleep(RESCUE)
        try:
            await rescue(worker_app)
        except exceptions.ConnectorException:
            logger.warning("Could not look for stalled jobs", exc_info=True)


async def rescue(worker_app: App) -> int:
    """Put the jobs of dead workers back into the queue; returns how many."""
    manager = worker_app.job_manager
    stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED)
    ids = [job.id for job in stalled if job.worker_id is not None and job.id is not None]
    ids += [row["id"] for row in await worker_app.connector.execute_query_all_async(_ORPHANS)]
    rescued = 0
    for job_id in ids:
        try:
            await manager.retry_job_by_id_async(job_id, retry_at=clock.now())
        except exceptions.ConnectorException:  # another worker was faster
            continue
        rescued += 1
        logger.warning("Job %s was left behind by a worker that died; it runs again", job_id)
    return rescued
