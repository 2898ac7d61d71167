"""Run it alone: `python -m tests.fakes.sslcommerz --port 9102`."""

from tests.fakes.serving import run
from tests.fakes.sslcommerz.fake import Fake

run("sslcommerz", Fake)
