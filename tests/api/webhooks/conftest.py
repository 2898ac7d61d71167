"""A shop, and a server that receives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest


@pytest.fixture
def shop(now: datetime) -> Any:
    from tests.make import catalog

    return catalog.shop(now)


@pytest.fixture
def there() -> Iterator[Any]:
    from tests.api.webhooks.receiver import receiver

    with receiver() as made:
        yield made
