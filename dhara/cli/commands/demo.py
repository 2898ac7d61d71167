"""`dhara demo`: fill an empty Dhara with a small world to look around in."""

from __future__ import annotations

import argparse

from dhara.cli import parts, surroundings
from dhara.cli.commands.up import DEMO_DONE
from dhara.cli.complaint import Complaint


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--first", action="store_true", help="say nothing where people use this Dhara already")


def run(options: argparse.Namespace) -> int:
    """Refuses where there are studios that it did not make; what an interrupted run left is completed."""
    surroundings.end_with_parent()
    data = surroundings.data_folder()
    begun, done = data / "demo.begun", data / DEMO_DONE
    with surroundings.django_ready():
        from dhara.people.models import Studio

        if not begun.exists() and Studio.objects.exists():
            if options.first:
                done.touch()
                return 0
            raise Complaint("People use this Dhara already; the demo world goes into an empty one only.")
        begun.touch()
        parts.load("world", parts.WORLDS, "demo").build(say=lambda line: print(line, flush=True))
        done.touch()
    return 0
