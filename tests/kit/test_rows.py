"""Rows without the query compiler are the rows that Django would give."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dhara.kit import rows
from dhara.kit.facts.models import Reaction, RecordedFact
from dhara.kit.mail.models import Letter

pytestmark = pytest.mark.django_db


def _fact(now: datetime, **values: object) -> RecordedFact:
    return RecordedFact(
        **{"name": "tea.Poured", "data": {"sugar": [1, "দুই"]}, "actor_kind": "system", "at": now, **values}
    )


def test_what_is_written_is_what_django_reads(now: datetime) -> None:
    fact = rows.insert(_fact(now))
    assert fact.pk
    same = RecordedFact.objects.get(pk=fact.pk)
    mine = rows.first(RecordedFact, "t.id = %s", [fact.pk])
    for field in RecordedFact._meta.concrete_fields:
        assert getattr(mine, field.attname) == getattr(same, field.attname) == getattr(fact, field.attname)


def test_rows_along_foreign_keys(now: datetime) -> None:
    root = rows.insert(_fact(now))
    child = rows.insert(_fact(now, cause=root))
    made = rows.insert_all([Reaction(fact=child, effect=name) for name in ("a", "b")])
    with CaptureQueriesContext(connection) as queries:
        where, order = "t.fact_id = %s", "ORDER BY t.id DESC"
        found = rows.load(Reaction, where, [child.pk], along=("fact", "fact__cause"), tail=order)
        assert [(each.pk, each.fact.pk, each.fact.cause) for each in found] == [
            (e.pk, child.pk, root) for e in made[::-1]
        ]
    assert len(queries) == 1
    (lonely,) = rows.load(RecordedFact, "t.id = %s", [root.pk], along=("cause",))
    assert lonely.cause is None
    assert rows.first(Reaction, "t.id = %s", [0]) is None


def test_a_row_with_those_that_belong_to_it(now: datetime) -> None:
    fact = _fact(now)
    parts = [Reaction(fact=fact, effect=name) for name in ("b", "a", "c")]
    with CaptureQueriesContext(connection) as queries:
        rows.insert_with(fact, parts, "fact")
    assert len(queries) == 1
    assert [(each.pk, each.effect) for each in Reaction.objects.order_by("pk")] == [(e.pk, e.effect) for e in parts]
    assert {each.fact_id for each in parts} == {fact.pk} == set(Reaction.objects.values_list("fact", flat=True))
    assert not fact._state.adding
    alone = _fact(now)
    rows.insert_with(alone, [], "fact")
    assert RecordedFact.objects.count() == 2
    assert alone.pk


def test_update_only_where_it_still_is_so(now: datetime) -> None:
    fact = rows.insert(_fact(now))
    reaction = rows.insert(Reaction(fact=fact, effect="a"))
    assert rows.update(reaction, "state = %s", ["pending"], state="done", done_at=now)
    assert not rows.update(reaction, "state = %s", ["pending"], state="failed")
    reaction.refresh_from_db()
    assert (reaction.state, reaction.done_at) == ("done", now)


def test_new_rows_only(now: datetime) -> None:
    fact = rows.insert(_fact(now))
    assert len(rows.insert_new([Reaction(fact=fact, effect=name) for name in ("a", "b")])) == 2
    assert len(rows.insert_new([Reaction(fact=fact, effect=name) for name in ("b", "c")])) == 1
    assert rows.insert_new([]) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert(Reaction(fact=fact, effect="a"))
    assert Reaction.objects.filter(fact=fact).count() == 3


def test_statements_are_prepared_when_they_come_again() -> None:
    for _time in range(3):
        rows.load(Letter, "t.key = %s", ["x"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%kit_letter%%'")
        assert cursor.fetchone()[0] >= 1


def _waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return bool(cursor.fetchone()[0] != "off")


@pytest.mark.django_db(transaction=True)
def test_only_a_transaction_of_its_own_is_not_waited_for(now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
    with transaction.atomic():
        rows.insert(_fact(now), waits=False)
        assert not _waits()
    assert _waits()
    with transaction.atomic():
        with transaction.atomic():
            rows.insert(_fact(now), waits=False)
        assert _waits(), "the commit of whoever began is theirs"
    rows.insert_new([_fact(now)], waits=False)
    assert _waits()
    assert RecordedFact.objects.count() == 3
    connection.close()  # the setting of the session with it
