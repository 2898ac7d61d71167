"""The job that draws previews. What the storage can not give or keep now is tried again a few times."""

from __future__ import annotations

from datetime import timedelta

from dhara.kit import clock
from dhara.kit.queue import defer, task
from dhara.work.handins import actions

_TRIES = 5


@task(queue="upkeep")
def draw(file_id: int, tries: int = 1) -> None:
    try:
        actions.draw(file_id, at=clock.now())
    except OSError:
        if tries >= _TRIES:
            raise
        later = clock.now() + timedelta(minutes=2**tries)
        defer(draw, when=later, file_id=file_id, tries=tries + 1)
