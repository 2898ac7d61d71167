"""`dhara schema`: write the script that makes all tables of a new database, from the migrations."""

from __future__ import annotations

import argparse

from dhara.cli import surroundings


def arguments(_parser: argparse.ArgumentParser) -> None:
    pass


def run(_options: argparse.Namespace) -> int:
    with surroundings.django_ready():
        from dhara.cli import schema
        from dhara.cli.own_database import own_database

        with own_database():
            text = schema.written()
        schema.SCRIPT.write_text(text, encoding="utf-8")
    return 0
