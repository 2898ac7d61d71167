"""A whole segment comes in: each of it once, whoever is killed; nobody who has left, is kept out or is in already."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.audience.contacts import actions as contacts
from dhara.audience.contacts.models import Contact, ContactEvent
from dhara.audience.contacts.queries import Filters
from dhara.audience.segments import actions as segments
from dhara.audience.segments.models import Segment
from dhara.audience.sequences import actions, queries, rules
from dhara.audience.sequences.models import Enrolment, Intake, Sequence
from dhara.audience.suppression.models import Suppression
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.people.models import Studio
from tests.audience.sequences import make
from tests.make import audience
from tests.make.people import account
from tests.make.people import studio as make_studio
from tests.make.race import database_url, race

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EVERYBODY: dict[str, Any] = {"all": []}
TAKER = """
import django, sys
django.setup()
from datetime import datetime
from dhara.audience.sequences import actions
at, intake = datetime.fromisoformat(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
while actions.take_in(intake, at=at, size=20):
    pass
"""


@pytest.fixture
def place(db: None) -> Studio:
    return make_studio()


def _segment(place: Studio, at: datetime, given: Any = None) -> Segment:
    return segments.make(place, name="All of them", given=given or EVERYBODY, by=make.owner(place), at=at)


def _crowd(place: Studio, at: datetime, many: int) -> list[Contact]:
    return Contact.objects.bulk_create(
        Contact(studio=place, email=f"p{n}@example.com", email_key=f"k{n}", status="subscribed", status_at=at,
                created_at=at, subscribed_at=at) for n in range(many)
    )  # fmt: skip


def _begun(sequence: Sequence, segment: Segment, at: datetime) -> Intake:
    return actions.enrol_many(sequence, segment, by=make.owner(sequence.studio), at=at)


def _carried(intake: Intake, at: datetime, size: int = 3) -> Intake:
    while actions.take_in(intake.pk, at=at, size=size):
        pass
    return Intake.objects.get(pk=intake.pk)


def _counts(intake: Intake) -> tuple[str, int, int, int, int]:
    return intake.status, intake.meant, intake.entered, intake.already, intake.kept_out


def test_who_may_come_in_comes_in_and_the_forecast_knew_it(place: Studio, now: datetime) -> None:
    sequence = make.sequence(place, now, make.WAIT)
    _crowd(place, now, 4)
    known = make.contact(place, now, "known@example.com", subscribed=False)
    inside = make.contact(place, now, "inside@example.com")
    actions.enter(sequence, inside, by=SYSTEM, at=now)
    left = make.contact(place, now, "left@example.com")
    contacts.unsubscribe(left, by=GUEST, at=now, source="link")
    stopped = make.contact(place, now, "stopped@example.com")
    Suppression.objects.create(studio=None, email_key=stopped.email_key, reason="by_hand", at=now)
    elsewhere = make.contact(make_studio(account("rafi@example.com"), handle="rafi"), now, "far@example.com")
    segment = _segment(place, now)
    assert queries.forecast(sequence, segment, at=now) == queries.Forecast(8, 5, 4, 1, 2)
    intake = _begun(sequence, segment, now)
    assert queries.percent(intake) == 0
    done = _carried(intake, now)
    assert (_counts(done), queries.percent(done)) == (("done", 8, 5, 1, 2), 100)
    people = Enrolment.objects.filter(sequence=sequence)
    assert people.count() == 6
    assert people.filter(contact=known, node="n1", next_run_at=now + DAY).exists()
    assert not people.filter(contact__in=[left, stopped, elsewhere]).exists()
    assert ContactEvent.objects.filter(contact=known, kind="entered", data__by=make.owner(place).id).exists()
    assert make.pump(now + DAY) == 6


@pytest.mark.parametrize("reentry", list(rules.REENTRY))
@pytest.mark.parametrize("cooldown", [0, 2])
@pytest.mark.parametrize("inside", [True, False])
@pytest.mark.parametrize("passed", [timedelta(minutes=9), timedelta(minutes=10), DAY, 2 * DAY])
def test_coming_again_is_as_for_one(
    place: Studio, now: datetime, reentry: str, cooldown: int, inside: bool, passed: timedelta
) -> None:
    sequence = make.sequence(place, now, {"kind": "wait", "for": {"days": 9}}, reentry=reentry, cooldown_days=cooldown)
    mim = make.contact(place, now)
    actions.enter(sequence, mim, by=SYSTEM, at=now - DAY)
    if not inside:
        actions.leave(sequence, mim, reason="", by=SYSTEM, at=now)
    at = now + passed
    began, ended = (now - DAY, now)
    may = rules.may_again(reentry, cooldown, inside=inside, began=began, ended=None if inside else ended, now=at)
    segment = _segment(place, now)
    assert queries.forecast(sequence, segment, at=at).entering == int(may)
    done = _carried(_begun(sequence, segment, at), at)
    assert (done.entered, done.already) == (int(may), int(not may))
    states = list(Enrolment.objects.order_by("rotation").values_list("rotation", "state"))
    before = (0, "active") if inside and not may else (0, "left")
    assert states == [before, (1, "active")] if may else [before]


def test_a_second_time_brings_in_nobody_twice(place: Studio, now: datetime) -> None:
    sequence = make.sequence(place, now, make.WAIT)
    _crowd(place, now, 5)
    segment = _segment(place, now)
    _carried(_begun(sequence, segment, now), now)
    again = _carried(_begun(sequence, segment, now + HOUR), now + HOUR)
    assert _counts(again) == ("done", 5, 0, 5, 0)
    assert Enrolment.objects.count() == 5


def test_everybody_waits_by_their_own_clock(place: Studio, now: datetime) -> None:
    sequence = make.sequence(place, now, {"kind": "wait", "until": "09:00"})
    for zone in ("Asia/Dhaka", "America/New_York"):
        contacts.edit(make.contact(place, now, f"{zone[:2]}@example.com"), time_zone=zone, by=make.owner(place), at=now)
    _carried(_begun(sequence, _segment(place, now), now), now)
    one = Enrolment.objects.order_by("contact_id").values_list("next_run_at", flat=True)
    wait = {"kind": "wait", "until": "09:00"}
    assert list(one) == [
        rules.after_wait(wait, now, rules.zone(name, "UTC")) for name in ("Asia/Dhaka", "America/New_York")
    ]


def test_a_pause_holds_it_and_it_goes_on_after(place: Studio, now: datetime) -> None:
    owner, sequence = make.owner(place), make.sequence(place, now, make.WAIT)
    _crowd(place, now, 5)
    intake = _begun(sequence, _segment(place, now), now)
    assert actions.take_in(intake.pk, at=now, size=2)
    actions.pause(sequence, by=owner, at=now)
    drain(now)
    assert Enrolment.objects.count() == 2
    actions.resume(sequence, by=owner, at=now + HOUR)
    drain(now + HOUR)
    intake.refresh_from_db()
    assert _counts(intake) == ("done", 5, 5, 0, 0)


def test_it_can_be_stopped_and_ends_with_its_sequence(place: Studio, now: datetime) -> None:
    owner, sequence = make.owner(place), make.sequence(place, now, make.WAIT)
    _crowd(place, now, 5)
    segment = _segment(place, now)
    first = _begun(sequence, segment, now)
    actions.take_in(first.pk, at=now, size=2)
    with pytest.raises(Conflict, match="on their way in"):
        _begun(sequence, segment, now)
    actions.stop_intake(sequence, first.pk, by=owner, at=now)
    assert not actions.take_in(first.pk, at=now)
    assert Enrolment.objects.count() == 2
    with pytest.raises(Conflict):
        actions.stop_intake(sequence, first.pk, by=owner, at=now)
    second = _begun(sequence, segment, now)
    actions.archive(sequence, by=owner, at=now)
    second.refresh_from_db()
    assert second.status == rules.CANCELLED


def test_who_may_not_and_what_does_not_run(place: Studio, now: datetime) -> None:
    sequence, segment = make.sequence(place, now, make.WAIT, publish=False), _segment(place, now)
    with pytest.raises(Conflict, match="not running"):
        _begun(sequence, segment, now)
    actions.publish(sequence, by=make.owner(place), at=now)
    with pytest.raises(NotFoundHere):
        actions.enrol_many(sequence, segment, by=person(account("x@example.com").pk), at=now)
    other = make_studio(account("rafi@example.com"), handle="rafi")
    with pytest.raises(NotFoundHere):
        _begun(sequence, _segment(other, now), now)
    assert not Intake.objects.exists()


def test_whom_a_search_finds_and_the_whole_audience_come_in_as_a_segment_does(place: Studio, now: datetime) -> None:
    owner, sequence, vip = make.owner(place), make.sequence(place, now, make.WAIT), make.tag(place, now)
    crowd = [make.contact(place, now, f"mina{n}@example.com") for n in range(7)]
    for each in crowd[:6]:
        contacts.tag(each, vip.pk, by=SYSTEM, at=now)
    contacts.unsubscribe(crowd[0], by=GUEST, at=now, source="link")
    Suppression.objects.create(studio=place, email_key=crowd[1].email_key, reason="by_hand", at=now)
    make.contact(make_studio(account("rafi@example.com"), handle="rafi"), now, "mina9@example.com")
    actions.enter(sequence, crowd[2], by=SYSTEM, at=now)
    found = Filters(text="mina", tag_id=vip.pk)
    assert queries.forecast(sequence, found, at=now) == queries.Forecast(6, 3, 3, 1, 2)
    first = actions.enrol_many(sequence, found, by=owner, at=now)
    assert actions.take_in(first.pk, at=now, size=2)
    with pytest.raises(Conflict, match="on their way in"):
        actions.enrol_many(sequence, Filters(), by=owner, at=now)
    drain(now)
    first.refresh_from_db()
    assert (_counts(first), first.title) == (("done", 6, 3, 1, 2), "A search among the contacts")
    everybody = _carried(actions.enrol_many(sequence, Filters(), by=owner, at=now), now)
    assert (_counts(everybody), everybody.title) == (("done", 7, 1, 4, 2), "The whole audience")
    people = Enrolment.objects.filter(sequence=sequence)
    assert people.count() == people.values("contact").distinct().count() == 5
    with pytest.raises(NotFoundHere):
        actions.enrol_many(sequence, Filters(tag_id=vip.pk + 99), by=owner, at=now)
    with pytest.raises(NotFoundHere):
        actions.enrol_many(sequence, Filters(), by=person(account("x@example.com").pk), at=now)


def test_rules_that_mean_nobody(place: Studio, now: datetime) -> None:
    sequence, segment = make.sequence(place, now, make.WAIT), _segment(place, now, {"any": []})
    _crowd(place, now, 2)
    assert queries.forecast(sequence, segment, at=now) == queries.Forecast(0, 0, 0, 0, 0)
    assert _counts(_carried(_begun(sequence, segment, now), now)) == ("done", 0, 0, 0, 0)


def test_later_rules_and_later_contacts_do_not_count(place: Studio, now: datetime) -> None:
    sequence = make.sequence(place, now, make.WAIT)
    _crowd(place, now, 2)
    segment = _segment(place, now)
    intake = _begun(sequence, segment, now)
    segments.change(segment, given={"status": "bounced"}, by=make.owner(place), at=now)
    audience.contact(place, "later@example.com")
    assert _counts(_carried(intake, now)) == ("done", 2, 2, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_and_eight_clicks_are_one(now: datetime) -> None:
    place = make_studio()
    sequence = make.sequence(place, now, make.WAIT, reentry=rules.ALWAYS)
    _crowd(place, now, 40)
    segment = _segment(place, now)
    answers = race(*[lambda: _begun(sequence, segment, now)] * 8)
    assert sum(isinstance(each, Intake) for each in answers) == 1
    intake = Intake.objects.get()
    race(*[lambda: _carried(intake, now)] * 8)
    assert _counts(Intake.objects.get()) == ("done", 40, 40, 0, 0)
    assert Enrolment.objects.count() == 40


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_each_is_in_exactly_once(now: datetime) -> None:
    place, dice = make_studio(), random.Random(11)
    sequence = make.sequence(place, now, make.WAIT, reentry=rules.ALWAYS)
    _crowd(place, now, 1_500)
    intake = _begun(sequence, _segment(place, now), now)
    environment = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "dhara.config.settings"}
    command = [sys.executable, "-c", TAKER, now.isoformat(), str(intake.pk)]
    for _kill in range(4):
        worker = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        wanted = intake.entered + dice.randrange(20, 250)
        while Intake.objects.get(pk=intake.pk).entered < wanted:
            time.sleep(0.002)
        worker.send_signal(signal.SIGKILL)
        worker.communicate(timeout=20)
        intake.refresh_from_db()
        assert Enrolment.objects.count() == intake.entered
    assert 80 <= intake.entered < 1_500
    done = _carried(intake, now, size=500)
    assert _counts(done) == ("done", 1_500, 1_500, 0, 0)
    people = Enrolment.objects.filter(sequence=sequence, state="active", rotation=0)
    assert people.values("contact").distinct().count() == people.count() == 1_500
    assert ContactEvent.objects.filter(kind="entered").count() == 1_500
