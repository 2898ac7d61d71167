"""`dhara story NAME`: play one user journey over real HTTP, as its users would."""

from __future__ import annotations

import argparse

from dhara.cli import parts


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=", ".join(parts.STORIES) or argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="one JSON line for each step")
    parser.add_argument("--chaos", action="store_true", help="kill workers; let the outside world be late and double")
    parser.add_argument("--url", help="play against a Dhara that runs already, instead of one of its own")


def run(options: argparse.Namespace) -> int:
    story = parts.load("story", parts.STORIES, options.name).STORY
    return int(story.play(as_json=options.json, chaos=options.chaos, url=options.url))
