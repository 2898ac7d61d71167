"""Moments as PostgreSQL writes them, read by `datetime` itself: a fourth of the time, and every row has some."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from psycopg.types.datetime import TimestamptzLoader


class Moments(TimestamptzLoader):
    """As Django's own loader, for connections that speak UTC. What is no such moment is left to psycopg to refuse."""

    timezone: Final = UTC

    def load(self, data: Any) -> datetime:
        try:
            return datetime.fromisoformat(bytes(data).decode())
        except ValueError:
            return super().load(data)


def read_quickly(connection: Any, **_signal: object) -> None:
    """For `connection_created`."""
    if connection.vendor == "postgresql" and connection.timezone is UTC:
        connection.connection.adapters.register_loader("timestamptz", Moments)
