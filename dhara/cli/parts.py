"""Where the larger parts of the command line lie: dotted names, imported only when they are asked for."""

from __future__ import annotations

import importlib
from types import ModuleType

from dhara.cli.complaint import Complaint

# name -> module with `STORY`
STORIES: dict[str, str] = {}
# name -> module with `run() -> dict`
BENCHES: dict[str, str] = {
    "ledger": "dhara.cli.bench.ledger",
    "order": "dhara.cli.bench.order",
}
# name -> module with `build(say)`: makes what is missing of a demo world, telling `say` a line now and then
WORLDS: dict[str, str] = {}
# name -> module with `examine() -> Iterator[Finding]` (see dhara.cli.findings)
EXAMINATIONS: dict[str, str] = {
    "database": "dhara.cli.examinations.database",
    "jobs": "dhara.cli.examinations.jobs",
    "books": "dhara.cli.examinations.books",
}
# path below the root -> module with `markdown() -> str`
DOCUMENTS: dict[str, str] = {"docs/lifecycles.md": "dhara.kit.lifecycle.diagrams"}


def load(what: str, known: dict[str, str], name: str) -> ModuleType:
    """The module of `name`. Raises `Complaint`, listing what there is."""
    if name not in known:
        raise Complaint(f"There is no {what} “{name}”. There are: {', '.join(known) or 'none yet'}.")
    return importlib.import_module(known[name])
