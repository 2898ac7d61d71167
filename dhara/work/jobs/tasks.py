"""The jobs of jobs."""

from __future__ import annotations

from dhara.kit import clock
from dhara.kit.queue import periodic
from dhara.work.jobs import actions


@periodic("20 2 * * *")
def tell_news() -> None:
    """In the morning of Bangladesh."""
    actions.tell_news(at=clock.now())
