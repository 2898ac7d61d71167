"""Are all texts translated, and are the compiled catalogs the ones that the translations say?

A catalog lies in `locale/bn/LC_MESSAGES/django.po` of each domain and each web area, with its compiled `.mo` beside it.
What should be in it is found by Django's own `makemessages`, run on a copy; gettext's programs are needed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from dhara.cli.complaint import Complaint

LANGUAGE = "bn"
CATALOG = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
Key = tuple[str, str]


def owners(package: Path) -> list[Path]:
    """The folders that own a catalog: every domain, and every web area instead of `web`."""
    areas = [path for path in (package / "web").iterdir() if path.is_dir()]
    domains = [path for path in package.iterdir() if path.is_dir() and path.name not in ("web", "cli", "config")]
    return sorted(path for path in areas + domains if path.name not in ("__pycache__", "migrations"))


def problems(package: Path) -> list[str]:
    """One line for each thing wrong, in the order of the folders. Raises `Complaint` without gettext."""
    _need_gettext()
    folders = owners(package)
    with ThreadPoolExecutor(2) as pool:
        found = [line for lines in pool.map(lambda folder: list(_problems(folder)), folders) for line in lines]
    return found + list(_contradictions([folder / CATALOG for folder in folders]))


def update(package: Path) -> None:
    """Write every catalog anew from the sources and compile it. Raises `Complaint` without gettext."""
    _need_gettext()
    for folder in owners(package):
        if (folder / "locale").exists():
            _extract(folder)
            _django(folder, "compilemessages", "--locale", LANGUAGE)


def _problems(folder: Path) -> Iterator[str]:
    wanted = _wanted(folder)
    path = folder / CATALOG
    if not path.exists():
        if wanted:
            yield f"{folder}: has texts ({len(wanted)}) but no {CATALOG}"
        return
    catalog = _read(path)
    have = {_key(message): message for message in catalog if message.id}
    for key in wanted:
        if key not in have:
            yield f"{path}: not collected: {key[1]!r}"
    for key, message in have.items():
        if key not in wanted:
            yield f"{path}: no longer used: {key[1]!r}"
        else:
            yield from (f"{path}: {key[1]!r}: {fault}" for fault in _faults(message))
    yield from _compiled(path, have)


def _faults(message: Message) -> Iterator[str]:
    ours = _strings(message)
    if message.fuzzy:
        yield "is fuzzy"
    elif not all(ours):
        yield "is not translated"
    else:
        # Forms of a plural may leave the number out ("one file"), so the last of each are compared.
        source = message.id[-1] if isinstance(message.id, (tuple, list)) else message.id
        if set(PLACEHOLDER.findall(ours[-1])) != set(PLACEHOLDER.findall(source)):
            yield "has other placeholders than its source"


def _compiled(path: Path, have: dict[Key, Message]) -> Iterator[str]:
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        yield f"{compiled}: is missing; run: bin/messages"
        return
    with compiled.open("rb") as handle:
        there = {_key(message): _strings(message) for message in read_mo(handle) if message.id}
    usable = {key: message for key, message in have.items() if all(_strings(message)) and not message.fuzzy}
    if there != {key: _strings(message) for key, message in usable.items()}:
        yield f"{compiled}: is not what {path.name} says; run: bin/messages"


def _contradictions(paths: list[Path]) -> Iterator[str]:
    """Django merges all catalogs: two translations of one text would be a matter of luck."""
    said: dict[Key, tuple[tuple[str, ...], Path]] = {}
    for path in filter(Path.exists, paths):
        for message in _read(path):
            if not message.id or not all(_strings(message)):
                continue
            first, where = said.setdefault(_key(message), (_strings(message), path))
            if first != _strings(message):
                yield f"{path}: {_key(message)[1]!r} is “{_strings(message)[0]}” here, but “{first[0]}” in {where}"


def _wanted(folder: Path) -> set[Key]:
    """What makemessages collects from a copy of the folder."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("__pycache__", "locale", "static", "node_modules"))
        (copy / "locale").mkdir()
        _extract(copy)
        path = copy / CATALOG
        return {_key(message) for message in _read(path) if message.id} if path.exists() else set()


def _extract(folder: Path) -> None:
    _django(folder, "makemessages", "--locale", LANGUAGE, "--no-location", "--no-obsolete")


def _django(folder: Path, *words: str) -> None:
    command = [sys.executable, "-P", "-m", "django", *words]  # -P: our queue.py must not hide Python's
    plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(command, cwd=folder, env=plain, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Complaint(f"{words[0]} in {folder} failed:\n{done.stderr.strip()}")


def _read(path: Path) -> Catalog:
    with path.open("rb") as handle:
        return read_po(handle, locale=LANGUAGE)


def _key(message: Message) -> Key:
    single = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
    # Babel leaves the contexts that it reads from compiled files undecoded.
    context: str | bytes | None = message.context
    return context.decode() if isinstance(context, bytes) else context or "", single


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)


def _need_gettext() -> None:
    if not shutil.which("xgettext"):
        raise Complaint("gettext is needed (Debian, Ubuntu: apt-get install gettext; macOS: brew install gettext).")
