"""What a command finds around it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dhara.cli import surroundings


def seen(monkeypatch: pytest.MonkeyPatch, data: Path, said: str | None = None) -> str | None:
    """Whether a command given beside it would be a sandbox, with what its own environment says."""
    if said is None:
        monkeypatch.delenv("DHARA_SANDBOX", raising=False)
    else:
        monkeypatch.setenv("DHARA_SANDBOX", said)
    surroundings.as_it_runs(data)
    return os.environ.get("DHARA_SANDBOX")


def test_a_command_beside_a_sandbox_is_one_unless_it_is_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert seen(monkeypatch, tmp_path) is None
    monkeypatch.setenv("DHARA_SANDBOX", "1")
    surroundings.note_sandbox(tmp_path)
    surroundings.note_sandbox(tmp_path)
    assert seen(monkeypatch, tmp_path) == "1"
    assert seen(monkeypatch, tmp_path, "0") == "0"
    surroundings.note_sandbox(tmp_path)
    surroundings.note_sandbox(tmp_path)
    assert seen(monkeypatch, tmp_path) is None
