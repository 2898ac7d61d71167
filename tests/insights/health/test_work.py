"""The doctor finds money of paid work that is not where the work says."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.insights.health.queries.work import examine, holding
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.money.models import Hold
from dhara.people.models import Member
from dhara.work.engagements import actions as work
from dhara.work.engagements.modes import FIXED, GIG, HOURLY
from dhara.work.models import Engagement, Unit
from tests.make import gigs

pytestmark = pytest.mark.django_db


def wrong() -> list[str]:
    return [each.text for each in examine() if not each.ok]


def test_states_that_hold_money_come_from_the_table() -> None:
    assert holding(GIG) == ["active", "disputed", "funded", "revision", "submitted"]
    assert holding(FIXED) == ["active", "claimed", "disputed", "ending", "revision", "submitted"]
    assert holding(HOURLY) == ["active", "disputed", "submitted"]  # the rest of a week leaves when it is closed


def test_sound_work_is_sound_at_every_step(now: datetime) -> None:
    unit = gigs.ordered(now)
    her = person(Member.objects.get(studio=unit.worker).account_id)
    assert wrong() == []
    work.act(unit.pk, "start", by=SYSTEM, at=now)
    work.act(unit.pk, "deliver", by=her, at=now, text="Here it is.")
    assert wrong() == []
    work.act(unit.pk, "accept", by=GUEST, at=now)
    other = gigs.ordered(now)
    work.act(other.pk, "give_up", by=person(Member.objects.get(studio=other.worker).account_id), at=now, text="Ill.")
    assert wrong() == []


def test_what_is_wrong_is_named(now: datetime) -> None:
    unit = gigs.ordered(now)
    hold = Hold.objects.filter(pk=unit.hold_id)
    hold.update(released=5)
    assert "42075 of 42075 left, set aside 42070" in "".join(wrong())
    hold.update(released=0)
    Unit.objects.filter(pk=unit.pk).update(hold=None)
    assert "set aside 0" in "".join(wrong())
    Unit.objects.filter(pk=unit.pk).update(hold=unit.hold_id, status="accepted")
    found = wrong()
    named = (f"{unit.pk}", f"{unit.engagement_id}")
    assert [len(found), *(any(each.count(name) for name in named) for each in found)] == [3, True, True, True]
    Unit.objects.filter(pk=unit.pk).update(status="funded")
    Engagement.objects.update(ended_at=now)
    assert ["units that go on 1" in each for each in wrong()] == [True]
