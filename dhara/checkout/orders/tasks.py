"""Jobs of orders."""

from __future__ import annotations

from dhara.checkout.orders.actions.remind import look_for_links as look
from dhara.kit import clock
from dhara.kit.queue import task


@task(queue="mail")
def look_for_links(email: str, asked: str) -> None:
    look(email, asked=asked, at=clock.now())
