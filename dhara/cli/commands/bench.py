"""`dhara bench NAME|all`: measure, each value beside a reference taken in the same run."""

from __future__ import annotations

import argparse
import json
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
    names = list(parts.BENCHES) if options.name == "all" else [options.name]
    sound, crowd = True, {"crowd": options.crowd} if options.crowd else {}
    if crowd and options.name != "send":
        raise Complaint("--crowd is for the benchmark “send”.")
    with surroundings.django_ready():
        from django.core.management import call_command

        # Some copy the tables of this database: in a fresh checkout there are none yet.
        call_command("migrate", verbosity=0, interactive=False)
        for name in names:
            result = parts.load("benchmark", parts.BENCHES, name).run(**crowd)
            for line in result if isinstance(result, list) else [result]:
                print(json.dumps(line, ensure_ascii=False), flush=True)
                sound = sound and _stands(line, options.floors)
    return 0 if sound else 1


def _stands(line: dict[str, Any], floors: bool) -> bool:
    """`ok` says whether the bar is reached; a `floor` is what must not be lost until it is."""
    if line.get("ok", True):
        return True
    return floors and "floor" in line and line["ratio"] >= line["floor"]
