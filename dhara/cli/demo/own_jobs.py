"""A transaction in which all jobs that it makes are done, at their own simulated moments.

So a worker beside never sees one of them: it would run them at the wrong time, and send old letters. The transaction
reads one snapshot, so that the jobs of people who use this Dhara meanwhile can be told from ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from dhara.kit.queue import WAITING, drain

_OTHERS = "SELECT coalesce(array_agg(id), '{}') FROM procrastinate_jobs WHERE status = %s"


@contextmanager
def batch() -> Iterator[list[int]]:
    """The transaction; gives the ids of the jobs that others wait for. Raises OperationalError where it met others."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            if alone:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(_OTHERS, [WAITING])
            others: list[int] = cursor.fetchone()[0]
        yield others


def run(at: datetime, others: Sequence[int]) -> None:
    """Do what our changes lead to, as of `at`, leaving the jobs of others alone."""
    drain(at, besides=others)
