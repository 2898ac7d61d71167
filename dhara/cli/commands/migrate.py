"""`dhara migrate`: bring the database's tables up to date, with the market's shelves and the known tax rates."""

from __future__ import annotations

import argparse

from dhara.cli import surroundings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-v", "--verbosity", type=int, default=0)


def run(options: argparse.Namespace) -> int:
    with surroundings.django_ready():
        from django.core.management import call_command
        from django.db import connection

        from dhara.catalog.offers.actions import ensure_categories
        from dhara.cli import schema
        from dhara.cli.history import refuse_half_histories
        from dhara.money.tax.actions import ensure_rates
        from dhara.work.jobs.actions import ensure_skills

        # Two machines that start at once migrate one after the other.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('dhara migrate'))")
        schema.load()
        refuse_half_histories()
        call_command("migrate", interactive=False, verbosity=options.verbosity)
        ensure_categories()
        ensure_skills()
        ensure_rates()
    return 0
