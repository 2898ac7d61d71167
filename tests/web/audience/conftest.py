from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.web.studio.place import Workplace


@pytest.fixture
def work(db: None, frozen: Any) -> Workplace:
    """Models can not be imported before Django is set up, which is after this file is read."""
    from tests.web.studio.place import workplace

    return workplace()
