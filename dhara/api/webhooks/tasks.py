"""Jobs: send what is due to one endpoint, send one message out of turn, look for what was left behind."""

from __future__ import annotations

from datetime import timedelta

from dhara.api.webhooks import actions, queries
from dhara.api.webhooks.actions.endpoints import wake
from dhara.kit import clock
from dhara.kit.queue import defer, periodic, task

# One job sends so many at most, so that one busy endpoint does not keep a worker from the others.
AT_ONCE = 50
BUSY = timedelta(seconds=5)


@task(queue="webhooks")
def deliver(endpoint_id: int) -> None:
    for _each in range(AT_ONCE):
        if not actions.deliver_next(endpoint_id, at=clock.now()):
            return
    wake(endpoint_id)


@task(queue="webhooks")
def send_once(message_id: int) -> None:
    at = clock.now()
    if not actions.send_once(message_id, at=at):
        defer(send_once, when=at + BUSY, message_id=message_id)


@periodic("* * * * *")
def sweep() -> None:
    """A worker died while it sent, or a job was lost."""
    for endpoint_id in queries.overdue(clock.now()):
        wake(endpoint_id)


@periodic("20 3 * * *")
def forget() -> None:
    actions.forget_old(at=clock.now())
