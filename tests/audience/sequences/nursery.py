"""Raises workers to be killed: `python -m tests.audience.sequences.nursery`, fed with lines "MOMENT SECONDS".

Each line makes two, who let people go on as of that moment and send what they wrote by a clock SECONDS ahead, until
nothing is left to do. It answers with their process ids. After an empty line it waits for both and tells how they
ended; until then nobody else gets their numbers. They are forked from a process that is ready, so that the next two
live at once.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta

import django


def live(at: datetime, sending_at: datetime) -> None:
    from dhara.audience.sending.actions import pumping
    from dhara.audience.sequences import actions

    while actions.pump(at=at, size=25) or pumping.pump("instance", at=sending_at, seconds=1):
        pass


def fork(at: datetime, sending_at: datetime) -> int:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            live(at, sending_at)
            code = 0
        finally:
            os._exit(code)
    return pid


def main() -> None:
    django.setup()
    from dhara.audience.sending.actions import pumping  # what takes long to load is there for all of them
    from dhara.audience.sequences import actions

    assert pumping
    assert actions
    print("ready", flush=True)
    for line in sys.stdin:
        moment, seconds = line.split()
        at = datetime.fromisoformat(moment)
        children = [fork(at, at + timedelta(seconds=int(seconds))) for _each in range(2)]
        print(*children, flush=True)
        sys.stdin.readline()
        print(*(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children), flush=True)


if __name__ == "__main__":
    main()
