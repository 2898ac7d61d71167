"""All tables at once: the script beside the migrations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from dhara.cli import schema


@pytest.fixture
def empty(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Django is connected to an empty database."""
    usual = connection.settings_dict["NAME"]
    name = f"{usual}_empty"
    with django_db_blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        connection.settings_dict["NAME"] = name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}"')


@pytest.mark.django_db
def test_the_script_is_what_the_migrations_make() -> None:
    assert schema.written() == schema.SCRIPT.read_text(), "Run: dhara schema"


def test_an_empty_database_gets_all_of_it_at_once(empty: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert schema.load()
    assert schema.written() == schema.SCRIPT.read_text()
    call_command("migrate", "--plan")
    assert "No planned migration operations." in capsys.readouterr().out
    assert not schema.load()


def test_what_cannot_be_made_at_once_is_left_to_the_migrations(
    empty: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "schema.sql"
    broken.write_text("CREATE TABLE public.one (id int); CREATE TABLE public.two (id no_such_type);")
    monkeypatch.setattr(schema, "SCRIPT", broken)
    assert not schema.load()
    assert "step by step" in capsys.readouterr().out
    assert connection.introspection.table_names() == []


@pytest.mark.django_db
def test_a_database_with_tables_never_sees_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(schema, "SCRIPT", tmp_path / "is not there")
    assert not schema.load()
