"""Campaigns at the console: held and frozen ones, and appeals, each decided once."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from dhara.kit.actor import SYSTEM
from dhara.web.operator.desk import list_of, page_of
from dhara.work.campaigns import actions
from dhara.work.campaigns.facts import CampaignFrozen
from dhara.work.engagements import actions as engagements
from dhara.work.models import Campaign, Unit
from tests.make import campaigns as make
from tests.make import people
from tests.make.console import World
from tests.make.work import Parties

ASKS = "Send 500 taka registration fee by bKash first, then begin."


@pytest.fixture
def sides(world: World) -> Parties:
    karim = people.account("pays@example.com", name="Karim Pays")
    return Parties(karim, people.account("works@example.com"), world.boss, world.studio, 0)


def door(thing: Campaign | Unit, noun: str) -> str:
    return page_of(thing).replace("/change/", f"/{noun}/")


def held(sides: Parties, now: datetime) -> Campaign:
    by = sides.actor("buyer")
    made = actions.make(make.draft(instructions=ASKS), by=by, at=now)
    return actions.offer(made.pk, by=by, at=now)


def frozen(sides: Parties, now: datetime) -> Campaign:
    campaign = make.running(sides, now)
    unit = make.submitted(campaign, 1, now)
    actions.reject(unit.pk, 0, "No cat.", by=sides.actor("buyer"), at=now)
    fact = CampaignFrozen(campaign.pk, 1, 1)
    return Campaign.objects.get(pk=campaign.pk).become("frozen", fact=fact, by=SYSTEM, at=now)


def test_a_held_one_shows_its_text_and_why(console: Client, sides: Parties, now: datetime) -> None:
    campaign = held(sides, now)
    page = console.get(page_of(campaign)).content.decode()
    for words in (ASKS, "Is there a cat?", "Let it through", "Refuse", "Karim Pays"):
        assert words in page
    listed = console.get(list_of(Campaign, "waits=you")).content.decode()
    assert page_of(campaign) in listed
    assert console.post(door(campaign, "release"))["Location"] == page_of(campaign)
    campaign.refresh_from_db()
    assert campaign.status == "draft"
    assert campaign.engagement is not None
    assert console.post(door(campaign, "release")).status_code == 409


def test_a_held_one_is_refused_with_a_reason(console: Client, sides: Parties, now: datetime) -> None:
    campaign = held(sides, now)
    assert console.post(door(campaign, "refusal"), {"reason": " "}).status_code == 422
    assert console.post(door(campaign, "refusal"), {"reason": "Nobody pays to work."}).status_code == 302
    assert Campaign.objects.get(pk=campaign.pk).status == "stopped"


def test_a_frozen_one_shows_what_was_rejected(console: Client, sides: Parties, now: datetime) -> None:
    campaign = frozen(sides, now)
    page = console.get(page_of(campaign)).content.decode()
    assert "No cat." in page
    assert "Let it go on" in page
    assert console.post(door(campaign, "thaw")).status_code == 302
    assert Campaign.objects.get(pk=campaign.pk).status == "running"


def test_a_frozen_one_is_stopped_and_its_money_goes_back(console: Client, sides: Parties, now: datetime) -> None:
    campaign = frozen(sides, now)
    assert console.post(door(campaign, "stop"), {"reason": ""}).status_code == 422
    assert console.post(door(campaign, "stop"), {"reason": "They reject everything."}).status_code == 302
    campaign.refresh_from_db()
    assert (campaign.status, campaign.free) == ("stopped", 0)


@pytest.mark.parametrize(("noun", "status"), [("overturning", "accepted"), ("upholding", "refused")])
def test_an_appeal_is_ruled_once(console: Client, sides: Parties, now: datetime, noun: str, status: str) -> None:
    unit = make.submitted(make.running(sides, now), 1, now)
    assert console.get(page_of(unit)).status_code in (302, 404), "what nobody appealed about is nobody's business"
    actions.reject(unit.pk, 0, "No cat.", by=sides.actor("buyer"), at=now)
    engagements.act(unit.pk, "appeal", text="It hides.", by=make.worker(1)[1], at=now)
    page = console.get(page_of(unit)).content.decode()
    for words in ("No cat.", "It hides.", "Agree with the worker", "Look at the picture"):
        assert words in page
    said = {"reason": "It is there."}
    assert console.post(door(unit, noun), said)["Location"] == page_of(unit)
    assert console.post(door(unit, noun), said).status_code == 409
    assert Unit.objects.get(pk=unit.pk).status == status
    assert console.get(page_of(unit)).status_code == 200
