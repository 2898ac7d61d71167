"""Jobs of gifts."""

from __future__ import annotations

from dhara.checkout.gifts import actions
from dhara.kit import clock
from dhara.kit.actor import SYSTEM
from dhara.kit.queue import periodic, task


@task(queue="timers")
def send_due(gift_id: int, version: int) -> None:
    actions.send_due(gift_id, version, by=SYSTEM, at=clock.now())


@periodic("*/10 * * * *")
def send_late() -> None:
    actions.send_late(at=clock.now())
