"""Jobs: send one letter, look for lost ones."""

from __future__ import annotations

from dhara.kit import clock
from dhara.kit.mail import actions
from dhara.kit.queue import periodic, task


@task(queue="mail")
def send(letter_id: int) -> None:
    actions.send_letter(letter_id, at=clock.now())


@periodic("*/5 * * * *")
def sweep() -> None:
    actions.sweep(at=clock.now())
