"""Is the database one that Dhara can rely on?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dhara.cli.findings import Finding

OLDEST = 150000


def examine() -> Iterator[Finding]:
    """Version, encoding, durability, migrations."""
    version = int(_show("server_version_num"))
    yield Finding(f"PostgreSQL {_show('server_version')} (15 or newer is needed)", version >= OLDEST)
    yield Finding(f"encoding {_show('server_encoding')} (UTF8 is needed)", _show("server_encoding") == "UTF8")
    durable = (_show("fsync"), _show("full_page_writes"), _show("synchronous_commit"))
    forgets = durable[0] == "off" or durable[1] == "off" or durable[2] == "off"
    yield Finding("a paid order survives a power cut" if not forgets else "committed data may be lost", not forgets)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    missing = [f"{step.app_label}.{step.name}" for step, _ in plan]
    yield Finding(f"run “dhara migrate”: {', '.join(missing)}" if missing else "all tables are up to date", not missing)


def _show(setting: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        return str(cursor.fetchone()[0])
