"""`dhara doctor [SECTION]`: look at everything that must hold, and say what does not."""

from __future__ import annotations

import argparse

from dhara.cli import parts, surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("section", nargs="?", help=", ".join(parts.EXAMINATIONS))


def run(options: argparse.Namespace) -> int:
    sound = True
    with surroundings.django_ready():
        for name in [options.section] if options.section else list(parts.EXAMINATIONS):
            for finding in parts.load("section", parts.EXAMINATIONS, name).examine():
                print(f"{'ok  ' if finding.ok else 'WRONG'} {name}: {finding.text}")
                sound = sound and finding.ok
    return 0 if sound else 1
