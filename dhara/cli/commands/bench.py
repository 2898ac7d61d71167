"""`dhara bench NAME|all`: measure, each value beside a reference taken in the same run."""

from __future__ import annotations

import argparse
import json
import subprocess
from typing import Any

from dhara.cli import parts, surroundings
from dhara.cli.complaint import Complaint


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", default="all", help="all, " + ", ".join(parts.BENCHES))
    parser.add_argument(
        "--floors",
        action="store_true",
        help="where a bar is not reached yet, fail only below the floor that was reached before",
    )
    parser.add_argument("--crowd", type=int, metavar="N", help="send: how many recipients memory is measured at")


def run(options: argparse.Namespace) -> int:
    """Prints {"bench", "value", "unit", "reference", "ratio", "bar", "ok"}; fails where a bar is not reached."""
    sound, crowd = True, {"crowd": options.crowd} if options.crowd else {}
    if crowd and options.name != "send":
        raise Complaint("--crowd is for the benchmark “send”.")
    if options.name == "all":
        return _all(["--floors"] if options.floors else [])
    with surroundings.django_ready():
        from django.core.management import call_command

        # Some copy the tables of this database: in a fresh checkout there are none yet.
        call_command("migrate", verbosity=0, interactive=False)
        result = parts.load("benchmark", parts.BENCHES, options.name).run(**crowd)
        for line in result if isinstance(result, list) else [result]:
            print(json.dumps(line, ensure_ascii=False), flush=True)
            sound = sound and _stands(line, options.floors)
    return 0 if sound else 1


def _all(more: list[str]) -> int:
    """Each in a process of its own, so that none finds what another left in memory."""
    codes = [
        subprocess.run(surroundings.dhara("bench", name, *more), env=surroundings.for_children(), check=False)
        for name in parts.BENCHES
    ]
    return 0 if all(done.returncode == 0 for done in codes) else 1


def _stands(line: dict[str, Any], floors: bool) -> bool:
    """`ok` says whether the bar is reached; a `floor` is what must not be lost until it is."""
    if line.get("ok", True):
        return True
    return floors and "floor" in line and line["ratio"] >= line["floor"]
