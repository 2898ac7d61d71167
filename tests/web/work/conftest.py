"""Two who work together. Nothing of Dhara is imported before Django is ready."""

import pytest


@pytest.fixture
def parties(db, now):
    from tests.make import work

    return work.parties(now)
