"""Whoever the work waits for is reminded, each time once; timers count from the state that they are of."""

from datetime import timedelta

import pytest

from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.facts.models import RecordedFact
from dhara.kit.queue import drain
from dhara.people.models import Member
from dhara.work.changes import actions as changes
from dhara.work.engagements import actions as work
from dhara.work.models import Unit
from tests.make import gigs

HOURS = timedelta(hours=1)


@pytest.fixture
def unit(db, now):
    return gigs.ordered(now)


@pytest.fixture
def worker(unit):
    return person(Member.objects.get(studio=unit.worker).account_id)


def said(unit):
    found = RecordedFact.objects.filter(name="work.WorkReminded", data__unit_id=unit.pk).order_by("id")
    return [(each.data["what"], each.at) for each in found]


def test_what_is_needed_is_asked_for_twice(unit, now):
    drain(now + 24 * HOURS - timedelta(seconds=1))
    assert said(unit) == []
    drain(now + 30 * 24 * HOURS)
    assert said(unit) == [("missing_1", now + 24 * HOURS), ("missing_2", now + 72 * HOURS)]


def test_after_a_week_without_a_worker_it_is_asked_for_once(unit, now):
    for _each in range(2):
        work.remind(unit.pk, by=SYSTEM, at=now + 200 * HOURS)
    assert said(unit) == [("missing_2", now + 200 * HOURS)]


def test_who_works_is_reminded_a_day_before(unit, worker, now):
    work.act(unit.pk, "require", by=GUEST, at=now, content={"name": "Dokan"})
    drain(now + 60 * HOURS)
    assert said(unit) == [("due", now + 48 * HOURS)]


def test_nobody_is_reminded_of_what_is_done_or_too_late(unit, worker, now):
    work.act(unit.pk, "require", by=GUEST, at=now, content={"name": "Dokan"})
    work.act(unit.pk, "deliver", by=worker, at=now + HOURS, text="Here it is.")
    drain(now + 50 * HOURS)
    assert [what for what, _at in said(unit)] == ["review"]
    work.act(unit.pk, "ask_revision", by=GUEST, at=now + 50 * HOURS, text="Greener.")
    due = Unit.objects.get(pk=unit.pk).due_at
    work.remind(unit.pk, by=SYSTEM, at=due)
    assert len(said(unit)) == 1


def test_a_day_for_all_of_it_leaves_half_a_day(now, db):
    unit = gigs.ordered(now, gigs.offer(now, days=1, questions=()))
    drain(now + 23 * HOURS)
    assert said(unit) == [("due", now + 12 * HOURS)]


def test_more_time_puts_the_reminder_off_and_gives_another(unit, worker, now):
    work.act(unit.pk, "require", by=GUEST, at=now, content={"name": "Dokan"})
    early = changes.propose(unit.pk, "extend", text="No power.", days=2, by=worker, at=now)
    changes.agree(early.pk, by=GUEST, at=now)
    drain(now + 97 * HOURS)
    assert said(unit) == [("due", now + 96 * HOURS)]
    later = changes.propose(unit.pk, "extend", text="Again.", days=1, by=worker, at=now + 97 * HOURS)
    changes.agree(later.pk, by=GUEST, at=now + 97 * HOURS)
    drain(now + 143 * HOURS)
    assert said(unit) == [("due", now + 96 * HOURS), ("due", now + 120 * HOURS)]


def test_the_review_is_reminded_of_once_and_again_when_it_is_longer(unit, worker, now):
    work.act(unit.pk, "start", by=worker, at=now)
    work.act(unit.pk, "deliver", by=worker, at=now, text="Here it is.")
    drain(now + 49 * HOURS)
    assert said(unit) == [("review", now + 48 * HOURS)]
    work.act(unit.pk, "extend_review", by=GUEST, at=now + 50 * HOURS)
    drain(now + 50 * HOURS + timedelta(days=4))
    assert said(unit) == [("review", now + 48 * HOURS), ("review", now + 98 * HOURS)]
    assert Unit.objects.get(pk=unit.pk).status == "accepted"
