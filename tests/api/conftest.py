"""A world in which every endpoint finds something, made once for each module.

Imports are inside: this file is read before Django has its settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

    from tests.api.world import World


@pytest.fixture(scope="module")
def _kept_connection() -> Iterator[None]:
    """A request leaves the connection open, as it is in the middle of the test's transaction."""
    from django.core import signals
    from django.db import close_old_connections

    ends = (signals.request_started, signals.request_finished)
    for each in ends:
        each.disconnect(close_old_connections)
    yield
    for each in ends:
        each.connect(close_old_connections)


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker, _kept_connection: None) -> Iterator[World]:
    """Made once: what a test changes in it is taken back at its end."""
    from tests.api import world as here

    with django_db_blocker.unblock(), time_machine.travel(here.NOW, tick=False), here.standing(here.NOW) as made:
        yield made


@pytest.fixture
def world(standing: World, db: None, frozen: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    """Nobody is told to slow down in it."""
    from dhara.api.v1 import limits

    for name in ("ADDRESS", "CALLER", "ORDERS", "GUESSES"):
        monkeypatch.setattr(limits, name, limits.Limit(name, 10**6, 60))
    return standing
