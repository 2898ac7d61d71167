"""The job that goes on announcing."""

from __future__ import annotations

from dhara.delivery.downloads import actions
from dhara.kit import clock
from dhara.kit.actor import Actor
from dhara.kit.queue import task


@task(queue="mail")
def announce(version_id: int, after: int, cause: int | None = None, chain: int | None = None) -> None:
    actions.announce(version_id, by=Actor("system", None, cause, chain), at=clock.now(), after=after)
