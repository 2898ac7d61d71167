"""`dhara doctor [SECTION]`: look at everything that must hold, and say what does not."""

from __future__ import annotations

import argparse
import os

from dhara.cli import fakes, parts, surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("section", nargs="?", help=", ".join(parts.EXAMINATIONS))


def run(options: argparse.Namespace) -> int:
    sound = True
    surroundings.as_it_runs(surroundings.data_folder())
    _where_fakes_are()
    with surroundings.django_ready():
        for name in [options.section] if options.section else list(parts.EXAMINATIONS):
            for finding in parts.load("section", parts.EXAMINATIONS, name).examine():
                print(f"{'ok  ' if finding.ok else 'WRONG'} {name}: {finding.text}")
                sound = sound and finding.ok
    return 0 if sound else 1


def _where_fakes_are() -> None:
    """Beside a `dhara up --fakes` the gateways are on this machine: nobody else is asked about test keys."""
    bases = fakes.kept(surroundings.data_folder())
    if bases:
        os.environ.setdefault("DHARA_SANDBOX", "1")
        os.environ.setdefault("DHARA_GATEWAY_BASES", ",".join(f"{code}={base}" for code, base in bases.items()))
