"""A database whose tables were made by the migrations that were squashed moves on, or is told why not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from dhara.cli.complaint import Complaint
from dhara.cli.history import refuse_half_histories

pytestmark = pytest.mark.django_db

Key = tuple[str, str]


def _squashed() -> dict[Key, list[Key]]:
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    return {
        key: [(app, name) for app, name in migration.replaces]
        for key, migration in loader.disk_migrations.items()
        if migration.replaces
    }


def _forget(*keys: Key) -> None:
    for app, name in keys:
        MigrationRecorder(connection).record_unapplied(app, name)


@pytest.fixture
def old() -> dict[Key, list[Key]]:
    """The record of a database from before: all that was replaced, and nothing that replaces."""
    squashed = _squashed()
    for key, replaced in squashed.items():
        _forget(key)
        for app, name in replaced:
            MigrationRecorder(connection).record_applied(app, name)
    return squashed


def test_a_new_database_is_let_through() -> None:
    assert set(_squashed()) <= set(MigrationRecorder(connection).applied_migrations())
    refuse_half_histories()


def test_a_complete_old_history_needs_no_work(old: dict[Key, list[Key]]) -> None:
    assert {app for app, _ in old} >= {"kit", "people", "money", "catalog", "checkout", "delivery", "api"}
    refuse_half_histories()
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    executor.check_replacements()
    assert set(old) <= set(MigrationRecorder(connection).applied_migrations())


def test_half_an_old_history_is_refused_in_plain_words(old: dict[Key, list[Key]]) -> None:
    _forget(("checkout", "0011_paper_label"))
    with pytest.raises(Complaint, match=r"\(checkout\)"):
        refuse_half_histories()
