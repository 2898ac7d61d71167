"""`dhara docs`: write the documents that are made from the code; `--check` only compares."""

from __future__ import annotations

import argparse

from dhara.cli import parts, surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="change nothing; fail where a document is not current")


def run(options: argparse.Namespace) -> int:
    stale = []
    with surroundings.django_ready():
        for path in parts.DOCUMENTS:
            target, text = surroundings.ROOT / path, parts.load("document", parts.DOCUMENTS, path).markdown()
            if target.exists() and target.read_text() == text:
                continue
            stale.append(path)
            if not options.check:
                target.write_text(text)
    for path in stale:
        print(f"{path}: {'is not current; run: dhara docs' if options.check else 'written'}")
    return 1 if stale and options.check else 0
