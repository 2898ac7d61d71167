"""Jobs: let people go on when somebody came in, and each minute; bring in a segment."""

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


@task(queue="sequences")
def take_in(intake_id: int) -> None:
    actions.take_in(intake_id, at=clock.now())


@periodic("* * * * *")
def tick() -> None:
    pump.func()
