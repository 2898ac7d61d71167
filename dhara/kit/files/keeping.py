"""From a local file to the storage: checksum, type, and the bytes under a key of their own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from dhara.kit.files import pictures
from dhara.kit.files.rules import Purpose
from dhara.kit.files.sniff import HEAD, sniff

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """What is in the storage now. `renditions` are the smaller sizes of a picture, as rows of `Picture` hold them."""

    key: str
    size: int
    sha256: str
    mime: str
    width: int = 0
    height: int = 0
    renditions: list[dict[str, Any]] = field(default_factory=list)


class _Movable(File):  # type: ignore[type-arg]
    """A file that a local storage may simply move into its place instead of copying it."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def keep(path: Path, ident: UUID, name: str, purpose: Purpose) -> Kept:
    """Put the file into the storage; the local one is gone or superfluous then. Safe to repeat after a crash.

    Raises Invalid when the content does not suit the purpose; then nothing was stored.
    """
    key = f"{purpose.name}/{ident.hex[:2]}/{ident.hex}"
    if purpose.picture:
        return _keep_picture(path, key)
    if not path.exists() or not path.stat().st_size:  # it was moved before a crash
        with default_storage.open(key) as stored:
            return Kept(key, *_measure(stored, name))
    with path.open("rb") as local:
        measured = _measure(local, name)
        _put(key, _Movable(local, name=str(path)))
    return Kept(key, *measured)


def _measure(handle: Any, name: str) -> tuple[int, str, str]:
    """Size in bytes, SHA-256 in hex, MIME type; read once, in chunks."""
    digest, size, head = hashlib.sha256(), 0, b""
    handle.seek(0)
    while chunk := handle.read(CHUNK):
        head = head or chunk[:HEAD]
        digest.update(chunk)
        size += len(chunk)
    handle.seek(0)
    return size, digest.hexdigest(), sniff(head, name)


def _put(key: str, content: File[Any]) -> None:
    if default_storage.exists(key):  # half of it, from before a crash
        default_storage.delete(key)
    saved = default_storage.save(key, content)
    if saved != key:
        default_storage.delete(saved)
        raise RuntimeError(f"the storage keeps {key} under another name")


def _keep_picture(path: Path, key: str) -> Kept:
    *smaller, largest = pictures.encode(path)
    renditions = []
    for size in smaller:
        _put(at := f"{key}-{size.width}.webp", ContentFile(size.content))
        renditions.append({"width": size.width, "height": size.height, "key": at, "size": len(size.content)})
    _put(f"{key}.webp", ContentFile(largest.content))
    digest = hashlib.sha256(largest.content).hexdigest()
    return Kept(f"{key}.webp", len(largest.content), digest, "image/webp", largest.width, largest.height, renditions)
