"""Look into what came back."""

from __future__ import annotations

from dhara.audience.returns import actions
from dhara.kit import clock
from dhara.kit.queue import periodic, task


@task(queue="reactions")
def handle() -> None:
    actions.handle(at=clock.now())


@periodic("*/10 * * * *")
def handle_what_is_left() -> None:
    actions.handle(at=clock.now())
