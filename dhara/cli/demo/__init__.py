"""The demo world: Nadia and some twenty other studios, 300 offers with files and pictures, and a year of orders.

Everything is made by the actions that people use, at simulated moments, so books, grants, facts and letters are true.
Letters of the past stay in the local outbox whatever EMAIL_URL says. Nothing is made twice: accounts, studios, offers
and orders have natural keys (address, handle, slug, intent), so a run that was broken off is completed by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from dhara.cli.complaint import Complaint


def build(
    *, progress: Callable[[str], None], orders: int = 2500, small: bool = False, at: datetime | None = None
) -> None:
    """Make what is missing of the demo world, telling `progress` a line now and then.

    `small` makes four studios with some 15 offers and 40 orders, within seconds. `at` is the present of a new world
    (by the clock); an existing one keeps its own. Raises Complaint outside a sandbox.
    """
    from django.conf import settings

    from dhara.cli.demo.building import build_all
    from dhara.kit import clock

    if not settings.SANDBOX:
        raise Complaint("The demo world is only made in a sandbox: its passwords are known. Set DHARA_SANDBOX=1.")
    with _letters_stay():
        build_all(progress, orders=40 if small else orders, small=small, at=at or clock.now())


@contextmanager
def _letters_stay() -> Iterator[None]:
    """Letters of the simulated past go into the outbox, never to a server."""
    from django.conf import settings

    before = settings.EMAIL_URL
    settings.EMAIL_URL = ""
    try:
        yield
    finally:
        settings.EMAIL_URL = before
