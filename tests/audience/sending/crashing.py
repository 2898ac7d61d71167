"""A worker to be killed: sends what is due until somebody ends it. `python -m tests.audience.sending.crashing OFFSET`.

OFFSET are seconds by which its clock is ahead, so that it does not wait for the turn of the one killed before it.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta

import django


def main(offset: int) -> None:
    django.setup()
    from dhara.audience.sending.actions import pumping
    from dhara.kit import clock

    print("ready", flush=True)
    while True:
        pumping.pump("instance", at=clock.now() + timedelta(seconds=offset), seconds=3)
        time.sleep(0.05)


if __name__ == "__main__":
    main(int(sys.argv[1]))
