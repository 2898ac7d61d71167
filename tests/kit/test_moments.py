"""Moments come out of the database as they went in, in UTC, whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import DataError, connection

from dhara.kit import rows
from dhara.kit.moments import Moments

pytestmark = pytest.mark.django_db

MOMENTS = [
    datetime(2026, 11, 23, 6, 0, tzinfo=UTC),
    datetime(2026, 11, 23, 6, 0, 0, 120_000, tzinfo=UTC),
    datetime(1, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=6))),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_comes_back_in_utc(moment: datetime) -> None:
    for cursor in (connection.cursor(), rows.cursor()):
        with cursor:
            cursor.execute("SELECT %s::timestamptz", [moment])
            (found,) = cursor.fetchone()
        assert found == moment
        assert found.tzinfo is UTC


def test_connections_read_so() -> None:
    connection.ensure_connection()
    loader = connection.connection.adapters.get_loader(1184, 0)
    assert loader is Moments


@pytest.mark.parametrize("beyond", ["infinity", "-infinity", "0044-03-15 00:00:00+00 BC", "20000-01-01 00:00:00+00"])
def test_what_python_can_not_say_is_an_error_as_ever(beyond: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [beyond])
        with pytest.raises(DataError):
            cursor.fetchone()
