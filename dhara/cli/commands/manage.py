"""`dhara manage …`: Django's own commands, on Dhara's database."""

from __future__ import annotations

import argparse

from dhara.cli import surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own: all words go to Django."""


def run(options: argparse.Namespace) -> int:
    with surroundings.django_ready():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["dhara manage", *options.words])
    return 0
