"""Weeks by the hour: paid before they are worked, written down, closed, billed; what nobody worked goes back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from dhara.kit.actor import person
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.money import doctor
from dhara.work import doctor as work_doctor
from dhara.work.engagements import actions as work
from dhara.work.engagements import queries as work_queries
from dhara.work.hours import actions, queries
from dhara.work.models import Engagement, TimeEntry, Unit
from tests.make import hours as make
from tests.make import people
from tests.make.race import at_once
from tests.make.work import parties as make_parties

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


def fresh(unit):
    return Unit.objects.select_related("engagement").get(pk=unit.pk)


def sound(at):
    return all(finding.ok for finding in doctor.check(at=at))


def test_a_week_from_its_money_to_the_bill(parties):
    at = MONDAY + timedelta(days=1)
    unit = make.paid(parties, at - 2 * HOUR)
    assert (unit.due_at, unit.amount, unit.status) == (MONDAY + timedelta(days=7), 100_000, "active")
    entry = actions.write(unit.pk, make.time(at - HOUR, 30), by=parties.actor("worker"), at=at)
    actions.write(unit.pk, make.time(at - HOUR / 2, 30), by=parties.actor("worker"), at=at)
    actions.correct(entry.pk, make.time(at - HOUR, 20, "Letters."), by=parties.actor("worker"), at=at)
    third = actions.write(unit.pk, make.time(at - 2 * HOUR, 20), by=parties.actor("worker"), at=at)
    actions.remove(third.pk, by=parties.actor("worker"), at=at)
    assert queries.billed(fresh(unit)) == 8_333
    drain(at=MONDAY + timedelta(days=7, hours=11, minutes=59))
    assert fresh(unit).status == "active"
    closed = MONDAY + timedelta(days=7, hours=12)
    drain(at=closed)
    unit = fresh(unit)
    assert (unit.status, unit.returned, work_queries.left(unit)) == ("submitted", 91_667, 8_333)
    assert work_queries.silent_until(unit) == MONDAY + timedelta(days=12)
    assert sound(closed)
    drain(at=MONDAY + timedelta(days=12))
    unit = fresh(unit)
    assert (unit.status, unit.paid, unit.returned) == ("accepted", 8_333, 91_667)
    assert sound(MONDAY + timedelta(days=12))


def test_a_week_without_time_ends_at_once_and_all_goes_back(parties):
    unit = make.paid(parties, MONDAY)
    drain(at=MONDAY + timedelta(days=7, hours=12))
    unit = fresh(unit)
    assert (unit.status, unit.paid, unit.returned) == ("accepted", 0, 100_000)


def test_the_next_week_can_be_paid_once_this_one_is_and_a_pause_ends_it(parties):
    made = make.project(parties, MONDAY)
    first = make.paid(parties, MONDAY, made)
    second = make.paid(parties, MONDAY + HOUR, made)
    assert second.due_at == first.due_at + timedelta(days=7)
    assert [each.status for each in made.units.order_by("position")] == ["active", "active", "draft"]
    with pytest.raises(Invalid) as refused:
        actions.write(second.pk, make.time(MONDAY, 30), by=parties.actor("worker"), at=MONDAY + HOUR)
    assert refused.value.code == "outside_week"
    work.act(second.pk, "close", by=parties.actor("worker"), at=MONDAY + 2 * HOUR)
    drain(at=MONDAY + timedelta(days=31))
    assert {each.status for each in made.units.all()} == {"accepted", "cancelled"}
    assert Engagement.objects.get(pk=made.pk).ended_at is not None
    assert sound(MONDAY + timedelta(days=31))


def test_either_side_ends_it_and_the_paid_week_goes_on(parties):
    for number, side in enumerate(("buyer", "worker")):
        made = make.project(parties, MONDAY, f"proposal:{number}")
        first = make.paid(parties, MONDAY, made)
        further = made.units.get(status="draft")
        work.act(further.pk, "finish", by=parties.actor(side), at=MONDAY)
        assert fresh(first).status == "active"
        assert Engagement.objects.get(pk=made.pk).ended_at is None
        work.act(first.pk, "close", by=parties.actor("worker"), at=MONDAY + HOUR)
        drain(at=MONDAY + HOUR)
        assert Engagement.objects.get(pk=made.pk).ended_at is not None


def test_who_may_write_and_when(parties):
    at = MONDAY + timedelta(days=2)
    unit = make.paid(parties, at - timedelta(days=1))
    made = actions.write(unit.pk, make.time(at - HOUR), by=parties.actor("worker"), at=at)
    mate = person(people.member(parties.studio, email="mate@example.com", role="support").account.pk)
    outsider = person(people.account("outsider@example.com").pk)
    for who, kind in ((outsider, NotFoundHere), (parties.actor("buyer"), NotAllowed)):
        with pytest.raises(kind):
            actions.write(unit.pk, make.time(at - 3 * HOUR), by=who, at=at)
        with pytest.raises(kind):
            actions.remove(made.pk, by=who, at=at)
    assert actions.correct(made.pk, make.time(at - HOUR, 60, "Letters"), by=mate, at=at).author_id == parties.nadia.pk
    actions.write(unit.pk, make.time(at - HOUR), by=mate, at=at)  # two people work at once
    for wrong, code in (
        (make.time(at - HOUR / 2), "in_future"),
        (make.time(at - timedelta(days=1, hours=2)), "outside_week"),
        (make.time(at - timedelta(hours=20), 9 * 60), "above_limit"),
    ):
        with pytest.raises(Invalid) as refused:
            actions.write(unit.pk, wrong, by=parties.actor("worker"), at=at)
        assert refused.value.code == code
    with pytest.raises(Conflict) as overlapping:
        actions.write(unit.pk, make.time(at - 1.5 * HOUR), by=parties.actor("worker"), at=at)
    assert overlapping.value.code == "time_overlaps"
    assert TimeEntry.objects.count() == 2


def test_what_is_closed_is_evidence(parties):
    unit = make.paid(parties, MONDAY)
    at = MONDAY + timedelta(days=1)
    entry = actions.write(unit.pk, make.time(at - HOUR), by=parties.actor("worker"), at=at)
    work.act(unit.pk, "close", by=parties.actor("worker"), at=at)
    with pytest.raises(Conflict):
        actions.write(unit.pk, make.time(at - 3 * HOUR), by=parties.actor("worker"), at=at)
    with pytest.raises(Conflict):
        actions.remove(entry.pk, by=parties.actor("worker"), at=at)
    for change in (entry.delete, lambda: TimeEntry.objects.update(text="Other work.")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    work.act(unit.pk, "dispute", by=parties.actor("buyer"), at=at, text="I saw no letters.")
    drain(at=at)
    ruled = work.act(unit.pk, "rule_split", by=parties.actor("operator"), at=at, text="A half.", to_worker=5_000)
    assert (ruled.paid, ruled.returned) == (5_000, 95_000)
    assert sound(at)


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_the_limit_and_the_clock_hold(now):
    sides = make_parties(now)
    at = MONDAY + timedelta(days=2)
    one, two = (make.paid(sides, MONDAY, make.project(sides, MONDAY, f"proposal:{n}")) for n in range(2))
    worker = sides.actor("worker")
    same = make.time(at - HOUR)
    answers = at_once(*(lambda u=u: actions.write(u.pk, same, by=worker, at=at) for u in (one, two, one, two)))
    assert [isinstance(each, TimeEntry) for each in answers].count(True) == 1
    full = [make.time(at - timedelta(hours=20 + 2 * n), 100) for n in range(8)]
    at_once(*(lambda t=t: actions.write(one.pk, t, by=worker, at=at) for t in full))
    assert queries.minutes_of([one])[one.pk] <= 600
    at_once(
        lambda: work.act(one.pk, "close", by=worker, at=at),
        lambda: actions.write(one.pk, make.time(at - timedelta(hours=4), 5), by=worker, at=at),
    )
    unit = fresh(one)
    assert unit.amount - unit.returned == queries.billed(unit)
    assert sound(at)


def test_a_bill_that_is_not_its_time_is_found(parties):
    unit = make.paid(parties, MONDAY)
    make.worked(unit, parties.nadia, HOUR)
    closed = work.act(unit.pk, "close", by=parties.actor("worker"), at=MONDAY + 2 * HOUR)
    assert all(finding.ok for finding in work_doctor.check())
    Unit.objects.filter(pk=unit.pk).update(terms={**closed.terms, "rate": 20_000})
    assert [finding.section for finding in work_doctor.check() if not finding.ok] == ["hours"]
