"""Several threads at once, each with a database connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from dhara.kit.refusal import Refused


def race(*acts: Callable[[], object]) -> list[object]:
    """Start all at the same moment; each one's answer, or the exception that it raised, in order."""
    start, answers = Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        try:
            start.wait()
            answers[index] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            answers[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def errors(answers: Sequence[object]) -> list[Exception]:
    return [answer for answer in answers if isinstance(answer, Exception)]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returned, or the Refused it raised, after all were let go at one moment."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            gate.wait(timeout=20)
            return call()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def forget_jobs() -> None:
    """Empty the queue, whoever filled it."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def database_url() -> str:
    """The database of this test, for a process of its own."""
    given = connection.get_connection_params()
    host, port, name = given.get("host") or "localhost", given.get("port") or 5432, given["dbname"]
    who = given.get("user", "")
    if str(host).startswith("/"):
        return (
            f"postgres://{who}@/{name}?host={host}&port={port}"
            if given.get("port")
            else f"postgres://{who}@/{name}?host={host}"
        )
    return f"postgres://{who}:{given.get('password', '')}@{host}:{port}/{name}"
