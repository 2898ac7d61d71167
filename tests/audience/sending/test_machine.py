"""Whatever happens to workers, servers, readers and sellers, in any order: nobody gets two, none is lost count of."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from dhara.audience.contacts import actions as contacts
from dhara.audience.models import Contact, Delivery, Flight, Lane
from dhara.audience.sending import actions, queries, rules
from dhara.audience.sending.actions import pumping
from dhara.audience.sending.actions.claiming import Claimed
from dhara.audience.sending.actions.pacing import Window
from dhara.audience.sending.actions.steering import take_back
from dhara.audience.sending.smtp.rules import LATER, REFUSED, SPOILT, TAKEN, UNKNOWN, UNSENT, Outcome, Parcel
from dhara.kit.actor import SYSTEM
from tests.make import letters, people

MANY, SOURCE = 8, "broadcast:1"
WORDS = {
    TAKEN: (250, "2.0.0 Ok"),
    LATER: (451, "4.7.1 Come again"),
    REFUSED: (550, "5.1.1 Nobody"),
    UNKNOWN: (0, "the connection broke"),
    UNSENT: (0, "nobody there"),
    SPOILT: (0, "ValueError: not an address"),
}
any_of = st.integers(0, 30)


class Few(Window):
    """As slow a server as the machine likes."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    def next(self, ended: int) -> int:
        return self.size


@dataclass(eq=False)
class Worker:
    """A spell of sending; it is the server, too. `air` are letters that were handed over and have no end."""

    run: pumping.Run
    air: list[Claimed] = field(default_factory=list)
    ends: list[Outcome] = field(default_factory=list)
    trouble: str = ""

    @property
    def outstanding(self) -> int:
        return len(self.air) + len(self.ends)

    def give(self, parcels: Sequence[Parcel]) -> None:
        raise AssertionError("the machine hands letters over")

    def collect(self, _least: int, _seconds: float) -> list[Outcome]:
        raise AssertionError("the machine brings the ends")


class Sending(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.now = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
        self.message = letters.message(people.studio())
        self.readers = letters.crowd(self.message.studio, MANY)
        everybody = Contact.objects.filter(studio=self.message.studio_id)
        assert actions.queue_for(self.message, everybody, source=SOURCE, due_at=self.now, at=self.now) == MANY
        self.workers: list[Worker] = []
        self.arrived, self.by_hand = Counter[int](), Counter[int]()
        self.gone: set[int] = set()
        self.doubtful = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def work(self, worker: Worker) -> None:
        """One round: write the ends, hand over what was claimed."""
        run = worker.run
        run.at, run._began = self.now, time.monotonic()
        ends, worker.ends = worker.ends, []
        paused = Lane.objects.get().paused_at is not None
        batch = run._round(ends, worker, more=True)
        assert not (paused and batch.claimed)
        assert not {each.contact_id for each in batch.claimed} & self.gone
        worker.air += batch.claimed

    @rule(size=st.integers(1, 4))
    def a_worker_comes(self, size: int) -> None:
        run = pumping.Run(letters.way(), "somebody", self.now)
        run._window = Few(size)
        self.workers.append(Worker(run))
        self.work(self.workers[-1])

    @precondition(lambda self: self.workers)
    @rule(number=any_of)
    def it_works(self, number: int) -> None:
        self.work(self.workers[number % len(self.workers)])

    @precondition(lambda self: any(each.air for each in self.workers))
    @rule(number=any_of, end=st.sampled_from([TAKEN, TAKEN, TAKEN, *WORDS]), arrives=st.booleans())
    def a_letter_ends(self, *, number: int, end: str, arrives: bool) -> None:
        busy = [each for each in self.workers if each.air]
        worker = busy[number % len(busy)]
        letter = worker.air.pop(number % len(worker.air))
        worker.ends.append(Outcome(letter, end, *WORDS[end]))
        self.doubtful += end == UNKNOWN
        self.arrived[letter.contact_id] += end == TAKEN or (end == UNKNOWN and arrives)

    @precondition(lambda self: self.workers)
    @rule(number=any_of, arrived=st.integers(0, MANY))
    def a_worker_is_killed(self, number: int, arrived: int) -> None:
        worker = self.workers.pop(number % len(self.workers))
        self.doubtful += len(worker.air) + len(worker.ends)
        self.arrived.update(each.contact_id for each in worker.air[:arrived])

    @rule(minutes=st.sampled_from([1, 6, 130]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def what_the_dead_left_is_taken_back(self) -> None:
        before = self.counts()[rules.UNKNOWN]
        taken = take_back(at=self.now)
        assert self.counts()[rules.UNKNOWN] == before + taken
        self.doubtful += taken  # a worker may only be slow: then it can still tell

    @rule()
    def she_pauses(self) -> None:
        actions.pause(SOURCE, at=self.now)

    @rule()
    def she_resumes(self) -> None:
        actions.resume(SOURCE, at=self.now)

    @rule()
    def she_cancels(self) -> None:
        air = self.in_the_air()
        actions.cancel(SOURCE, at=self.now)
        assert self.in_the_air() == air

    @rule()
    def she_sends_again_to_those_not_reached(self) -> None:
        missed = Delivery.objects.filter(state__in=rules.NOT_REACHED).values_list("contact_id", flat=True)
        self.by_hand.update(list(missed))
        actions.again(SOURCE, at=self.now)

    @rule(number=any_of, leave=st.sampled_from(["unsubscribe", "complain"]))
    def a_reader_leaves(self, number: int, leave: str) -> None:
        reader = self.readers[number % MANY]
        act: Callable[..., Any] = getattr(contacts, leave)
        act(reader, by=SYSTEM, at=self.now, **({"source": "link"} if leave == "unsubscribe" else {}))
        self.gone.add(reader.pk)

    def counts(self) -> dict[str, int]:
        return queries.counts(SOURCE)

    def in_the_air(self) -> dict[int, int]:
        return dict(Delivery.objects.filter(flight__isnull=False).values_list("pk", "flight"))

    @invariant()
    def nobody_gets_two_but_by_hand(self) -> None:
        assert all(count <= 1 + self.by_hand[reader] for reader, count in self.arrived.items())

    @invariant()
    def none_is_lost_count_of(self) -> None:
        counted = self.counts()
        assert sum(counted.values()) == MANY
        assert min(counted.values()) >= 0
        assert counted[rules.UNKNOWN] <= self.doubtful
        assert counted[rules.ATTEMPTING] == len(self.in_the_air())

    @invariant()
    def what_is_said_is_so(self) -> None:
        for each in Delivery.objects.all():
            if each.state == rules.SENT:
                assert self.arrived[each.contact_id]
            elif self.arrived[each.contact_id] and not self.by_hand[each.contact_id]:
                assert each.flight is not None or each.state == rules.UNKNOWN

    @invariant()
    def flights_hold_what_is_in_the_air(self) -> None:
        flights = {each.pk: set(each.letters) for each in Flight.objects.all()}
        for letter, flight in self.in_the_air().items():
            assert letter in flights[cast(int, flight)]


@pytest.mark.django_db
def test_nobody_gets_two_letters_and_none_is_lost_count_of() -> None:
    calm = [HealthCheck.too_slow, HealthCheck.data_too_large]
    few = settings(max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=calm, database=None)
    run_state_machine_as_test(Sending, settings=few)
