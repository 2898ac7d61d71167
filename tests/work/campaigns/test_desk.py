"""The worker's desk: what one may do, the best paid first, in few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.people.models import Studio
from dhara.work.campaigns import actions
from dhara.work.campaigns.queries import desk, tally
from dhara.work.models import Campaign
from tests.make import campaigns as make
from tests.make import people


@pytest.fixture
def offers(parties, now):
    """Three that run, of different pay; one that waits, one for others."""
    made = [make.running(parties, now, title=f"Pays {pay}", reward=pay) for pay in (300, 900, 600)]
    make.paid(parties, now, title="Not begun")
    make.running(parties, now, title="Elsewhere", countries=["DE"], reward=5_000)
    make.running(parties, now, title="For others", level=2, reward=5_000)
    return made


def titles(worker, **words):
    return [each.campaign.title for each in desk.open_tasks(worker, tally(worker), **words)]


def test_the_best_paid_first(parties, now, offers):
    studio, _by = make.worker(1)
    assert titles(studio) == ["Pays 900", "Pays 600", "Pays 300"]
    last = desk.open_tasks(studio, tally(studio), limit=1)[0].campaign
    assert titles(studio, after=(last.hourly_pay, last.pk)) == ["Pays 600", "Pays 300"]
    assert titles(people.studio(parties.karim, handle="karims")) == [], "nobody works for themselves"


def test_done_or_gone_it_is_not_shown(now, offers):
    studio, by = make.worker(1)
    make.submitted(offers[1], 1, now)
    Campaign.objects.filter(pk=offers[2].pk).update(free=0)
    assert titles(studio) == ["Pays 300"]
    unit = actions.claim(offers[0], studio, by=by, at=now)
    assert [each.pk for each in desk.mine(studio)] == [unit.pk]
    assert desk.mine(studio)[0].engagement.campaign == offers[0]


def test_few_queries(now, offers):
    studio, _by = make.worker(1)
    with CaptureQueriesContext(connection) as one:
        desk.open_tasks(studio, tally(studio), limit=1)
    with CaptureQueriesContext(connection) as all_of_them:
        found = desk.open_tasks(Studio.objects.get(pk=studio.pk), tally(studio))
        assert [each.campaign.account.pk for each in found]
        assert len(desk.mine(studio)) == 0
    assert len(one) <= 5
    assert len(all_of_them) <= 7


def test_who_may_do_few_of_many_finds_all_of_them(now, offers, monkeypatch):
    """Steps along the best paid ones, each longer than the one before; none is left out where one ends."""
    studio, _by = make.worker(1)
    monkeypatch.setattr(desk, "_FIRST", 1)
    monkeypatch.setattr(desk, "_MORE", 2)
    with CaptureQueriesContext(connection) as steps:
        found = desk.open_tasks(studio, tally(studio), limit=1)
    assert [each.campaign.title for each in found] == ["Pays 900"]
    assert len(steps) == 1 + 3, "two of others stand before it: a step of one, one of two, and what was found"
    assert titles(studio, limit=2) == ["Pays 900", "Pays 600"]
    assert titles(studio) == ["Pays 900", "Pays 600", "Pays 300"]
