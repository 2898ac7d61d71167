"""Part files: where an upload's bytes gather under UPLOAD_ROOT (shared by all web machines, if there are several).

A lock on the file itself keeps two requests from writing at once; the kernel drops it when a process dies. No
database transaction is open while bytes come in, however slow the sender is.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dhara.kit.refusal import Conflict


def path_of(upload_id: UUID) -> Path:
    return Path(settings.UPLOAD_ROOT) / upload_id.hex[:2] / f"{upload_id.hex}.part"


@contextmanager
def locked(upload_id: UUID, *, patience: float = 0) -> Iterator[BinaryIO]:
    """The part file, open for reading and writing, ours alone.

    Raises Conflict (upload_busy, status 423) when another has had it for longer than `patience` seconds.
    """
    path = path_of(upload_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o640), "r+b") as part:
        until = time.monotonic() + patience
        while not _taken(part):
            if time.monotonic() >= until:
                raise Conflict("upload_busy", _("This file is being uploaded in another window."), status=423)
            time.sleep(0.02)
        yield part


def _taken(part: BinaryIO) -> bool:
    try:
        fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def cut_to(part: BinaryIO, offset: int) -> int:
    """Make the file agree with the row: what lies beyond `offset` was never acknowledged. Returns the true size."""
    size = min(os.fstat(part.fileno()).st_size, offset)
    part.truncate(size)
    part.seek(size)
    return size


def settle(part: BinaryIO) -> None:
    """Have the bytes on the disk before anybody is told that they arrived."""
    part.flush()
    os.fdatasync(part.fileno())


def remove(upload_id: UUID) -> None:
    path_of(upload_id).unlink(missing_ok=True)


def strays(older_than: float) -> Iterator[tuple[UUID, Path]]:
    """Part files last written before a POSIX timestamp."""
    for path in Path(settings.UPLOAD_ROOT).glob("??/*.part"):
        try:
            if path.stat().st_mtime < older_than:
                yield UUID(hex=path.stem), path
        except (ValueError, FileNotFoundError):
            continue
