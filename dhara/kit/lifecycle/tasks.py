"""The job behind every timer."""

from __future__ import annotations

from dhara.kit import clock
from dhara.kit.lifecycle import actions
from dhara.kit.queue import task


@task(queue="timers")
def fire(lifecycle: str, timer: str, thing_id: int, version: int) -> None:
    actions.fire(lifecycle, timer, thing_id, version, at=clock.now())
