"""Stories start from a copy of one database that has its tables: making them takes longer than most stories."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dhara.cli.stories import world


@pytest.fixture(scope="session", autouse=True)
def _prepared() -> Iterator[None]:
    """Made once by whichever process of the tests comes first; it is removed with the tests' data folder."""
    data = Path(os.environ["DHARA_DATA"])
    folder = data / "prepared"
    with (data / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (done := data / "prepared.done").exists():
            folder.mkdir(mode=0o755)
            world.prepare(folder)
            done.touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(world.PREPARED, str(folder))
        yield
