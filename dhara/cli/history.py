"""Whether a database can move on to squashed migrations (docs/decisions/0017)."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from dhara.cli.complaint import Complaint


def refuse_half_histories() -> None:
    """Raise `Complaint` where a database has a part of what a squashed migration stands for, but not all of it.

    The migrations that it lacks are gone, and Django would say so by failing somewhere in the middle.
    """
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    applied = set(MigrationRecorder(connection).applied_migrations())
    halves = sorted(
        app
        for (app, name), migration in loader.disk_migrations.items()
        if (app, name) not in applied and set(migration.replaces) & applied and set(migration.replaces) - applied
    )
    if halves:
        raise Complaint(
            f"This database stopped in the middle of migrations that were put together since ({', '.join(halves)}). "
            "Its tables were left as they are. Run “dhara migrate” of the last version that still has them "
            "(docs/decisions/0017 says how to find it), then this one."
        )
