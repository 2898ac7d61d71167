"""Proofs are looked at: one by one and many at once, with what speaks against them; then what all of them say."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.kit.actor import person
from dhara.money import doctor
from dhara.work.campaigns import actions
from dhara.work.campaigns.rules.proof import Field
from dhara.work.engagements import actions as work
from dhara.work.models import Campaign, Unit
from tests.make import campaigns as make
from tests.make.work import Parties
from tests.web.browsing import text
from tests.web.campaigns.place import again, base

WHY = Field("why", "Why?", "text", needed=False)
LONG = "The picture shows a grey cat that sleeps on the red sofa beside the window of the house."


@pytest.fixture
def campaign(sides: Parties, now: datetime) -> Campaign:
    return make.running(sides, now, positions=30, fields=(make.CAT, WHY))


def status(unit: Unit) -> str:
    return Unit.objects.get(pk=unit.pk).status


def got(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    return b"".join(answer).decode()


def one(campaign: Campaign, unit: Unit) -> str:
    return f"{base(campaign)}review/{unit.pk}/"


def test_the_queue_and_how_long_it_takes(karim: Client, campaign: Campaign, now: datetime) -> None:
    assert "Nothing waits for you" in text(karim.get(f"{base(campaign)}review/"))
    make.submitted(campaign, 1, now)
    with CaptureQueriesContext(connection) as few:
        assert "Is there a cat?" in text(karim.get(f"{base(campaign)}review/"))
    for number in range(2, 22):
        make.submitted(campaign, number, now)
    with CaptureQueriesContext(connection) as many:
        page = text(karim.get(f"{base(campaign)}review/"))
    assert len(many) == len(few)
    assert page.count('name="proof"') == 20
    assert "Further proofs" in page


def test_accept_one_and_go_on_to_the_next(karim: Client, campaign: Campaign, now: datetime) -> None:
    first, second = (make.submitted(campaign, number, now) for number in (1, 2))
    page = text(karim.get(one(campaign, first)))
    assert 'data-key="a"' in page
    assert 'data-key="j"' in page
    assert karim.post(f"{one(campaign, first)}acceptance/")["Location"] == one(campaign, second)
    assert status(first) == "accepted"
    assert karim.post(f"{one(campaign, second)}acceptance/")["Location"] == f"{base(campaign)}review/"
    assert karim.post(f"{one(campaign, second)}acceptance/").status_code == 409
    assert karim.post(f"{one(campaign, second)}dance/").status_code == 404
    assert all(finding.ok for finding in doctor.check(at=now))


def test_reject_with_a_reason_and_hear_the_appeal(
    sides: Parties, karim: Client, campaign: Campaign, now: datetime
) -> None:
    unit = make.submitted(campaign, 1, now)
    answer = karim.post(f"{one(campaign, unit)}rejection/", {"text": "Look again."})
    assert answer.status_code == 422
    assert "Look again." in text(answer)
    assert status(unit) == "submitted"
    karim.post(f"{one(campaign, unit)}rejection/", {"preset": "2", "text": "Look again."})
    assert status(unit) == "rejected"
    assert "Look again." in text(karim.get(f"{base(campaign)}review/?show=rejected"))
    _studio, by = make.worker(1)
    work.act(unit.pk, "appeal", text="There is one, behind the box.", by=by, at=now)
    page = text(karim.get(f"{base(campaign)}review/"))
    assert "There is one, behind the box." in page
    assert "The answer is wrong" in page
    karim.post(f"{one(campaign, unit)}agreement/")
    assert status(unit) == "accepted"


def test_the_chosen_and_all(karim: Client, campaign: Campaign, now: datetime) -> None:
    units = [make.submitted(campaign, number, now) for number in range(1, 5)]
    assert karim.post(f"{base(campaign)}review/acceptances/", {"proof": ["x"]})["Location"]
    karim.post(f"{base(campaign)}review/acceptances/", {"proof": [units[0].pk, units[2].pk]})
    assert [status(each) for each in units] == ["accepted", "submitted", "accepted", "submitted"]
    before = (now - timedelta(minutes=1)).isoformat()
    karim.post(f"{base(campaign)}review/acceptances/", {"all": "1", "seen_at": before})
    assert status(units[1]) == "submitted"
    karim.post(f"{base(campaign)}review/acceptances/", {"all": "1", "seen_at": now.isoformat()})
    assert {status(each) for each in units} == {"accepted"}
    assert all(finding.ok for finding in doctor.check(at=now))


def test_what_speaks_against_a_proof(sides: Parties, karim: Client, now: datetime) -> None:
    rows = [{"picture": "a.jpg"}]
    made = actions.make(make.draft(fields=(make.CAT, WHY)), by=sides.actor("buyer"), at=now)
    actions.set_items(made.pk, [], [(rows[0], {"cat": "yes"})], by=sides.actor("buyer"), at=now)
    campaign = make.running(sides, now, fields=(make.CAT, WHY))
    Campaign.objects.filter(pk=campaign.pk).update(measured=600)
    first = make.submitted(campaign, 1, now, {"cat": "yes", "why": LONG})
    second = make.submitted(campaign, 2, now, {"cat": "no", "why": LONG})
    item = made.items.get()
    item.campaign = campaign
    item.save()
    Unit.objects.filter(pk=second.pk).update(terms={"minutes": 10, "item": item.pk})
    page = text(karim.get(one(campaign, second)))
    assert "nearly the same text" in page
    assert one(campaign, first) in page
    assert "Done much quicker than usual" in page
    assert "Not the answer that you know: Is there a cat?" in page
    assert "a.jpg" in page
    assert "Not the answer" not in text(karim.get(one(campaign, first)))


def test_pictures_are_shown_and_only_to_the_buyer(sides: Parties, now: datetime, karim: Client) -> None:
    blanks = make.review_blanks(sides.karim, now)
    campaign = Campaign.objects.get(pk=blanks["campaign_id"])
    address = f"{base(campaign)}review/pictures/{blanks['picture_of']}/"
    assert address in text(karim.get(f"{base(campaign)}review/"))
    answer: Any = karim.get(address)
    assert answer["Content-Type"] == "image/png"
    assert "sandbox" in answer["Content-Security-Policy"]
    b"".join(answer)
    assert karim.get(f"/work/files/{blanks['picture_of']}/").status_code == 302
    other = make.running(sides, now)
    assert karim.get(f"{base(other)}review/pictures/{blanks['picture_of']}/").status_code == 404
    assert karim.get(f"{base(other)}review/{blanks['proof_id']}/").status_code == 404


def test_results_and_their_files(sides: Parties, karim: Client, now: datetime) -> None:
    campaign = make.running(sides, now, rows=[{"picture": "a.jpg"}, {"picture": "=1+1"}], redundancy=3, per_worker=2)
    assert "No answer is accepted yet" in text(karim.get(f"{base(campaign)}results/"))
    for number, said in ((1, "yes"), (2, "yes"), (3, "no")):
        for _turn in range(2):
            unit = make.submitted(campaign, number, now, {"cat": said})
            work.act(unit.pk, "accept", by=person(sides.karim.pk), at=now)
    page = text(karim.get(f"{base(campaign)}results/"))
    assert "6 accepted answers" in page
    assert "67 %" in page
    assert "On average so many agree on a row" in page
    table = got(karim, f"{base(campaign)}results/csv/")
    assert "'=1+1" in table
    assert "cat_agreement" in table
    whole = json.loads(got(karim, f"{base(campaign)}results/json/"))
    assert (len(whole["answers"]), len(whole["results"])) == (6, 2)
    assert karim.get(f"{base(campaign)}results/xls/").status_code == 404
    assert again(campaign).status == "running"
