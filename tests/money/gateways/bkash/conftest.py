"""Fixtures of bKash. Imports stand inside: pytest reads this file before Django is set up."""

from __future__ import annotations

import pytest


@pytest.fixture
def desk(db, now):
    from dhara.money.gateways import wire
    from tests.money.gateways.bkash.desk import Desk

    made = Desk(now)
    yield made
    wire.hang_up()
    made.fake.stop()
