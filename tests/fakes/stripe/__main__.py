"""Run it alone: `python -m tests.fakes.stripe --port 9101 --notify http://localhost:8000/hooks/stripe/`."""

from __future__ import annotations

import argparse
import threading
import time

from tests.fakes.stripe.fake import Fake

parser = argparse.ArgumentParser(prog="tests.fakes.stripe")
parser.add_argument("--port", type=int, default=9101)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--notify", default="", help="the address that notices are sent to")
options = parser.parse_args()
# Ids differ from those of the run before: Dhara remembers them.
fake = Fake(port=options.port, host=options.host, notify=options.notify, mark=f"{int(time.time()):x}")
print(f"stripe: {fake.start()}/", flush=True)
try:
    threading.Event().wait()
except KeyboardInterrupt:
    fake.stop()
