"""What is committed: locked packages without addresses, no path of anybody's machine, no secret."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Put together here, so that this file does not hold what it forbids.
HOSTS = ["py" + "pi.org", "pythonhosted" + ".org", "registry." + "npmjs", "index" + "-url", "artifact" + "ory"]
# The pages of paid work begin with the name of a folder in which people keep their sources: only known ones count.
HOMES = re.compile(r"(?<![\w.])/(?:ro" + r"ot|ho" + r"me/\w+|Us" + r"ers/\w+|wo" + r"rk/(?:main|shared|brief|h))/[\w.]")
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE" + r" KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pous]_\w{36}\b")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)


def _name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def _committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout
    if listed:
        return [ROOT / os.fsdecode(name) for name in listed.split(b"\0") if name]
    folders = ("dhara", "tests", "docs", "bin", "requirements")  # an exported tree has no git
    return [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    """(path, text) of every committed text file."""
    found = []
    for path in _committed():
        try:
            found.append((path.relative_to(ROOT).as_posix(), path.read_text()))
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
    return found


def _pins(lock: str) -> dict[str, str]:
    return {_name(name): version for name, version in PINNED.findall((ROOT / "requirements" / lock).read_text())}


@pytest.mark.parametrize("kind", ["base", "dev"])
def test_lock_holds_every_requirement(kind: str) -> None:
    wanted = [
        line for line in (ROOT / f"requirements/{kind}.in").read_text().splitlines() if line[:1] not in ("", "#", "-")
    ]
    pins = _pins(f"{kind}.txt")
    missing = [line for line in wanted if _name(re.split(r"[\[<>=! ]", line)[0]) not in pins]
    assert not missing, "make it anew with uv, as docs/howto/deploy.md says under “Locked packages”"


@pytest.mark.parametrize("kind", ["base", "dev"])
def test_lock_has_hashes_and_no_address(kind: str) -> None:
    text = (ROOT / f"requirements/{kind}.txt").read_text()
    assert "://" not in text
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    assert all("--hash=sha256:" in block for block in blocks if PINNED.match(block))


def test_locks_agree() -> None:
    base, dev = _pins("base.txt"), _pins("dev.txt")
    assert base.items() <= dev.items()


def test_no_registry_is_named(texts: list[tuple[str, str]]) -> None:
    assert not [(path, host) for path, text in texts for host in HOSTS if host in text.lower()]


def test_no_path_of_a_machine(texts: list[tuple[str, str]]) -> None:
    assert not [(path, found.group()) for path, text in texts if (found := HOMES.search(text))]


def test_no_secret(texts: list[tuple[str, str]]) -> None:
    assert not [path for path, text in texts if SECRETS.search(text)]
