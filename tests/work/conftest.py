"""Two sides and a mode that nobody needs. Nothing of Dhara is imported before Django is ready."""

import pytest


@pytest.fixture
def parties(db, now):
    from tests.make import work

    return work.parties(now)


@pytest.fixture(autouse=True)
def toy():
    from dhara.work.engagements import rules
    from tests.work.toy import TOY

    rules.MODES[TOY.code] = TOY
    yield
    del rules.MODES[TOY.code]
