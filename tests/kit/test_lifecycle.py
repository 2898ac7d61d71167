"""Lifecycles, proven on a real one of the house: the studio's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dhara.kit import queue
from dhara.kit.actor import GUEST, operator, person
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.models import RecordedFact
from dhara.kit.lifecycle import actions, diagrams
from dhara.kit.lifecycle.models import Transition
from dhara.kit.lifecycle.queries import history
from dhara.kit.lifecycle.rules import REGISTRY, Lifecycle, Move, Timer
from dhara.kit.refusal import Conflict, NotAllowed, Refused
from dhara.people.models import RetiredHandle, Studio

AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
fired: list[int] = []


@dataclass(frozen=True)
class StudioMade(Fact):
    studio_id: int
    subject = "studio_id"


def ring(thing_id: int, *, by: object, at: datetime) -> None:
    fired.append(thing_id)


def make() -> Studio:
    return Studio.objects.create(handle="shaon", name="Shaon", status="open", status_at=AT, created_at=AT)


@pytest.mark.django_db
def test_a_move_is_one_transition_with_who_when_and_why() -> None:
    studio = make()
    studio.become("suspended", by=operator(1), at=AT, reason="copied pictures")
    assert Studio.objects.get().status == "suspended"
    moves = list(history(studio))
    assert [(m.source, m.target, m.reason, m.actor_ref) for m in moves] == [("open", "suspended", "copied pictures", 1)]


@pytest.mark.django_db
def test_there_is_no_way_but_the_arrows() -> None:
    studio = make()
    with pytest.raises(NotAllowed):
        studio.become("suspended", by=GUEST, at=AT)
    studio.become("closed", by=person(1), at=AT)
    with pytest.raises(Conflict):
        studio.become("open", by=operator(1), at=AT)
    assert Studio.objects.get().status == "closed"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins_and_the_other_is_told() -> None:
    studio = make()
    start, outcomes = Barrier(2), []

    def suspend() -> None:
        mine = Studio.objects.get(pk=studio.pk)
        start.wait()
        try:
            with transaction.atomic():
                mine.become("suspended", by=operator(1), at=AT)
            outcomes.append("moved")
        except Refused as refused:
            outcomes.append(refused.code)
        connection.close()

    threads = [Thread(target=suspend) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved", "moved_already"]
    assert Transition.objects.count() == 1


@pytest.fixture
def _alarm() -> Iterator[None]:
    table = REGISTRY["studio"]
    timer = Timer("suspended", "ring", lambda studio: timedelta(hours=2), f"{__name__}:ring", "after 2 h")
    object.__setattr__(table, "timers", (timer,))
    fired.clear()
    yield
    object.__setattr__(table, "timers", ())


@pytest.mark.django_db
@pytest.mark.usefixtures("_alarm")
def test_a_timer_fires_when_its_time_comes_and_nothing_happened() -> None:
    studio = make().become("suspended", by=operator(1), at=AT)
    queue.drain(AT + timedelta(hours=1))
    assert fired == []
    queue.drain(AT + timedelta(hours=3))
    assert fired == [studio.pk]


@pytest.mark.django_db
@pytest.mark.usefixtures("_alarm")
def test_a_timer_is_silent_when_the_thing_came_back_to_the_same_state_meanwhile() -> None:
    studio = make().become("suspended", by=operator(1), at=AT)
    studio.become("open", by=operator(1), at=AT)
    assert not actions.fire("studio", "ring", studio.pk, 1, at=AT)
    assert fired == []


@pytest.mark.django_db
@pytest.mark.usefixtures("_alarm")
def test_a_row_begins_in_its_second_state_by_one_statement() -> None:
    studio = Studio(handle="shaon", name="Shaon", status="open", status_at=AT, created_at=AT)
    old = [RetiredHandle(studio=studio, handle=name, retired_at=AT) for name in ("b", "a")]
    with CaptureQueriesContext(connection) as queries:
        studio.begin("suspended", by=operator(7), at=AT, fact=StudioMade(0), parts=old, name="studio")
    assert len(queries) == 1
    saved = Studio.objects.get()
    assert (studio.pk, studio.status, studio.version) == (saved.pk, saved.status, saved.version)
    assert (saved.status, saved.version) == ("suspended", 1)
    assert [(each.pk, each.handle) for each in saved.retired_handles.order_by("pk")] == [(e.pk, e.handle) for e in old]
    assert {each.studio_id for each in old} == {saved.pk}
    (fact,), (move,) = RecordedFact.objects.all(), history(studio)
    assert (move.source, move.target, move.version, move.actor_ref) == ("open", "suspended", 1, 7)
    assert (fact.data["studio_id"], fact.subject, move.fact_ref) == (saved.pk, f"studio:{saved.pk}", fact.pk)
    queue.drain(AT + timedelta(hours=3))
    assert fired == [saved.pk]


@pytest.mark.django_db
def test_a_row_does_not_begin_where_no_arrow_leads() -> None:
    studio = Studio(handle="shaon", name="Shaon", status="open", status_at=AT, created_at=AT)
    with pytest.raises(NotAllowed):
        studio.begin("suspended", by=GUEST, at=AT, fact=StudioMade(0))
    assert not Studio.objects.exists()
    assert studio.status == "open"


def test_a_table_may_not_name_unknown_states() -> None:
    with pytest.raises(ValueError, match="unknown state"):
        Lifecycle("broken", "a", {"a": "A"}, (Move("a", "b", ("system",), "never"),))
    REGISTRY.pop("broken", None)


def test_guards_are_asked() -> None:
    def never(thing: object) -> None:
        raise Refused("not_yet", "Not yet.")

    table = Lifecycle("guarded", "a", {"a": "A", "b": "B"}, (Move("a", "b", ("system",), "x", guard=never),))
    REGISTRY.pop("guarded")
    with pytest.raises(Refused, match=r"Not yet\."):
        table.allow(SimpleNamespace(status="a"), "b", operator(1).__class__("system"))


def test_every_lifecycle_is_drawn() -> None:
    text = diagrams.markdown()
    for name, table in REGISTRY.items():
        assert f"## {name.capitalize()}" in text
        for move in table.moves:
            assert f"{move.source} --> {move.target}" in text
