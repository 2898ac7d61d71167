"""Jobs: remove bytes, forget expired uploads."""

from __future__ import annotations

from dhara.kit import clock
from dhara.kit.files import actions
from dhara.kit.queue import periodic, task


@task(queue="upkeep")
def erase(file_id: int) -> None:
    actions.erase_bytes(file_id)


@periodic("17 * * * *")
def purge() -> None:
    actions.purge_uploads(at=clock.now())
