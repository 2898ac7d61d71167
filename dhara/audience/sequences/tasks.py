"""Jobs: let people go on when somebody came in, and each minute."""

from __future__ import annotations

from datetime import timedelta

from dhara.audience.sequences import actions
from dhara.kit import clock
from dhara.kit.queue import periodic, task

# A job goes on for so long at most; the next minute's finds the rest.
LONGEST = timedelta(seconds=50)


@task(queue="sequences")
def pump() -> None:
    began = clock.now()
    while actions.pump(at=clock.now()) and clock.now() - began < LONGEST:
        pass


@periodic("* * * * *")
def tick() -> None:
    pump.func()
