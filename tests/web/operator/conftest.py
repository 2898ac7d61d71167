"""An operator at work in a small world."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.make.console import World


@pytest.fixture
def world(db: Any, now: datetime) -> World:
    from tests.make.console import world as make

    return make(now)


@pytest.fixture
def console(world: World) -> Client:
    from tests.make.console import signed_in

    return signed_in(world.boss, factor="totp")
