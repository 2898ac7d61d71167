"""A database of a command's own, beside the one that people use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connection

from dhara.money.ledger.actions import forget_accounts


@contextmanager
def own_database() -> Iterator[None]:
    """Django's test database: made and migrated anew on the same server, dropped afterwards.

    What this process remembers of another database is forgotten before and after: several run one after the other.
    """
    usual = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    _forget()
    try:
        yield
    finally:
        _forget()
        connection.creation.destroy_test_db(usual, verbosity=0)


def _forget() -> None:
    forget_accounts()
    cache.clear()
