"""Jobs: tell by mail what is still unread, forget files that were never sent."""

from __future__ import annotations

from datetime import timedelta

from dhara.kit import clock
from dhara.kit.queue import periodic, task
from dhara.people.conversations import actions


@task(queue="mail")
def remind(party_id: int, message_id: int) -> None:
    actions.remind(party_id, message_id, at=clock.now())


@periodic("25 20 * * *")
def forget_unsent() -> None:
    actions.forget_unsent(before=clock.now() - timedelta(days=2))
