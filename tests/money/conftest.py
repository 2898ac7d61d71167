"""Fixtures of money. Imports stand inside: pytest reads this file before Django is set up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest


@pytest.fixture
def nadia(db: None, now: datetime) -> Any:
    from tests.make import money as make

    return make.studio(now)
