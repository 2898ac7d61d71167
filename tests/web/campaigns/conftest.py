"""Karim buys, others work; every page is looked at without scripts. Nothing is imported before Django is ready."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.make.work import Parties


@pytest.fixture
def sides(db: Any, frozen: Any, now: datetime) -> Parties:
    from tests.make import work

    return work.parties(now)


@pytest.fixture
def karim(sides: Parties) -> Client:
    from django.test import Client

    made = Client()
    made.force_login(sides.karim)
    return made
