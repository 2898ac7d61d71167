"""Workers that are killed at any moment, and two at once: no step doubled, no letter doubled, nobody lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db.models import Count

from dhara.audience.contacts.models import Contact, ContactEvent, ContactTag, Tag
from dhara.audience.sending.actions.steering import take_back
from dhara.audience.sending.models import Delivery
from dhara.audience.sequences import actions
from dhara.audience.sequences.models import Enrolment, Sequence, Step
from dhara.kit.actor import SYSTEM
from dhara.kit.facts.models import RecordedFact
from dhara.people.models import Studio
from tests.audience.sequences import make
from tests.fakes.postbox import Postbox
from tests.make.people import studio as make_studio
from tests.make.race import database_url

# DHARA_ENROLMENTS=5000 for the long run.
PEOPLE = int(os.environ.get("DHARA_ENROLMENTS", "400"))
KILLS = 6
DAY = timedelta(days=1)


class Nursery:
    """Two workers at a time; `killed` is how many were in the middle of something."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self.asked, self.told = process.stdin, process.stdout
        self.ahead = self.killed = 0
        assert self.told.readline() == "ready\n"

    def raise_two(self, at: datetime) -> list[int]:
        """Their clock for sending is ahead of that of the two before, so that they need not wait for their turn."""
        self.ahead += 600
        return self._ask(f"{at.isoformat()} {self.ahead}")

    def ended(self) -> list[int]:
        return self._ask("")

    def _ask(self, line: str) -> list[int]:
        self.asked.write(f"{line}\n")
        self.asked.flush()
        return [int(number) for number in self.told.readline().split()]

    def kill(self, at: datetime, dice: random.Random) -> None:
        children = self.raise_two(at)
        time.sleep(dice.uniform(0.02, 0.5))
        for pid in children:
            os.kill(pid, signal.SIGKILL)
            time.sleep(dice.uniform(0, 0.05))
        self.killed += self.ended().count(-signal.SIGKILL)

    def finish(self, at: datetime) -> None:
        self.raise_two(at)
        assert self.ended() == [0, 0]


@contextmanager
def nursery(box: Postbox) -> Iterator[Nursery]:
    around = {**os.environ, "DATABASE_URL": database_url(), "EMAIL_URL": box.url}
    command = [sys.executable, "-m", "tests.audience.sequences.nursery"]
    with subprocess.Popen(command, env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Nursery(process)


def _people(place: Studio, gold: Tag, at: datetime) -> list[Contact]:
    """Half of them have the tag that the branch asks for."""
    made = Contact.objects.bulk_create(
        Contact(
            studio=place,
            email=f"p{number}@example.com",
            email_key=f"key{number}",
            status="subscribed",
            status_at=at,
            created_at=at,
            subscribed_at=at,
        )
        for number in range(PEOPLE)
    )
    ContactTag.objects.bulk_create(ContactTag(contact=each, tag=gold, at=at) for each in made[::2])
    return made


def _sequence(place: Studio, gold: Tag, vip: Tag, at: datetime) -> Sequence:
    one, yes, no = (make.letter(place, at, words).pk for words in ("One", "For gold", "For the rest"))
    graph = make.chain(
        {"kind": "send", "message": one},
        {"kind": "tag", "do": "add", "tag": vip.pk},
        make.WAIT,
        {"kind": "condition", "rules": {"tag": gold.pk}, "yes": "n5", "no": "n6"},
        {"kind": "send", "message": yes, "next": "n7"},
        {"kind": "send", "message": no, "next": "n7"},
        {"kind": "exit"},
    )
    return make.sequence(place, at, graph=graph)


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again(now: datetime) -> None:
    place, dice = make_studio(), random.Random(7)
    gold, vip = make.tag(place, now, "gold"), make.tag(place, now)
    sequence = _sequence(place, gold, vip, now)
    for each in _people(place, gold, now):
        assert actions.enter(sequence, each, by=SYSTEM, at=now)
    with Postbox(slow=0.001) as box, nursery(box) as workers:
        for letters, at in enumerate((now, now + DAY), start=1):
            for _kill in range(KILLS):
                workers.kill(at, dice)
                # Whoever was in the middle stands on one step with all before it written, and nothing after it.
                counted = Enrolment.objects.annotate(n=Count("steps")).values_list("visit", "n")
                assert all(visit == count for visit, count in counted)
            workers.finish(at)
            assert max(Counter(box.taken).values()) <= letters
        assert workers.killed
        take_back(at=at + DAY)  # what the dead had taken, but not begun to send
        workers.ahead = 2 * int(DAY.total_seconds())
        workers.finish(at)
    _all_came_to_the_end(gold)
    _each_letter_is_accounted_for(box)


def _all_came_to_the_end(gold: Tag) -> None:
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"finished"}
    assert Step.objects.count() == 6 * PEOPLE
    by_node = Counter(Step.objects.values_list("node", flat=True))
    half = ContactTag.objects.filter(tag=gold).count()
    assert by_node == Counter(dict.fromkeys(("n1", "n2", "n3", "n4", "n7"), PEOPLE) | {"n5": half, "n6": PEOPLE - half})
    assert ContactTag.objects.exclude(tag=gold).count() == PEOPLE
    assert RecordedFact.objects.filter(name="audience.ContactTagged").count() == PEOPLE
    for kind in ("entered", "tagged", "left"):
        assert ContactEvent.objects.filter(kind=kind).count() == PEOPLE


def _each_letter_is_accounted_for(box: Postbox) -> None:
    """Those that were being sent when their worker died are not known to have gone, and are not sent again."""
    assert Delivery.objects.count() == 2 * PEOPLE
    assert set(Delivery.objects.values_list("rotation", flat=True)) == {0}
    assert Step.objects.exclude(delivery=None).values("delivery").distinct().count() == 2 * PEOPLE
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states["sent"] + states["unknown"] == 2 * PEOPLE
    assert states["sent"] <= len(box.taken) <= 2 * PEOPLE
