"""Is the database one that Dhara can rely on?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from dhara.insights.health.rules import Finding

OLDEST = 150000


def examine() -> Iterator[Finding]:
    """Version, encoding, durability, migrations."""
    version, encoding = _show("server_version_num"), _show("server_encoding")
    needed = _("PostgreSQL %(version)s (15 or newer is needed)") % {"version": _show("server_version")}
    yield Finding(needed, int(version) >= OLDEST)
    yield Finding(_("encoding %(encoding)s (UTF8 is needed)") % {"encoding": encoding}, encoding == "UTF8")
    forgets = "off" in (_show("fsync"), _show("full_page_writes"), _show("synchronous_commit"))
    yield Finding(
        _("committed data may be lost") if forgets else _("a paid order survives a power cut"),
        not forgets,
    )
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    missing = ", ".join(f"{step.app_label}.{step.name}" for step, _backwards in plan)
    yield Finding(
        _("run “dhara migrate”: %(missing)s") % {"missing": missing} if missing else _("all tables are up to date"),
        not missing,
    )


def _show(setting: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        return str(cursor.fetchone()[0])
