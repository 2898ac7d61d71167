"""Jobs: send on a way, look for what got lost."""

from __future__ import annotations

from dhara.audience.sending.actions import pumping
from dhara.kit import clock
from dhara.kit.queue import periodic
from dhara.kit.queue import task as job


@job(queue="letters")
def pump(way: str) -> None:
    pumping.pump(way, at=clock.now())


@periodic("* * * * *")
def sweep_letters() -> None:
    pumping.sweep(at=clock.now())
