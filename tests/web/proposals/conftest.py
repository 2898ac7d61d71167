"""The two sides of proposals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest


@pytest.fixture
def sides(frozen: Any, now: datetime, db: Any) -> Any:
    from tests.make.proposals import Sides

    return Sides(now)
