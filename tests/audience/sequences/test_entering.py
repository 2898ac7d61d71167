"""Who comes in, who may again, who leaves; and eight at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.audience.contacts.actions import keep_event
from dhara.audience.contacts.models import Contact
from dhara.audience.sequences import actions
from dhara.audience.sequences.models import Enrolment, Step
from dhara.catalog.models import Offer
from dhara.kit.actor import SYSTEM, person
from dhara.kit.refusal import Conflict, Refused
from dhara.people.models import Studio
from tests.audience.sequences import make
from tests.make.catalog import Shop
from tests.make.catalog import offer as make_offer
from tests.make.people import account
from tests.make.people import studio as make_studio
from tests.make.race import at_once, race

DAY = timedelta(days=1)


@pytest.fixture
def place(db: None) -> Studio:
    return make_studio()


@pytest.fixture
def mim(place: Studio, now: datetime) -> Contact:
    return make.contact(place, now)


@pytest.fixture
def guide(place: Studio, now: datetime) -> Offer:
    owner = place.members.get().account
    return make_offer(now, Shop(place, owner, person(owner.pk)))


def _states() -> list[tuple[int, str]]:
    return list(Enrolment.objects.order_by("rotation").values_list("rotation", "state"))


@pytest.mark.parametrize(
    ("reentry", "cooldown", "inside", "ended"),
    [
        ("never", 0, [(0, "active")], [(0, "finished")]),
        ("after_exit", 0, [(0, "active")], [(0, "finished"), (1, "active")]),
        ("after_exit", 30, [(0, "active")], [(0, "finished")]),
        ("always", 0, [(0, "left"), (1, "active")], [(0, "left"), (1, "finished"), (2, "active")]),
        ("always", 30, [(0, "active")], [(0, "finished")]),
    ],
)
def test_coming_again(
    place: Studio, mim: Contact, now: datetime, reentry: str, cooldown: int, inside: Any, ended: Any
) -> None:
    sequence = make.sequence(place, now, make.WAIT, reentry=reentry, cooldown_days=cooldown)
    assert actions.enter(sequence, mim, by=SYSTEM, at=now)
    assert not actions.enter(sequence, mim, by=SYSTEM, at=now + timedelta(minutes=9))
    actions.enter(sequence, mim, by=SYSTEM, at=now + timedelta(hours=1))
    assert _states() == inside
    make.pump(now + 2 * DAY)
    actions.enter(sequence, mim, by=SYSTEM, at=now + 3 * DAY)
    assert _states() == ended


def test_nobody_comes_into_what_does_not_run(place: Studio, mim: Contact, now: datetime) -> None:
    draft = make.sequence(place, now, make.WAIT, publish=False)
    assert actions.enter(draft, mim, by=SYSTEM, at=now) is None
    paused = make.sequence(place, now, make.WAIT)
    actions.pause(paused, by=make.owner(place), at=now)
    assert actions.enter(paused, mim, by=SYSTEM, at=now) is None
    assert not Enrolment.objects.exists()


def test_events_bring_in_and_goals_let_out(place: Studio, mim: Contact, now: datetime, guide: Offer) -> None:
    tag = make.tag(place, now)
    sequence = make.sequence(
        place,
        now,
        make.WAIT,
        triggers=[("tagged", f"tag:{tag.pk}")],
        goal={"kind": "bought", "ref": f"offer:{guide.pk}"},
    )
    actions.on_event(mim, "tagged", f"tag:{tag.pk + 1}", by=SYSTEM, at=now)
    assert not Enrolment.objects.exists()
    actions.on_event(mim, "tagged", f"tag:{tag.pk}", by=SYSTEM, at=now)
    assert _states() == [(0, "active")]
    actions.on_event(mim, "bought", "offer:0", by=SYSTEM, at=now)
    assert _states() == [(0, "active")]
    actions.on_event(mim, "bought", f"offer:{guide.pk}", by=SYSTEM, at=now)
    assert _states() == [(0, "reached")]
    assert mim.events.filter(kind="goal", subject=f"sequence:{sequence.pk}").exists()


def test_a_goal_on_the_way_is_jumped_to(place: Studio, mim: Contact, now: datetime, guide: Offer) -> None:
    vip = make.tag(place, now)
    steps = [make.WAIT, {"kind": "goal", "event": "bought", "ref": f"offer:{guide.pk}"}, {"kind": "tag", "tag": vip.pk}]
    sequence = make.sequence(place, now, *steps)
    rina = make.contact(place, now, "rina@example.com")
    for each in (mim, rina):
        actions.enter(sequence, each, by=SYSTEM, at=now)
    later = now + timedelta(hours=1)
    keep_event(mim.pk, place.pk, "bought", f"offer:{guide.pk}", at=later)
    actions.on_event(mim, "bought", f"offer:{guide.pk}", by=SYSTEM, at=later)
    make.pump(later)
    assert list(Step.objects.order_by("visit").values_list("node", "outcome")) == [("n2", "reached"), ("n3", "next")]
    make.pump(now + DAY)
    walked = Step.objects.filter(enrolment__contact=rina).order_by("visit").values_list("outcome", flat=True)
    assert list(walked) == ["next", "passed", "next"]


def test_one_event_is_one_read_where_nothing_waits_for_it(
    place: Studio, mim: Contact, now: datetime, django_assert_num_queries: Any
) -> None:
    make.sequence(place, now, make.WAIT, triggers=[("bought", "")])
    with django_assert_num_queries(3):  # the read, and the savepoint around it
        actions.on_event(mim, "refunded", "offer:3", by=SYSTEM, at=now)


def test_leaving_all_at_once(place: Studio, mim: Contact, now: datetime) -> None:
    for _each in range(3):
        actions.enter(make.sequence(place, now, make.WAIT), mim, by=SYSTEM, at=now)
    assert actions.leave(None, mim, reason="unsubscribed", by=SYSTEM, at=now) == 3
    assert actions.leave(None, mim, reason="unsubscribed", by=SYSTEM, at=now) == 0
    assert set(Enrolment.objects.values_list("state", "exit_reason")) == {("left", "unsubscribed")}


def test_by_hand(place: Studio, mim: Contact, now: datetime) -> None:
    sequence = make.sequence(place, now, make.WAIT)
    with pytest.raises(Refused):
        actions.enrol(sequence, mim, by=person(account("x@example.com").pk), at=now)
    owner = make.owner(place)
    assert actions.enrol(sequence, mim, by=owner, at=now)
    with pytest.raises(Conflict):
        actions.enrol(sequence, mim, by=owner, at=now)
    assert actions.unenrol(sequence, mim, by=owner, at=now) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("reentry", ["never", "after_exit", "always"])
def test_eight_at_once_are_one(now: datetime, reentry: str) -> None:
    place = make_studio()
    mim = make.contact(place, now)
    sequence = make.sequence(place, now, make.WAIT, reentry=reentry)
    answers = race(*[lambda: actions.enter(sequence, mim, by=SYSTEM, at=now)] * 8)
    assert [type(each) for each in answers].count(Enrolment) == 1
    assert [each for each in answers if each is not None and not isinstance(each, Enrolment)] == []
    assert _states() == [(0, "active")]


@pytest.mark.django_db(transaction=True)
def test_a_pause_and_eight_who_come_in(now: datetime) -> None:
    """Whoever is in when the pause is committed rests; nobody comes in after it."""
    place = make_studio()
    people = [make.contact(place, now, f"p{n}@example.com") for n in range(8)]
    sequence = make.sequence(place, now, {"kind": "notify", "words": "in"})
    enter = [lambda each=each: actions.enter(sequence, each, by=SYSTEM, at=now) for each in people]
    at_once(*enter, lambda: actions.pause(sequence, by=make.owner(place), at=now))
    assert not Enrolment.objects.filter(resting=False).exists()
    assert make.pump(now) == 0
