"""Slots are claimed by many at once: never more than there are, never one twice, never in a queue."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from dhara.kit.actor import person
from dhara.kit.refusal import Conflict, NotAllowed, NotFoundHere, Refused
from dhara.work.campaigns import actions
from dhara.work.engagements import actions as work
from dhara.work.models import Campaign, Slot, Unit
from tests.make import campaigns as make
from tests.make import people
from tests.make.race import at_once
from tests.make.work import parties


@pytest.mark.django_db(transaction=True)
def test_a_thousand_for_a_hundred_slots(now):
    """Over twenty connections, every worker five times: never over, never one worker twice, nobody waits for a lock."""
    campaign = make.running(parties(now), now, positions=100)
    asking = [make.worker(number) for number in range(200)] * 5
    gate = Barrier(20)

    def go(part):
        found = []
        gate.wait()
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
        for studio, by in part:
            try:
                found.append(actions.claim(campaign, studio, by=by, at=now))
            except Refused as refusal:
                found.append(refusal)
        connection.close()
        return found

    with ThreadPoolExecutor(20) as pool:
        answers = [each for part in pool.map(go, [asking[start::20] for start in range(20)]) for each in part]
    taken = [each for each in answers if isinstance(each, Unit)]
    assert len(answers) == 1_000
    assert len(taken) == 100
    assert {each.code for each in answers if isinstance(each, Conflict)} <= {"none_left", "task_open"}
    assert len({each.worker_id for each in taken}) == 100
    assert set(Slot.objects.values_list("unit_id", flat=True)) == {each.pk for each in taken}


@pytest.mark.django_db(transaction=True)
def test_one_worker_has_one_at_a_time(now):
    campaign = make.running(parties(now), now, positions=20, per_worker=9)
    studio, by = make.worker(1)
    answers = at_once(*[lambda: actions.claim(campaign, studio, by=by, at=now)] * 6)
    assert sum(isinstance(answer, Unit) for answer in answers) == 1
    assert {answer.code for answer in answers if isinstance(answer, Conflict)} == {"task_open"}
    assert Slot.objects.filter(state="taken").count() == 1


@pytest.mark.django_db
def test_who_may_not(parties, now):
    campaign = make.running(parties, now, countries=["bd"], languages=["bn"])
    studio, by = make.worker(1)
    thief = person(people.account("thief@example.com").pk)
    with pytest.raises(NotAllowed):
        actions.claim(campaign, studio, by=thief, at=now)
    studio.language = "en"
    with make.refused("not_wanted"):
        actions.claim(campaign, studio, by=by, at=now)
    studio.language, studio.time_zone = "bn", "Europe/Berlin"
    with make.refused("not_wanted"):
        actions.claim(campaign, studio, by=by, at=now)
    own = people.studio(parties.karim, handle="karims")
    with make.refused("own_work"):
        actions.claim(campaign, own, by=parties.actor("buyer"), at=now)
    Campaign.objects.update(targeting={"level": 1})
    with make.refused("level_low"):
        actions.claim(Campaign.objects.get(), studio, by=by, at=now)
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_as_many_as_one_may_and_as_fast(parties, now):
    campaign = make.running(parties, now, positions=9, per_worker=2, hourly=3)
    make.submitted(campaign, 1, now)
    make.submitted(campaign, 1, now)
    studio, by = make.worker(1)
    with make.refused("enough_done"):
        actions.claim(campaign, studio, by=by, at=now)
    make.submitted(campaign, 2, now)
    studio, by = make.worker(3)
    with make.refused("too_fast"):
        actions.claim(campaign, studio, by=by, at=now)
    assert actions.claim(campaign, studio, by=by, at=now + timedelta(minutes=61)).status == "reserved"


@pytest.mark.django_db
def test_an_item_is_never_given_to_one_worker_twice(parties, now):
    rows = [{"picture": str(number)} for number in range(3)]
    campaign = make.running(parties, now, rows=rows, redundancy=2, per_worker=50)
    assert campaign.positions == 6
    places = [make.submitted(campaign, 1, now).position for _each in rows]
    assert sorted(places) == [1, 2, 3]
    studio, by = make.worker(1)
    with make.refused("none_left"):
        actions.claim(campaign, studio, by=by, at=now)
    assert sorted(make.submitted(campaign, 2, now).position for _each in rows) == [1, 2, 3]


@pytest.mark.django_db
def test_what_is_not_done_in_time_is_free_again(parties, now):
    campaign = make.running(parties, now, positions=1)
    studio, by = make.worker(1)
    unit = actions.claim(campaign, studio, by=by, at=now)
    assert actions.lapse_due(at=now + timedelta(minutes=9)) == 0
    with make.refused("too_late"):
        actions.submit(unit.pk, {"cat": "yes"}, by=by, at=now + timedelta(minutes=11))
    assert actions.lapse_due(at=now + timedelta(minutes=11)) == 1
    unit.refresh_from_db()
    assert (unit.status, unit.version, unit.decisions.get().verb) == ("lapsed", 1, "lapse")
    other, by_other = make.worker(2)
    again = actions.claim(campaign, other, by=by_other, at=now + timedelta(minutes=12))
    assert Slot.objects.get().unit_id == again.pk


@pytest.mark.django_db
def test_given_back_it_may_be_taken_again(parties, now):
    campaign = make.running(parties, now, positions=1)
    studio, by = make.worker(1)
    unit = actions.claim(campaign, studio, by=by, at=now)
    work.act(unit.pk, "give_back", by=by, at=now)
    assert actions.claim(campaign, studio, by=by, at=now).pk != unit.pk


@pytest.mark.django_db
def test_only_of_those_that_run(parties, now):
    campaign = make.running(parties, now)
    studio, by = make.worker(1)
    actions.pause(campaign.pk, by=parties.actor("buyer"), at=now)
    with make.refused("not_running"):
        actions.claim(campaign, studio, by=by, at=now)
    with pytest.raises(NotFoundHere):
        actions.claim(Campaign.objects.get(), studio, by=by, at=now)
