"""Typed reading of the environment: every setting that a host may choose, in one place.

Nothing else in Dhara reads ``os.environ``. `docs/howto/deploy.md` lists these names.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool) -> bool:
    value = text(name).lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    value = text(name)
    return int(value) if value else default


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def data_folder() -> Path:
    """Where files, the embedded database, the secret key and collected assets live."""
    folder = Path(text("DHARA_DATA") or ROOT / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The key from DHARA_SECRET_KEY, or one made once and kept in the data folder (mode 600)."""
    given = text("DHARA_SECRET_KEY")
    if given:
        return given
    path = folder / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as handle:
        handle.write(key := secrets.token_urlsafe(48))
    return key
