"""A transaction in which all jobs that it makes are done, at their own simulated moments.

So a worker beside never sees one of them: it would run them at the wrong time, and send old letters. The transaction
reads one snapshot, so that the jobs of people who use this Dhara meanwhile can be told from ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from dhara.kit.queue import WAITING, drain

P = ParamSpec("P")
R = TypeVar("R")
TRIES: Final = 6
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


def again(act: Callable[P, R]) -> Callable[P, R]:
    """For what is one `batch`: where it met others, such as the worker that clears money or somebody who signs in,
    their change stands, and ours is played again."""

    @wraps(act)
    def until_alone(*args: P.args, **named: P.kwargs) -> R:
        for _try in range(1, TRIES):
            try:
                return act(*args, **named)
            except OperationalError:
                if connection.in_atomic_block:
                    raise
        return act(*args, **named)

    return until_alone


def run(at: datetime, others: Sequence[int]) -> None:
    """Do what our changes lead to, as of `at`, leaving the jobs of others alone."""
    drain(at, besides=others)
