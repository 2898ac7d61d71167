"""Clocks that jump, clocks that change, and a sequence that is edited while people go through it."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dhara.audience.contacts.models import Contact
from dhara.audience.sending.models import Delivery
from dhara.audience.sequences import actions, rules
from dhara.audience.sequences.models import Enrolment, Step
from dhara.kit.actor import SYSTEM
from tests.audience.sequences import make
from tests.make.people import studio as make_studio
from tests.make.race import errors, race

DAY = timedelta(days=1)


def _letters(place: Any, at: datetime, *between: dict[str, Any]) -> list[dict[str, Any]]:
    """A letter, what is between, another letter."""
    one, two = (make.letter(place, at, words).pk for words in ("One", "Two"))
    return [{"kind": "send", "message": one}, *between, {"kind": "send", "message": two}]


@pytest.mark.django_db
def test_a_clock_that_jumps_ahead_and_back_doubles_nothing(now: datetime) -> None:
    """Who is found due by a wrong clock goes on early, once; when it is right again, nobody goes back or twice."""
    place = make_studio()
    sequence = make.sequence(place, now, *_letters(place, now, make.WAIT, make.WAIT))
    early, late = make.contact(place, now, "early@example.com"), make.contact(place, now, "late@example.com")
    actions.enter(sequence, early, by=SYSTEM, at=now)
    make.pump(now)
    jumped = now + timedelta(days=400)
    assert make.pump(jumped) == 1
    actions.enter(sequence, late, by=SYSTEM, at=now)
    make.pump(now)
    assert make.pump(now - timedelta(days=400)) == 0
    for day in range(6):
        make.pump(now + day * DAY)
    assert Enrolment.objects.get(contact=late).state == rules.FINISHED
    # By the wrong clock the second wait began; it ends a day after that, whatever the clock says meanwhile.
    assert Enrolment.objects.get(contact=early).next_run_at == jumped + DAY
    make.pump(jumped + DAY)
    make.pump(now)
    assert set(Enrolment.objects.values_list("state", flat=True)) == {rules.FINISHED}
    assert Counter(Delivery.objects.values_list("contact__email", flat=True)) == {early.email: 2, late.email: 2}
    assert max(Counter(Step.objects.values_list("enrolment", "node")).values()) == 1


@pytest.mark.django_db
def test_over_a_change_of_the_clocks_each_gets_it_at_their_own_nine(now: datetime) -> None:
    """London's clocks go on one hour on 29 March 2026, New York's did on the 8th, Dhaka's never do."""
    place = make_studio()
    sequence = make.sequence(
        place,
        now,
        *_letters(place, now, {"kind": "wait", "for": {"days": 1}, "until": "09:00"}),
        window={"from": "09:00", "until": "10:00", "days": [0, 1, 2, 3, 4, 5, 6]},
    )
    zones = {"Europe/London": 8, "America/New_York": 13, "Asia/Dhaka": 3}
    begins = datetime(2026, 3, 27, 18, 0, tzinfo=UTC)
    for zone in zones:
        who = make.contact(place, now, f"{zone.split('/')[1].lower()}@example.com")
        Contact.objects.filter(pk=who.pk).update(time_zone=zone)
        who.refresh_from_db()
        actions.enter(sequence, who, by=SYSTEM, at=begins)
    for hour in range(24 * 4):
        make.pump(begins + timedelta(hours=hour))
    gone = dict(Step.objects.filter(node="n3").values_list("enrolment__contact__time_zone", "at"))
    # The first letter leaves on Saturday at nine. A whole day later nine has come (in London it is ten), so the second
    # leaves at the next.
    assert gone == {
        "Europe/London": datetime(2026, 3, 30, 8, 0, tzinfo=UTC),
        "America/New_York": datetime(2026, 3, 30, 13, 0, tzinfo=UTC),
        "Asia/Dhaka": datetime(2026, 3, 30, 3, 0, tzinfo=UTC),
    }
    assert set(Delivery.objects.values_list("rotation", flat=True)) == {0}


@pytest.mark.django_db(transaction=True)
def test_published_anew_again_and_again_while_people_go_through_it(now: datetime) -> None:
    """A step comes and goes in ten versions while two pumps work: each letter once, each step once, all at the end."""
    place = make_studio()
    by = make.owner(place)
    sequence = make.sequence(place, now, *_letters(place, now, {"kind": "notify", "words": "half"}))
    people = [make.contact(place, now, f"p{number}@example.com") for number in range(60)]
    for each in people:
        actions.enter(sequence, each, by=SYSTEM, at=now)
    whole = sequence.draft

    def edit() -> None:
        for number in range(10):
            graph = rules.remove(whole, "n2") if number % 2 == 0 else whole
            actions.save_draft(sequence, graph, by=by, at=now)
            actions.publish(sequence, by=by, at=now)

    def pump() -> None:
        for _time in range(150):
            actions.pump(at=now, size=2)
            time.sleep(0.005)

    assert errors(race(edit, pump, pump)) == []
    make.pump(now)
    assert set(Enrolment.objects.values_list("state", flat=True)) == {rules.FINISHED}
    assert max(Counter(Step.objects.values_list("enrolment", "node")).values()) == 1
    by_node = Counter(Step.objects.values_list("node", flat=True))
    assert by_node["n1"] == by_node["n3"] == len(people)
    assert Delivery.objects.count() == 2 * len(people)
    sent = Counter(Delivery.objects.values_list("contact", flat=True))
    assert set(sent.values()) == {2}
