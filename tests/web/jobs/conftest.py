"""What the tests of jobs share: a clock that stands, somebody who posts and somebody who looks for work."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def _standing_clock(frozen: Any) -> None:
    """Doors read the same moment that the tests pass as `at=`."""


@pytest.fixture
def karim(db: Any) -> Any:
    from tests.make import jobs

    return jobs.buyer()


@pytest.fixture
def buyer(karim: Any) -> Client:
    return client(karim)


@pytest.fixture
def stranger(db: Any) -> Client:
    from tests.make import people

    return client(people.account("stranger@example.com"))


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def client(who: Any) -> Client:
    made = Client(headers={"accept-language": "en"})
    made.force_login(who)
    return made
