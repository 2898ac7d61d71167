"""Two at the same moment: one comes first, the other is told so, and the money moves once."""

from datetime import timedelta

import pytest

from dhara.kit.actor import SYSTEM
from dhara.kit.refusal import Conflict
from dhara.money import doctor
from dhara.work.engagements import actions
from dhara.work.models import Unit
from tests.make import work
from tests.make.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def step(unit, verb, who, at, **more):
    return lambda: actions.act(unit.pk, verb, by=who, at=at, **more)


def delivered(now):
    parties = work.parties(now)
    unit = parties.unit("gig", now)
    actions.act(unit.pk, "fund", by=SYSTEM, at=now, source=parties.source)
    actions.act(unit.pk, "start", by=parties.actor("worker"), at=now)
    actions.act(unit.pk, "deliver", by=parties.actor("worker"), at=now, text="Here it is.")
    return parties, unit


def settled(unit, now):
    assert all(finding.ok for finding in doctor.check(at=now))
    unit = Unit.objects.get(pk=unit.pk)
    assert unit.paid + unit.returned == unit.amount
    return unit


def test_accepted_by_hand_and_by_silence(now):
    parties, unit = delivered(now)
    late = now + timedelta(days=3)
    answers = at_once(
        *[step(unit, "accept", parties.actor("buyer"), late)] * 2,
        *[lambda: actions.time_up(unit.pk, by=SYSTEM, at=late)] * 2,
    )
    assert sum(isinstance(answer, Unit) for answer in answers) <= 1
    assert settled(unit, late).paid == unit.amount


def test_accepted_and_given_up(now):
    parties, unit = delivered(now)
    answers = at_once(
        step(unit, "accept", parties.actor("buyer"), now),
        step(unit, "give_up", parties.actor("worker"), now, text="I can not finish it."),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Unit"]
    assert settled(unit, now).status in ("accepted", "cancelled")


def test_delivered_and_cancelled_for_lateness(now):
    parties, unit = delivered(now)
    actions.act(unit.pk, "ask_revision", by=parties.actor("buyer"), at=now, text="Larger, please.")
    late = now + timedelta(days=5)
    answers = at_once(
        step(unit, "cancel_late", parties.actor("buyer"), late),
        step(unit, "deliver", parties.actor("worker"), late, text="Larger."),
    )
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    assert Unit.objects.get(pk=unit.pk).status in ("cancelled", "submitted")
    assert all(finding.ok for finding in doctor.check(at=late))


def test_what_one_has_not_seen_is_not_decided(now):
    parties, unit = delivered(now)
    seen = Unit.objects.get(pk=unit.pk).version
    actions.act(unit.pk, "extend_review", by=parties.actor("buyer"), at=now)
    with pytest.raises(Conflict) as refusal:
        actions.act(unit.pk, "accept", by=parties.actor("buyer"), at=now, seen=seen)
    assert refusal.value.code == "moved_on"
    actions.act(unit.pk, "accept", by=parties.actor("buyer"), at=now, seen=seen + 1)
