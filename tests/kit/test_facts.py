"""Facts and reactions: recorded with the change, carried out once, retried alone, shown as a chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from dhara.kit import queue
from dhara.kit.actor import SYSTEM, Actor, person
from dhara.kit.facts import actions, queries, rules
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.models import Reaction, RecordedFact

AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
seen: list[tuple[str, int]] = []
broken: set[str] = set()


@dataclass(frozen=True)
class KettleBoiled(Fact):
    kettle_id: int
    subject = "kettle_id"


@dataclass(frozen=True)
class TeaPoured(Fact):
    cup_id: int
    subject = "cup_id"


def pour_tea(fact: KettleBoiled, *, by: Actor, at: datetime) -> None:
    if "pour_tea" in broken:
        raise ValueError("the pot is gone")
    seen.append(("pour_tea", fact.kettle_id))
    actions.record(TeaPoured(fact.kettle_id * 10), by=by, at=at)


def whistle(fact: KettleBoiled, *, by: Actor, at: datetime) -> None:
    seen.append(("whistle", fact.kettle_id))


@pytest.fixture(autouse=True)
def _table() -> Iterator[None]:
    kept = dict(rules._TABLE), dict(rules._BY_NAME)
    rules.install({KettleBoiled: [pour_tea, whistle]})
    seen.clear()
    broken.clear()
    yield
    rules._TABLE.clear(), rules._TABLE.update(kept[0])
    rules._BY_NAME.clear(), rules._BY_NAME.update(kept[1])


@pytest.mark.django_db
def test_effects_run_once_in_order_and_extend_the_chain() -> None:
    with transaction.atomic():
        root = actions.record(KettleBoiled(7), by=person(3), at=AT)
    assert queue.drain(AT) == 1
    actions.react_to(root, at=AT)
    assert seen == [("pour_tea", 7), ("whistle", 7)]
    chain = list(queries.chain_of("cup:70"))
    assert [fact.name.split(".")[1] for fact in chain] == ["KettleBoiled", "TeaPoured"]
    assert chain[1].cause_id == root
    assert chain[1].chain == root
    assert chain[0].actor_ref == 3


@pytest.mark.django_db
def test_many_facts_are_recorded_by_one_statement_as_one_by_one(django_assert_num_queries: Any) -> None:
    actions.record(KettleBoiled(6), by=person(3), at=AT, studio_id=None)
    with django_assert_num_queries(1):
        actions.record_all([(KettleBoiled(7), None), (KettleBoiled(8), None)], by=person(3), at=AT)
    with django_assert_num_queries(0):
        actions.record_all([], by=SYSTEM, at=AT)
    alike = RecordedFact.objects.values("name", "actor_kind", "actor_ref", "at", "cause_id", "chain", "studio_ref")
    alone, *many = alike.order_by("id")
    assert many == [alone, alone]
    assert list(RecordedFact.objects.order_by("id").values_list("subject", flat=True)) == [
        "kettle:6",
        "kettle:7",
        "kettle:8",
    ]
    assert queue.drain(AT) == 3
    assert seen == [(effect, kettle) for kettle in (6, 7, 8) for effect in ("pour_tea", "whistle")]
    actions.record_all([(TeaPoured(1), None)], by=SYSTEM, at=AT)
    assert queue.drain(AT) == 0, "what has no effects needs no job"


@pytest.mark.django_db
def test_nothing_is_left_of_a_fact_whose_change_was_undone() -> None:
    with transaction.atomic():
        actions.record(KettleBoiled(7), by=SYSTEM, at=AT)
        transaction.set_rollback(True)
    assert queue.drain(AT) == 0
    assert not RecordedFact.objects.filter(name__endswith="KettleBoiled").exists()


@pytest.mark.django_db
def test_a_failing_effect_is_undone_alone_and_tried_again_later() -> None:
    broken.add("pour_tea")
    fact_id = actions.record(KettleBoiled(1), by=SYSTEM, at=AT)
    queue.drain(AT)
    assert seen == [("whistle", 1)]
    failed = Reaction.objects.get(fact_id=fact_id, effect="pour_tea")
    assert (failed.state, failed.attempts) == ("pending", 1)
    assert "the pot is gone" in failed.last_error
    broken.clear()
    queue.drain(AT + timedelta(seconds=6))
    assert seen == [("whistle", 1), ("pour_tea", 1)]
    assert Reaction.objects.get(pk=failed.pk).state == "done"


@pytest.mark.django_db
def test_after_the_last_try_it_waits_for_an_operator_who_can_run_it_again() -> None:
    broken.add("pour_tea")
    fact_id = actions.record(KettleBoiled(1), by=SYSTEM, at=AT)
    queue.drain(AT)
    queue.drain(AT + timedelta(days=30))
    assert [each.fact_id for each in queries.stuck()] == [fact_id]
    broken.clear()
    actions.retry(queries.stuck()[0].pk)
    queue.drain(AT + timedelta(days=31))
    assert seen.count(("pour_tea", 1)) == 1
    assert not queries.stuck()


@pytest.mark.django_db(transaction=True)
def test_five_workers_at_once_carry_out_each_effect_once() -> None:
    fact_id = actions.record(KettleBoiled(5), by=SYSTEM, at=AT)

    def work() -> None:
        actions.react_to(fact_id, at=AT)
        connection.close()

    threads = [Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == [("pour_tea", 5), ("whistle", 5)]
    assert RecordedFact.objects.filter(subject="cup:50").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["UPDATE kit_fact SET name = 'x'", "DELETE FROM kit_fact"])
def test_the_database_refuses_to_rewrite_what_happened(sql: str) -> None:
    actions.record(TeaPoured(1), by=SYSTEM, at=AT)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_two_effects_may_not_share_a_name() -> None:
    other = lambda fact, *, by, at: None  # noqa: E731
    other.__name__ = "whistle"
    with pytest.raises(ValueError, match="whistle"):
        rules.install({KettleBoiled: [whistle], TeaPoured: [other]})
