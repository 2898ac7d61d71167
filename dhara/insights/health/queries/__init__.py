"""The examinations, one module each with `examine() -> Iterator[Finding]`; and what needs attention now."""

from collections.abc import Callable, Iterator
from typing import Final

from dhara.insights.health.queries import books, database, gateways, jobs, work
from dhara.insights.health.queries.attention import Attention, attention
from dhara.insights.health.rules import Finding

EXAMINATIONS: Final[dict[str, Callable[[], Iterator[Finding]]]] = {
    "database": database.examine,
    "jobs": jobs.examine,
    "books": books.examine,
    "work": work.examine,
    "gateways": gateways.examine,
}

__all__ = ["EXAMINATIONS", "Attention", "attention"]
