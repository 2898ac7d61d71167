"""Jobs: begin what is due, call done what is done."""

from __future__ import annotations

from dhara.audience.broadcasts import actions
from dhara.kit import clock
from dhara.kit.queue import periodic


@periodic("* * * * *")
def begin() -> None:
    actions.begin_due(at=clock.now())


@periodic("* * * * *")
def settle() -> None:
    actions.settle(at=clock.now())
