"""PostgreSQL's own client programs, on the server that Django is connected to."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Any

from django.db import connection

from dhara.cli.binaries import binaries
from dhara.cli.complaint import Complaint


def address() -> str:
    """The connection as libpq's words, without the password (that goes by the environment)."""
    given: dict[str, Any] = connection.get_connection_params()
    names = ("host", "port", "user", "dbname", "sslmode", "sslrootcert")
    return " ".join(f"{name}='{given[name]}'" for name in names if given.get(name))


def run(program: str, *words: str) -> str:
    """What `program` (pg_dump, pg_restore …) says with these words. Raises `Complaint` where it fails."""
    try:
        found = str(binaries() / program)
    except Complaint:
        found = shutil.which(program) or ""
        if not found:
            raise Complaint(f"{program} is needed; install PostgreSQL's client programs.") from None
    password = connection.get_connection_params().get("password", "")
    done = subprocess.run(
        [found, *words], env={**os.environ, "PGPASSWORD": password}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Complaint(f"{program} failed:\n{done.stderr.strip()}")
    return done.stdout
