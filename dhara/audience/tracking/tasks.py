"""Judge touches every minute; note a visit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from dhara.audience.tracking import actions
from dhara.kit import clock
from dhara.kit.queue import periodic, task


@periodic("* * * * *")
def judge() -> None:
    actions.judge(at=clock.now())


@task(queue="reactions")
def visit(studio_id: int, visitor: str, subject: str, at: str) -> None:
    actions.visit(studio_id, UUID(visitor), subject, at=datetime.fromisoformat(at))
