"""Who PostgreSQL runs as. It refuses to run as root, so there it needs somebody else."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dhara.cli.binaries import binaries

NAME = "dhara"


@dataclass(frozen=True)
class RunAs:
    """A user of the system, or nobody in particular (`uid` None): the one we are."""

    uid: int | None = None
    gid: int | None = None

    def popen(self) -> dict[str, Any]:
        """Arguments for subprocess: become that user and drop every other group."""
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make `path` theirs alone."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)
        path.chmod(0o700)


def for_folder(folder: Path) -> RunAs:
    """Who shall own and serve the cluster in `folder`, which is made (mode 700) if it does not exist."""
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        if made:
            folder.chmod(0o700)
        return RunAs()
    entry = _entry(folder)
    run_as = RunAs(entry.pw_uid, entry.pw_gid)
    if folder.stat().st_uid != entry.pw_uid or made:
        run_as.give(folder)
    _let_through(folder.parent)
    programs = binaries(folder)
    _let_through(programs)
    if not (programs / "postgres").stat().st_mode & stat.S_IXOTH:
        _let_read(programs.parent)
    return run_as


def _entry(folder: Path) -> pwd.struct_passwd:
    """The folder's owner if it is not root; else the system's user of Dhara or PostgreSQL; else a new one."""
    with suppress(KeyError):
        if (owner := folder.stat().st_uid) != 0:
            return pwd.getpwuid(owner)
    for name in (NAME, "postgres"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    with suppress(OSError):
        subprocess.run(command, check=False, capture_output=True)
    with suppress(KeyError):
        return pwd.getpwnam(NAME)
    return pwd.getpwnam("nobody")


def _let_through(folder: Path) -> None:
    """Let that user walk through `folder` and those above it (not list them): root's own are often closed."""
    for step in (folder, *folder.parents):
        mode = step.stat().st_mode
        if not mode & stat.S_IXOTH:
            print(f"dhara: chmod o+x {step} (PostgreSQL does not run as root and must pass through)", file=sys.stderr)
            step.chmod(mode | stat.S_IXOTH)


def _let_read(folder: Path) -> None:
    """Let that user run the programs, where a strict umask installed them for root alone."""
    for step in (folder, *folder.rglob("*")):
        mode = step.stat().st_mode
        step.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
