"""Run it alone: `python -m tests.fakes.nagad --port 9103`."""

from tests.fakes.nagad.fake import Fake
from tests.fakes.serving import run

run("nagad", Fake)
