"""Jobs of contacts."""

from __future__ import annotations

from datetime import timedelta

from dhara.audience.contacts import actions
from dhara.kit import clock
from dhara.kit.queue import periodic, task


@task(queue="upkeep")
def carry_in(import_id: int) -> None:
    actions.carry_in(import_id, at=clock.now())


@task(queue="upkeep")
def go_on_tagging(tagging_id: int) -> None:
    actions.go_on_tagging(tagging_id, at=clock.now())


@periodic("40 21 * * *")
def forget_files() -> None:
    actions.forget_files(before=clock.now() - timedelta(days=30))
