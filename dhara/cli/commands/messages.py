"""`dhara messages`: collect and compile the translations; `--check` only says what is wrong with them."""

from __future__ import annotations

import argparse

from dhara.cli import surroundings, translations


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="change nothing; fail on missing, fuzzy or stale ones")


def run(options: argparse.Namespace) -> int:
    package = surroundings.ROOT / "dhara"
    if not options.check:
        translations.update(package)
    found = translations.problems(package)
    for line in found:
        print(line.replace(f"{surroundings.ROOT}/", ""))
    print(f"{len(found)} problems" if found else "Every text is translated, and compiled as written.")
    return 1 if found else 0
