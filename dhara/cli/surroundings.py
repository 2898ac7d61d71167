"""What a command needs around it: the data folder, a running database, Django."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dhara.cli import database
from dhara.config import env

ROOT = env.ROOT
PARENT = "DHARA_PARENT"
_SANDBOX = "sandbox"  # a file in the data folder of what `up` ran last as a sandbox


def data_folder() -> Path:
    return env.data_folder()


def note_sandbox(data: Path) -> None:
    """Remember whether this Dhara is run as a sandbox, for commands that are given beside it."""
    if os.environ.get("DHARA_SANDBOX") == "1":
        (data / _SANDBOX).touch()
    else:
        (data / _SANDBOX).unlink(missing_ok=True)


def as_it_runs(data: Path) -> None:
    """Be a sandbox where `up` ran one last, unless DHARA_SANDBOX says anything."""
    if (data / _SANDBOX).exists():
        os.environ.setdefault("DHARA_SANDBOX", "1")


@contextmanager
def running_database() -> Iterator[str]:
    """DATABASE_URL if it is set; else Dhara's own PostgreSQL, started if need be and named in that variable."""
    if given := os.environ.get("DATABASE_URL", "").strip():
        yield given
        return
    with database.in_use(data_folder()) as url:
        os.environ["DATABASE_URL"] = url
        try:
            yield url
        finally:
            del os.environ["DATABASE_URL"]


@contextmanager
def django_ready() -> Iterator[None]:
    """A running database, and Django set up on it."""
    with running_database():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dhara.config.settings")
        import django

        django.setup()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()


def for_children(**more: str) -> dict[str, str]:
    """The environment of `python -m dhara …` started by this process."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    ours = {"PYTHONPATH": os.pathsep.join(filter(None, paths)), PARENT: str(os.getpid()), "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **ours, **more}


def dhara(*words: str) -> list[str]:
    """The command line for another `dhara` of the same Python."""
    return [sys.executable, "-m", "dhara", *words]


def end_with_parent(parent: int = 0) -> None:
    """Ask Linux to stop this process when its parent is gone, even by SIGKILL; without `parent`: the supervisor."""
    parent = parent or int(os.environ.get(PARENT) or 0)
    if not parent or not sys.platform.startswith("linux"):
        return
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(0)


def keep_memory_small() -> None:
    """Ask glibc for few heaps, and to give large pieces back; without this a web process keeps a tenth more."""
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries have none
    if mallopt is None:
        return
    trim_threshold, mmap_threshold, arena_max = -1, -3, -8  # malloc.h
    for option, value in ((arena_max, 2), (mmap_threshold, 128 * 1024), (trim_threshold, 128 * 1024)):
        mallopt(option, value)
