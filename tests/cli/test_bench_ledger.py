"""The ledger's benchmark measures, and leaves the books as they were."""

import pytest
from django.db import connection

from dhara.cli.bench import ledger
from dhara.insights.health.queries import books
from dhara.money.models import Entry, LedgerAccount


@pytest.mark.django_db(transaction=True)
def test_it_measures_beside_the_books():
    results = ledger.run(entries=20, legs=2_000, rounds=1)
    assert [result["bench"] for result in results] == ["ledger.single", "ledger.batch", "ledger.balance"]
    for result in results:
        assert result["value"] > 0
        assert result["reference"] > 0
        assert set(result) == {"bench", "value", "unit", "reference", "ratio", "bar", "floor", "ok"}
    assert not Entry.objects.exists()
    assert not LedgerAccount.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [ledger.SCHEMA])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT current_schema()")
        assert cursor.fetchone() == ("public",)


@pytest.mark.django_db(transaction=True)
def test_the_copies_keep_every_trigger_and_foreign_key():
    with ledger._own_schema(), connection.cursor() as cursor:
        for count in (
            "SELECT relname, tgname FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid"
            " WHERE NOT tgisinternal AND relname = ANY(%s) AND relnamespace = %s::regnamespace",
            "SELECT relname, conname FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid"
            " WHERE contype = 'f' AND relname = ANY(%s) AND relnamespace = %s::regnamespace",
        ):
            found = []
            for schema in ("public", ledger.SCHEMA):
                cursor.execute(count, [list(ledger.TABLES), schema])
                found.append(sorted(cursor.fetchall()))
            assert found[0] == found[1]
            assert len(found[0]) >= 4


@pytest.mark.django_db
def test_the_examination_of_the_books():
    findings = list(books.examine())
    assert len(findings) >= 14
    assert all(finding.ok for finding in findings)
