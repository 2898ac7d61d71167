"""Ends of a project whose money is set aside: silence has opposite defaults by phase, and both sides may agree."""

from datetime import timedelta

import pytest

from dhara.kit.queue import drain
from dhara.money import doctor
from dhara.money.models import Payment
from dhara.work import doctor as work_doctor
from dhara.work.changes import actions as changes
from dhara.work.engagements import actions as work
from dhara.work.models import Unit
from tests.make import funding as make
from tests.make.work import AMOUNT

DAY = timedelta(days=1)


@pytest.fixture
def unit(parties, now):
    """The first milestone of a project, paid for."""
    project = make.project(parties, now)
    make.chosen(parties, make.begun(parties, project, now), "pay", now)
    return project.units.get(position=1)


def act(parties, unit, verb, who, at, text="Because."):
    return work.act(unit.pk, verb, by=parties.actor(who), at=at, text=text)


def ended(unit, at):
    drain(at)
    assert all(finding.ok for finding in [*doctor.check(at=at + timedelta(hours=2)), *work_doctor.check()])
    unit = Unit.objects.get(pk=unit.pk)
    return unit.status, unit.paid, unit.returned, Payment.objects.get().status


def test_what_was_handed_in_is_paid_after_fourteen_days_of_silence(parties, unit, now):
    act(parties, unit, "submit", "worker", now)
    assert ended(unit, now + 14 * DAY - timedelta(seconds=1))[0] == "submitted"
    assert ended(unit, now + 14 * DAY) == ("accepted", AMOUNT, 0, "captured")


def test_a_request_for_changes_starts_the_clock_anew(parties, unit, now):
    act(parties, unit, "submit", "worker", now)
    act(parties, unit, "ask_revision", "buyer", now + 13 * DAY)
    assert ended(unit, now + 20 * DAY)[0] == "revision"
    act(parties, unit, "submit", "worker", now + 20 * DAY)
    assert ended(unit, now + 33 * DAY)[0] == "submitted"
    assert ended(unit, now + 34 * DAY)[0] == "accepted"


def test_ended_by_the_client_it_goes_back_after_seven_days_of_silence(parties, unit, now):
    act(parties, unit, "end", "buyer", now)
    assert ended(unit, now + 7 * DAY - timedelta(seconds=1))[0] == "ending"
    assert ended(unit, now + 7 * DAY) == ("cancelled", 0, AMOUNT, "refunded")


def test_claimed_in_time_it_is_paid_after_five_days_of_silence(parties, unit, now):
    act(parties, unit, "end", "buyer", now)
    act(parties, unit, "claim", "worker", now + 6 * DAY)
    assert ended(unit, now + 11 * DAY - timedelta(seconds=1))[0] == "claimed"
    assert ended(unit, now + 11 * DAY) == ("accepted", AMOUNT, 0, "captured")


def test_ended_by_agreement_the_money_goes_back(parties, unit, now):
    asked = changes.propose(unit.pk, "cancel", text="We close the shop.", by=parties.actor("buyer"), at=now)
    changes.agree(asked.pk, by=parties.actor("worker"), at=now)
    assert ended(unit, now) == ("cancelled", 0, AMOUNT, "refunded")
