"""The worker's desk: what may be done and what it pays, one's own tasks, taking one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.people.models import Tie
from dhara.trust.models import Reputation
from dhara.work.campaigns import actions
from dhara.work.models import Campaign, Standing, Unit
from tests.make import campaigns as make
from tests.make import people, work
from tests.make.ties import tie
from tests.make.work import Parties
from tests.web.browsing import client, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
BASE = "/studio/nadia/tasks/"


@pytest.fixture
def sides(now: datetime) -> Parties:
    return work.parties(now)


def test_an_empty_desk_says_what_to_do(sides: Parties) -> None:
    nadia = client(sides.nadia)
    page = text(nadia.get(BASE))
    assert "No tasks for you right now" in page
    assert "/studio/nadia/settings/" in page
    for show in ("mine", "waiting", "ended"):
        assert "Show tasks to take" in text(nadia.get(BASE, {"show": show}))


def test_the_best_paid_first_with_what_is_known_of_the_buyer(sides: Parties, now: datetime) -> None:
    for pay in (300, 900):
        make.running(sides, now, title=f"Pays {pay}", reward=pay)
    page = text(client(sides.nadia).get(BASE))
    assert page.index("Pays 900") < page.index("Pays 300")
    assert "A new buyer" in page
    assert "a minute" in page
    Standing.objects.create(
        account=sides.karim, accepted=9, rejected=1, overturned=1, review_seconds=7_200, counted_at=now
    )
    Reputation.objects.create(buyer=sides.karim, reviews=3, mean=466, counted_at=now)
    page = text(client(sides.nadia).get(BASE))
    for words in ("90 % of 10", "2 hours", "50 % of 2", "4.7 of 5, 3 reviews"):
        assert words in page


def test_what_is_paid_is_said_without_the_fee(sides: Parties, now: datetime) -> None:
    campaign = make.running(sides, now, reward=10_000)
    page = text(client(sides.nadia).get(f"{BASE}campaigns/{campaign.pk}/"))
    assert "You get ৳95" in page
    assert "the fee of the house is ৳5" in page


def test_take_a_task_and_find_it_again(sides: Parties, now: datetime) -> None:
    campaign, nadia = make.running(sides, now), client(sides.nadia)
    answer = nadia.post(f"{BASE}campaigns/{campaign.pk}/reservation/")
    unit = Unit.objects.get()
    assert answer["Location"] == f"{BASE}{unit.pk}/"
    assert (unit.worker, unit.status) == (sides.studio, "reserved")
    again = nadia.post(f"{BASE}campaigns/{campaign.pk}/reservation/")
    assert again["Location"] == answer["Location"]
    assert Unit.objects.count() == 1
    assert "Go on with your task" in text(nadia.get(f"{BASE}campaigns/{campaign.pk}/"))
    assert f"{BASE}{unit.pk}/" in text(nadia.get(BASE))
    assert f"{BASE}{unit.pk}/" in text(nadia.get(BASE, {"show": "mine"}))


def test_why_not(sides: Parties, now: datetime) -> None:
    campaign, nadia = make.running(sides, now, countries=["DE"]), client(sides.nadia)
    address = f"{BASE}campaigns/{campaign.pk}/"
    assert "people of other countries" in text(nadia.get(address))
    answer = nadia.post(f"{address}reservation/")
    assert answer.status_code == 403
    assert "people of other countries" in text(answer)
    actions.pause(campaign.pk, by=sides.actor("buyer"), at=now)
    assert "right now" in text(nadia.get(address))
    assert nadia.post(f"{address}reservation/").status_code == 409
    karims = people.studio(sides.karim, handle="karims")
    own = make.running(sides, now)
    refused = client(sides.karim).post(f"/studio/{karims.handle}/tasks/campaigns/{own.pk}/reservation/")
    assert "You can not work for yourself" in text(refused)
    draft = actions.make(make.draft(), by=sides.actor("buyer"), at=now)
    assert nadia.get(f"{BASE}campaigns/{draft.pk}/").status_code == 404
    assert not Unit.objects.exists()


def test_what_stands_in_the_way_is_said_before_one_tries(sides: Parties, now: datetime) -> None:
    """Who has done as many as one may, or pays for it, is offered no button that only refuses."""
    campaign, nadia = make.running(sides, now), client(sides.nadia)
    address = f"{BASE}campaigns/{campaign.pk}/"
    assert "Take this task" in text(nadia.get(address))
    unit = actions.claim(campaign, sides.studio, by=sides.actor("worker"), at=now)
    assert "One of these tasks is yours already" in text(nadia.get(address))
    actions.submit(unit.pk, {"cat": "yes"}, by=sides.actor("worker"), at=now)
    page = text(nadia.get(address))
    assert "You have done as many tasks here as one person may." in page
    assert "Take this task" not in page
    karims = people.studio(sides.karim, handle="karims")
    page = text(client(sides.karim).get(f"/studio/{karims.handle}/tasks/campaigns/{campaign.pk}/"))
    assert "You can not work for yourself" in page
    assert "Take this task" not in page
    slow = make.running(sides, now, hourly=1)
    make.taken(slow, 1, now)
    assert "As many tasks were taken this hour" in text(nadia.get(f"{BASE}campaigns/{slow.pk}/"))


def test_who_only_looks_takes_none(sides: Parties, now: datetime) -> None:
    campaign = make.running(sides, now)
    viewer = client(people.member(sides.studio).account)
    page = text(viewer.get(f"{BASE}campaigns/{campaign.pk}/"))
    assert "Your role in this studio is to look" in page
    assert viewer.post(f"{BASE}campaigns/{campaign.pk}/reservation/").status_code == 403
    assert not Unit.objects.exists()


def test_pages_lose_and_repeat_nothing(sides: Parties, now: datetime) -> None:
    for number in range(23):
        make.running(sides, now, title=f"Task {number:02}", reward=500 + 100 * (number % 3))
    nadia, seen, after = client(sides.nadia), [], ""
    while True:
        answer = nadia.get(BASE, {"after": after})
        seen += [campaign.title for campaign, _pay, _known in answer.context["rows"]]
        after = answer.context["next"]
        if not after:
            break
    assert sorted(seen) == [f"Task {number:02}" for number in range(23)]
    for campaign in Campaign.objects.all():
        actions.claim(campaign, sides.studio, by=sides.actor("worker"), at=now)
    first = nadia.get(BASE, {"show": "mine"}).context
    second = nadia.get(BASE, {"show": "mine", "after": first["next"]}).context
    assert len({line.url for line in (*first["lines"], *second["lines"])}) == 23
    assert nadia.get(BASE, {"after": "nonsense~", "show": "other"}).status_code == 200


def test_twenty_take_as_many_queries_as_one(sides: Parties, now: datetime) -> None:
    nadia, counts = client(sides.nadia), []
    for number in range(20):
        campaign = make.running(sides, now + timedelta(seconds=number), per_worker=2)
        unit = actions.claim(campaign, sides.studio, by=sides.actor("worker"), at=now)
        actions.submit(unit.pk, {"cat": "yes"}, by=sides.actor("worker"), at=now)
        if number in (0, 19):
            for show in ("", "waiting"):
                with CaptureQueriesContext(connection) as made:
                    assert nadia.get(BASE, {"show": show}).status_code == 200
                counts.append(len(made))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 9


def test_one_pair_of_hands_is_told_why_and_whom_to_ask(sides: Parties, now: datetime) -> None:
    campaign, nadia = make.running(sides, now), client(sides.nadia)
    found = tie(sides.nadia, sides.karim, now)
    address = f"{BASE}campaigns/{campaign.pk}/"
    told = {"en": "The same device is used on both sides", "bn": "দুই পক্ষ একই যন্ত্র ব্যবহার করে"}
    for language, words in told.items():
        nadia.cookies["lang"] = language
        answer = nadia.post(f"{address}reservation/")
        assert answer.status_code == 409
        for page in (text(nadia.get(address)), text(answer)):
            assert words in page
            assert "hello@dhara.example" in page
    assert not Unit.objects.exists()
    Tie.objects.filter(pk=found.pk).update(refused_at=None)
    nadia.get(address)  # whoever reads that they can not does not try
    found.refresh_from_db()
    assert found.refused_at == now
