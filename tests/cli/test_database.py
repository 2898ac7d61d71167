"""The embedded PostgreSQL starts, is shared, stops, and comes back after a crash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dhara.cli import database


@pytest.fixture
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("data")
    for step in (folder, folder.parent):
        step.chmod(0o755)
    yield folder
    database.Cluster(folder / "postgres").stop()


def _encoding(url: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SHOW server_encoding").fetchone()
    assert row is not None
    return str(row[0])


def test_starts_and_stops(data: Path) -> None:
    with database.in_use(data, database.FORGETFUL) as url:
        assert _encoding(url) == "UTF8"
    assert not database.Cluster(data / "postgres").running()
