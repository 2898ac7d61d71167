"""Rules about the sources that no other tool holds."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "dhara"
LONGEST = 300
# Who may read the clock and the environment. Doors read the clock through `kit.clock.now()` too.
CLOCK = {"dhara/kit/clock.py"}
ENVIRONMENT = {"dhara/config/env.py", "dhara/config/wsgi.py"}


def _sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts and "node_modules" not in path.parts)


def _names(path: Path) -> Iterator[str]:
    """Every dotted name that is read in the file: `os.environ`, `timezone.now` …"""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _here(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _who_uses(names: set[str], but: set[str]) -> list[str]:
    return [_here(path) for path in _sources("dhara") if _here(path) not in but and names & set(_names(path))]


def test_files_are_short() -> None:
    lengths = {_here(path): len(path.read_text().splitlines()) for path in _sources("dhara", "tests")}
    assert len(lengths) > 50
    assert not {path: lines for path, lines in lengths.items() if lines > LONGEST}


def test_one_place_reads_the_clock() -> None:
    """The moment is taken as `at=`; doors call `kit.clock.now()`."""
    readers = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "time.time"}
    readers |= {"django.utils.timezone.now", "timezone.localtime", "timezone.localdate"}
    assert not _who_uses(readers, but=CLOCK)
    assert _who_uses(readers, but=set()) == sorted(CLOCK)


def test_one_place_reads_the_environment() -> None:
    found = _who_uses({"os.environ", "os.getenv"}, but=ENVIRONMENT)
    assert not [path for path in found if not path.startswith("dhara/cli/")]


def test_no_signals() -> None:
    assert not _who_uses({"django.dispatch.receiver", "django.dispatch.Signal"}, but=set())
    assert not _who_uses({f"django.db.models.signals.{when}_save" for when in ("pre", "post")}, but=set())


def test_concept_folders_say_what_they_mean() -> None:
    """A folder with tables opens with a docstring: what it means, its states, its invariants."""
    silent = [
        _here(path.parent)
        for path in PACKAGE.glob("*/*/models.py")
        if not ast.get_docstring(ast.parse((path.parent / "__init__.py").read_text()))
    ]
    assert not silent
