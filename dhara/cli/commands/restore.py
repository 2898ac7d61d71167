"""`dhara restore FILE`: read a backup back, then bring its tables up to date. Stop Dhara first."""

from __future__ import annotations

import argparse
from pathlib import Path

from dhara.cli import surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive that “dhara backup” wrote")
    parser.add_argument("--replace", action="store_true", help="replace the people and data that are here")


def run(options: argparse.Namespace) -> int:
    with surroundings.django_ready():
        from django.core.management import call_command

        from dhara.cli import archive
        from dhara.cli.history import refuse_half_histories

        archive.read(options.file, replace=options.replace)
        refuse_half_histories()
        call_command("migrate", interactive=False, verbosity=0)
    (surroundings.data_folder() / "demo.done").touch()
    print("Restored. “dhara doctor” proves that all is sound; “bin/up” starts it.")
    return 0
