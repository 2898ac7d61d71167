"""Jobs of carts that were left."""

from __future__ import annotations

from dhara.checkout.abandoned import actions
from dhara.kit import clock
from dhara.kit.queue import periodic, task


@task(queue="timers")
def remind_of_cart(reminder_id: int) -> None:
    actions.remind(reminder_id, at=clock.now())


@periodic("25 * * * *")
def tend_left_carts() -> None:
    actions.tend(at=clock.now())
