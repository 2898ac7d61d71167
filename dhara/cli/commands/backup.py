"""`dhara backup FILE`: database, files and secret key in one archive, while Dhara runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from dhara.cli import surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive to write (.tar)")


def run(options: argparse.Namespace) -> int:
    with surroundings.django_ready():
        from dhara.cli import archive

        archive.write(options.file)
    size = options.file.stat().st_size / 1e6
    print(f"Written to {options.file} ({size:.1f} MB). It holds the secret key: keep it safe.")
    return 0
