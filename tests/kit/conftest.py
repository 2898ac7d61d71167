"""What the tests of kit share: letters' templates and a mail server."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.smtp import SmtpSink


@pytest.fixture
def templates(settings: Any) -> None:
    """The letters under tests/kit/templates can be found."""
    found = deepcopy(settings.TEMPLATES)
    found[0]["DIRS"] = [*found[0].get("DIRS", []), Path(__file__).parent / "templates"]
    settings.TEMPLATES = found


@pytest.fixture
def sink(settings: Any) -> Iterator[SmtpSink]:
    """A mail server that Dhara is set to use."""
    from dhara.kit.mail import transport  # not above: this file is read before Django is set up

    with SmtpSink() as sink:
        settings.EMAIL_URL = sink.url
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 0.5
        yield sink
        transport.hang_up()


@pytest.fixture
def a_server(settings: Any) -> None:
    """A mail server is set (nobody listens there): letters wait to be sent."""
    settings.EMAIL_URL = settings.EMAIL_URL or "smtp://127.0.0.1:9"
