"""A backup brings back everything, and never overwrites people's data unasked."""

from __future__ import annotations

import os
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from dhara.cli import database, surroundings

Dhara = Callable[..., "subprocess.CompletedProcess[str]"]
ASK = "SELECT email FROM people_account ORDER BY email"


@pytest.fixture(scope="module")
def dhara() -> Dhara:
    """Run `dhara …` on a data folder of its own and an embedded database."""

    def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
        environment = surroundings.for_children(DHARA_DATA=str(data))
        for name in ("DATABASE_URL", "DHARA_PARENT"):
            environment.pop(name, None)
        return subprocess.run(surroundings.dhara(*words), env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, dhara: Dhara) -> Iterator[tuple[Path, Path]]:
    """Two data folders, the first one with tables; both databases stay up so that no command waits for a start."""
    root = tmp_path_factory.mktemp("archive")
    for step in (root, root.parent, root.parent.parent):
        step.chmod(0o755)
    here, there = root / "here", root / "there"
    for folder in (here, there):
        folder.mkdir()
    with database.in_use(here, database.FORGETFUL), database.in_use(there, database.FORGETFUL):
        assert dhara(here, "migrate").returncode == 0
        yield here, there


def _sql(data: Path, statement: str) -> list[tuple[str, ...]]:
    with database.in_use(data) as url, psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _account(email: str) -> str:
    return (
        "INSERT INTO people_account"
        " (email, name, language, time_zone, password, is_staff, is_active, is_superuser, joined_at) "
        f"VALUES ('{email}', 'Nadia', 'bn', 'Asia/Dhaka', '!', false, true, false, now())"
    )


def test_round_trip(folders: tuple[Path, Path], dhara: Dhara) -> None:
    here, there = folders
    archive = here.parent / "backup.tar"
    _sql(here, _account("nadia@dhara.example"))
    (here / "files" / "2026").mkdir(parents=True)
    (here / "files" / "2026" / "নকশা.pdf").write_bytes(contents := os.urandom(100_000))

    done = dhara(here, "backup", str(archive))
    assert done.returncode == 0, done.stderr
    assert archive.stat().st_mode & 0o077 == 0, "it holds the secret key"
    with tarfile.open(archive) as listing:
        assert {"dhara.json", "database.dump", "secret_key", "files"} <= set(listing.getnames())

    done = dhara(there, "restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert _sql(there, ASK) == [("nadia@dhara.example",)]
    assert (there / "files" / "2026" / "নকশা.pdf").read_bytes() == contents
    assert (there / "secret_key").read_text() == (here / "secret_key").read_text()
    assert (there / "secret_key").stat().st_mode & 0o077 == 0, "nobody else may read it"
    assert "WRONG database: committed data" in dhara(there, "doctor", "database").stdout, "it runs without fsync here"

    _sql(there, _account("rafi@dhara.example"))
    refused = dhara(there, "restore", str(archive))
    assert refused.returncode == 1
    assert "has accounts already" in refused.stderr
    assert len(_sql(there, ASK)) == 2
    assert dhara(there, "restore", "--replace", str(archive)).returncode == 0
    assert _sql(there, ASK) == [("nadia@dhara.example",)]


def test_broken_archive_changes_nothing(folders: tuple[Path, Path], dhara: Dhara) -> None:
    here, _ = folders
    _sql(here, _account("karim@dhara.example"))
    before = _sql(here, ASK)
    for name, content in (("text.tar", b"not an archive"), ("missing.tar", None)):
        path = here.parent / name
        if content is not None:
            path.write_bytes(content)
        done = dhara(here, "restore", "--replace", str(path))
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
    broken = here.parent / "broken.tar"
    outside = here.parent / "outside.tar"
    for name in ("../outside", "files/../../outside", "/etc/outside"):
        with tarfile.open(outside, "w") as archive:
            archive.addfile(tarfile.TarInfo(name))
        done = dhara(here, "restore", "--replace", str(outside))
        assert "does not belong there" in done.stderr, done.stderr
    link = tarfile.TarInfo("files")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc"
    with tarfile.open(outside, "w") as archive:
        archive.addfile(link)
    assert "does not belong there" in dhara(here, "restore", "--replace", str(outside)).stderr
    (here / "dhara.json").write_text('{"format": 1}')
    (here / "database.dump").write_bytes(b"PGDMP" + os.urandom(500))
    with tarfile.open(broken, "w") as archive:
        for name in ("dhara.json", "database.dump"):
            archive.add(here / name, name)
    done = dhara(here, "restore", "--replace", str(broken))
    assert done.returncode == 1
    assert "pg_restore failed" in done.stderr
    assert _sql(here, ASK) == before
