"""`dhara worker`: runs background jobs until told to stop."""

from __future__ import annotations

import argparse
import asyncio

from dhara.cli import surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=4, help="jobs at the same time (default: 4)")


def run(options: argparse.Namespace) -> int:
    surroundings.end_with_parent()
    with surroundings.django_ready():
        from dhara.cli import jobs

        asyncio.run(jobs.work(concurrency=options.concurrency))
    return 0
