"""Run it alone: `python -m tests.fakes.bkash --port 9101`."""

from tests.fakes.bkash.fake import Fake
from tests.fakes.serving import run

run("bkash", Fake)
