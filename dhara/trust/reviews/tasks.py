"""The jobs of reviews."""

from __future__ import annotations

from dhara.kit import clock
from dhara.kit.queue import periodic
from dhara.trust.reviews import actions


@periodic("20 21 * * *")
def count() -> None:
    """Every night, when it is twenty past three in Dhaka."""
    actions.count(at=clock.now())
