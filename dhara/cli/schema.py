"""All tables at once: what the migrations make of an empty database, as one SQL script beside this file.

An empty database gets its tables from the script within a second; the migrations take ten or more. The script names the
migrations that it stands for, so whatever came after it is migrated as ever, and so is every database that has tables
already (docs/decisions/0034). `dhara schema` writes it; tests prove that both ways lead to the same tables.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from dhara.cli import client

SCRIPT = Path(__file__).with_name("schema.sql")
_HEAD = """\
-- The tables of Dhara, as its migrations make them: written by “dhara schema”, read by “dhara migrate”.
SET LOCAL check_function_bodies = false;
SET LOCAL search_path = '';
"""
# What pg_dump says about the server, the session and each object before the statement itself.
_NOTES = re.compile(
    r"^--\n-- .*\n--\n\n?|^(?:SET|SELECT pg_catalog\.set_config|\\(?:un)?restrict|-- Dumped) ?.*\n", re.M
)
# PostgreSQL shows a list of words otherwise once it has read its own way to write it.
_LIST = re.compile(r"\(ARRAY\[((?:'[^']*'::character varying(?:, )?)+)\]\)::text\[\]")
# The body of a function, which stays as it was written.
_BODY = re.compile(r"(\$\$.*?\$\$)", re.S)


def load() -> bool:
    """Make all tables if the database has none; whether it was done. The caller keeps others from doing so, too.

    A server that can't take all of it in one transaction (few locks) is left as it was, for the migrations.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        if cursor.fetchone() != ("public",) or connection.introspection.table_names(cursor):
            return False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SCRIPT.read_text(encoding="utf-8"))
    except DatabaseError as error:
        print(f"The tables are made step by step, as they could not be made at once: {str(error).strip()}")
        return False
    return True


def written() -> str:
    """The script that makes tables as they are in the database that Django is connected to. Raises `Complaint`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        rows = ",\n".join(f"    ('{app}', '{name}', now())" for app, name in cursor.fetchall())
    table = MigrationRecorder.Migration._meta.db_table
    plain = _LIST.sub(_read_again, _NOTES.sub("", dump()))
    lines = "".join(_in_one_line(piece) for piece in _BODY.split(plain)).strip()
    return f"{_HEAD}{lines}\nINSERT INTO public.{table} (app, name, applied) VALUES\n{rows};\n"


def dump() -> str:
    """The schema of the database that Django is connected to, as pg_dump writes it. Raises `Complaint`."""
    return client.run("pg_dump", "--schema-only", "--no-owner", "--no-privileges", client.address())


def _read_again(found: re.Match[str]) -> str:
    return "ARRAY[" + ", ".join(f"({word})::text" for word in found[1].split(", ")) + "]"


def _in_one_line(piece: str) -> str:
    """Each statement of it, so that a change of a table is a line of a difference."""
    if piece.startswith("$$"):
        return piece
    return re.sub(r"\n+", "\n", re.sub(r"(?<!;)\n\s*", " ", re.sub(r"\n{2,}", "\n", piece)))
