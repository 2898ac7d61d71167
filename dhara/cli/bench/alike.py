"""The same read in a small market and in a large one: how long it takes must not depend on how much there is.

Both markets stand in one database, the small one's tables in a schema of their own, and are asked in turns, so that
whatever else this machine does weighs on both alike. The value is the time of the large one, the reference that of the
small one; the ratio is small / large.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

SIZES: Final = (1_000, 100_000)
BAR: Final = 0.85
# A few milliseconds against a few: on a busy machine that swings. A walk over all rows would cost tens of times more.
FLOOR: Final = 0.5
MARKETS: Final = ("small, public", "public")


def two_markets(tables: Sequence[str], fill: Callable[[int], None], sizes: tuple[int, int]) -> None:
    """These tables twice, each filled with so many; all others are of both markets."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA small")
        for table in tables:
            cursor.execute(f"CREATE TABLE small.{table} (LIKE public.{table} INCLUDING ALL)")
    for market, size in zip(MARKETS, sizes, strict=True):
        _enter(market)
        fill(size)


def compare(name: str, read: Callable[[], object], rounds: int, *, most_queries: int) -> dict[str, Any]:
    """A result; `ok` also asks for so many queries at most, however much there is."""
    times: dict[str, list[float]] = {market: [] for market in MARKETS}
    counts = []
    for market in MARKETS:
        _enter(market)
        read()
        with CaptureQueriesContext(connection) as captured:
            read()
        counts.append(len(captured.captured_queries))
    for _round in range(rounds):
        for market in MARKETS:
            _enter(market)
            start = time.perf_counter()
            read()
            times[market].append((time.perf_counter() - start) * 1000)
    reference, value = (median(times[market]) for market in MARKETS)
    ratio = reference / value
    return {
        "bench": name,
        "value": round(value, 2),
        "unit": "ms",
        "reference": round(reference, 2),
        "ratio": round(ratio, 3),
        "bar": BAR,
        **({"floor": FLOOR} if max(counts) <= most_queries else {}),
        "ok": ratio >= BAR and max(counts) <= most_queries,
        "queries": max(counts),
    }


def _enter(market: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO {market}")
