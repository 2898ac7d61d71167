"""Ending work or having more time for it, by agreement."""

from datetime import timedelta

import pytest

from dhara.kit.actor import SYSTEM
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.money import doctor
from dhara.work.changes import actions
from dhara.work.engagements import actions as work
from dhara.work.models import Change, Unit


@pytest.fixture
def unit(parties, now):
    """Work in progress, to be delivered in three days."""
    made = parties.unit("gig", now)
    work.act(made.pk, "fund", by=SYSTEM, at=now, source=parties.source)
    work.act(made.pk, "start", by=parties.actor("worker"), at=now)
    return Unit.objects.get(pk=made.pk)


def proposed(unit, by, now, sort="cancel", **more):
    return actions.propose(unit.pk, sort, text="My kitchen is flooded.", by=by, at=now, **more)


def status(unit):
    return Unit.objects.get(pk=unit.pk).status


@pytest.mark.parametrize(("asks", "answers"), [("buyer", "worker"), ("worker", "buyer")])
def test_both_sides_may_end_it_together(parties, unit, now, asks, answers):
    change = proposed(unit, parties.actor(asks), now)
    with pytest.raises(NotAllowed):
        actions.agree(change.pk, by=parties.actor(asks), at=now)
    assert status(unit) == "active"
    actions.agree(change.pk, by=parties.actor(answers), at=now)
    assert status(unit) == "cancelled"
    assert all(finding.ok for finding in doctor.check(at=now))
    with pytest.raises(Conflict):
        actions.agree(change.pk, by=parties.actor(answers), at=now)


def test_silence_ends_it_after_two_days(parties, unit, now):
    change = proposed(unit, parties.actor("buyer"), now)
    drain(now + timedelta(hours=48) - timedelta(seconds=1))
    assert status(unit) == "active"
    drain(now + timedelta(hours=48))
    assert status(unit) == "cancelled"
    assert Change.objects.get(pk=change.pk).status == "agreed"


def test_more_time_is_not_given_by_silence(parties, unit, now):
    change = proposed(unit, parties.actor("worker"), now, "extend", days=4)
    drain(now + timedelta(days=3))
    assert Change.objects.get(pk=change.pk).status == "lapsed"
    assert Unit.objects.get(pk=unit.pk).due_at == unit.due_at
    again = proposed(unit, parties.actor("worker"), now, "extend", days=4)
    actions.agree(again.pk, by=parties.actor("buyer"), at=now)
    assert Unit.objects.get(pk=unit.pk).due_at == unit.due_at + timedelta(days=4)


def test_a_no_has_its_reason_and_leaves_all_as_it_was(parties, unit, now):
    change = proposed(unit, parties.actor("worker"), now)
    with pytest.raises(Invalid):
        actions.decline(change.pk, answer=" ", by=parties.actor("buyer"), at=now)
    actions.decline(change.pk, answer="Half of it is here already.", by=parties.actor("buyer"), at=now)
    drain(now + timedelta(days=5))
    assert status(unit) == "active"


def test_only_one_at_a_time_and_only_by_those_it_is_about(parties, unit, now):
    change = proposed(unit, parties.actor("worker"), now)
    with pytest.raises(Conflict) as refusal:
        proposed(unit, parties.actor("buyer"), now)
    assert refusal.value.code == "change_open"
    with pytest.raises(NotAllowed):
        actions.withdraw(change.pk, by=parties.actor("buyer"), at=now)
    actions.withdraw(change.pk, by=parties.actor("worker"), at=now)
    with pytest.raises(NotFoundHere):
        actions.propose(unit.pk, "marry", text="Please.", by=parties.actor("worker"), at=now)
    with pytest.raises(Invalid):
        proposed(unit, parties.actor("worker"), now, "extend", days=61)


def test_what_was_accepted_meanwhile_stays(parties, unit, now):
    change = proposed(unit, parties.actor("buyer"), now)
    work.act(unit.pk, "deliver", by=parties.actor("worker"), at=now, text="Here it is.")
    work.act(unit.pk, "accept", by=parties.actor("buyer"), at=now)
    with pytest.raises(Conflict):
        actions.agree(change.pk, by=parties.actor("worker"), at=now)
    drain(now + timedelta(days=3))
    assert status(unit) == "accepted"
    assert Change.objects.get(pk=change.pk).status == "lapsed"
