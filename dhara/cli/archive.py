"""Backups: one tar archive with the database, the files and the secret key.

Members: `dhara.json` (what made it), `database.dump` (pg_dump's custom format), `secret_key`, `files/…`. The database
is dumped first: a file that comes later is at worst one that nothing refers to.
"""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from dhara.cli import client
from dhara.cli.complaint import Complaint
from dhara.kit import clock

FORMAT = 1


def write(target: Path) -> None:
    """Write the archive to `target` (readable by its owner only); it appears whole or not at all."""
    part = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder, _new(part) as archive:
        dump = Path(folder) / "database.dump"
        client.run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}", client.address())
        about = Path(folder) / "dhara.json"
        about.write_text(json.dumps({"format": FORMAT, "version": settings.VERSION, "at": clock.now().isoformat()}))
        for path in (about, dump, settings.DATA / "secret_key"):
            if path.exists():
                archive.add(path, path.name)
        if _files_are_here() and settings.MEDIA_ROOT.exists():
            archive.add(settings.MEDIA_ROOT, "files")
    part.rename(target)


def read(source: Path, *, replace: bool) -> None:
    """Put database, files and key back. Raises `Complaint` where that would overwrite people's data unasked."""
    if not source.exists():
        raise Complaint(f"There is no file {source}.")
    if not replace and _in_use():
        raise Complaint("This Dhara has accounts already. To replace everything in it: dhara restore --replace FILE")
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix="restore-") as folder:
        with _opened(source) as archive:
            _unpack(archive, Path(folder), source)
        unpacked = Path(folder)
        _check(unpacked, source)
        _restore_database(unpacked / "database.dump")
        if _files_are_here() and (unpacked / "files").exists():
            _swap(unpacked / "files", settings.MEDIA_ROOT)
        if (unpacked / "secret_key").exists():
            (unpacked / "secret_key").chmod(0o600)
            _swap(unpacked / "secret_key", settings.DATA / "secret_key")


def _unpack(archive: tarfile.TarFile, folder: Path, source: Path) -> None:
    """Nothing but files and folders, all below `folder`: Python before 3.11.4, as in Debian 12, can not see to that."""
    for member in archive:
        inside = (folder / member.name).resolve().is_relative_to(folder.resolve())
        if not inside or not (member.isfile() or member.isdir()):
            raise Complaint(f"{source} is not a backup made by Dhara: “{member.name}” does not belong there.")
        archive.extract(member, folder, set_attrs=False)


def _restore_database(dump: Path) -> None:
    """Into a fresh schema; the old one is kept aside until that has worked."""
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS before_restore CASCADE")
        cursor.execute("ALTER SCHEMA public RENAME TO before_restore")
        cursor.execute("CREATE SCHEMA public")
    try:
        client.run(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={client.address()}",
            str(dump),
        )
    except Complaint:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("ALTER SCHEMA before_restore RENAME TO public")
        raise
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA before_restore CASCADE")
    connection.close()


def _check(unpacked: Path, source: Path) -> None:
    try:
        known = json.loads((unpacked / "dhara.json").read_text())["format"] <= FORMAT
    except (FileNotFoundError, ValueError, KeyError) as error:
        raise Complaint(f"{source} is not a backup made by Dhara.") from error
    if not known:
        raise Complaint(f"{source} was made by a newer Dhara; update this one first.")


def _in_use() -> bool:
    if "people_account" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM people_account)")
        return bool(cursor.fetchone()[0])


def _files_are_here() -> bool:
    return str(settings.STORAGES["default"]["BACKEND"]).endswith("FileSystemStorage")


def _swap(new: Path, old: Path) -> None:
    if old.is_dir():
        shutil.rmtree(old)
    old.unlink(missing_ok=True)
    old.parent.mkdir(parents=True, exist_ok=True)
    new.rename(old)


@contextmanager
def _new(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise Complaint(f"{path} can not be written: {error.strerror}.") from error
    with os.fdopen(descriptor, "wb") as handle, tarfile.open(fileobj=handle, mode="w") as archive:
        yield archive


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path) as archive:
            yield archive
    except (tarfile.TarError, OSError) as error:
        raise Complaint(f"{path} can not be read: {error}.") from error
