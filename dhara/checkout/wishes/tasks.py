"""Jobs of wish lists."""

from __future__ import annotations

from dhara.checkout.wishes import actions
from dhara.kit import clock
from dhara.kit.queue import periodic, task


@task(queue="mail")
def look_at_offer(offer_id: int) -> None:
    actions.look(offer_id, at=clock.now())


@periodic("35 * * * *")
def look_around_wishes() -> None:
    actions.look_around(at=clock.now())


@periodic("50 2 * * *")
def tidy_wishes() -> None:
    actions.tidy(at=clock.now())
