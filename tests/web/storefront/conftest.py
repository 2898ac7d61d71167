"""What the tests of the storefront share: a clock that stands, and a client that reads English."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def _standing_clock(frozen: Any) -> None:
    """Doors read the same moment that the tests pass as `at=`."""


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def soon(now: datetime) -> datetime:
    """A moment before the visit, so that what was made then is on the market."""
    from datetime import timedelta

    return now - timedelta(days=1)
