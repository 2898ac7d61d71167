"""The job that carries out the reactions of one fact."""

from __future__ import annotations

from dhara.kit import clock
from dhara.kit.facts import actions
from dhara.kit.queue import task


@task(queue="reactions")
def react(fact_id: int, only: str | None = None) -> None:
    actions.react_to(fact_id, at=clock.now(), only=only)
