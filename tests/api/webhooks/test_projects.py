"""What a studio's own program is told of jobs that end, of agreements, and of payments for them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.api.models import Message
from dhara.api.webhooks import rules
from dhara.kit.actor import person
from dhara.kit.queue import drain
from dhara.people.models import Studio
from dhara.work.campaigns import actions as campaigns
from dhara.work.engagements import actions as work
from dhara.work.funding import actions as funding
from dhara.work.jobs import actions as jobs
from dhara.work.models import Engagement, Funding, Unit
from dhara.work.proposals import actions as proposals
from tests.api.webhooks.ground import endpoint
from tests.make import campaigns as make_campaigns
from tests.make import catalog as make
from tests.make import funding as paying
from tests.make import jobs as make_jobs
from tests.make.catalog import Shop
from tests.make.work import Parties

pytestmark = pytest.mark.django_db


def told(at: datetime, *areas: str) -> list[tuple[str, dict[str, Any]]]:
    drain(at)
    found = [(each.event, json.loads(each.body)["data"]) for each in Message.objects.order_by("id")]
    for name, data in found:
        assert data.keys() == rules.CATALOGUE[name].example.keys(), name
    return [each for each in found if each[0].startswith(areas or "")]


def test_an_agreement_its_payment_and_what_goes_back(shop: Shop, now: datetime) -> None:
    stranger = endpoint(make.shop(now, "Sadia"), now, url="https://example.com/other")
    endpoint(shop, now, "work.agreed", "funding.paid", "funding.returned")
    karim = make_jobs.buyer("karim-buys@example.com")
    by, sides = person(karim.pk), Parties(karim, shop.owner, shop.owner, Studio(), 0)
    bid = make_jobs.proposed(make_jobs.posted(karim, now), shop.studio, shop.owner, now).pk
    proposals.offer(bid, by=by, at=now)
    proposals.accept(bid, number=2, by=shop.by, at=now)
    made = Engagement.objects.get()
    units = list(made.units.order_by("position").values_list("pk", flat=True))
    ((name, agreed),) = told(now)
    assert (name, agreed["mode"], agreed["proposal"], agreed["order"]) == ("work.agreed", "fixed", bid, None)
    assert [each["unit"] for each in agreed["units"]] == units
    assert agreed["amount"] == sum(each["amount"] for each in agreed["units"])
    paying.chosen(sides, funding.fund(units, intent="all-of-it-at-once", by=by, at=now), "pay", now)
    ((_name, paid),) = told(now, "funding.")
    assert (paid["units"], paid["amount"], paid["engagement"]) == (units, agreed["amount"], made.pk)
    first = Unit.objects.get(pk=units[0])
    work.act(first.pk, "give_up", text="I am ill.", by=shop.by, at=now)
    returned = told(now, "funding.")[-1]
    assert (returned[0], returned[1]["amount"], returned[1]["funding"]) == (
        "funding.returned", first.amount, Funding.objects.get().pk,
    )  # fmt: skip
    assert not stranger.messages.exists()


def test_a_campaign_s_money_is_told_to_nobody(shop: Shop, now: datetime) -> None:
    endpoint(shop, now, "work.agreed", "funding.paid", "funding.returned")
    karim = make_jobs.buyer("karim-buys@example.com")
    by, sides = person(karim.pk), Parties(karim, shop.owner, shop.owner, Studio(), 0)
    made = campaigns.offer(campaigns.make(make_campaigns.draft(), by=by, at=now).pk, by=by, at=now)
    assert made.engagement is not None
    paying.chosen(sides, funding.fund_pool(made.engagement.pk, 3_000, intent="a-campaign", by=by, at=now), "pay", now)
    assert told(now) == []


@pytest.mark.parametrize("way", ["closed", "idle", "filled"])
def test_who_waits_for_an_answer_is_told_that_the_job_is_over(shop: Shop, now: datetime, way: str) -> None:
    stranger = endpoint(make.shop(now, "Sadia"), now, url="https://example.com/other")
    gone = make.shop(now, "Tuli")
    endpoint(gone, now, "job.closed", "job.filled", url="https://example.com/gone")
    endpoint(shop, now, "job.closed", "job.filled")
    karim = make_jobs.buyer("karim-buys@example.com")
    by, job = person(karim.pk), make_jobs.posted(karim, now)
    mine = make_jobs.proposed(job, shop.studio, shop.owner, now)
    proposals.withdraw(make_jobs.proposed(job, gone.studio, gone.owner, now).pk, by=gone.by, at=now)
    if way == "closed":
        jobs.close(job.pk, by=by, at=now)
    elif way == "filled":
        other = make_jobs.proposed(job, *make_jobs.worker(1), now)
        proposals.offer(other.pk, by=by, at=now)
        proposals.accept(other.pk, number=2, by=person(make_jobs.buyer("worker1@example.com").pk), at=now)
    at = now + timedelta(days=60) if way == "idle" else now
    ((name, data),) = told(at)
    assert name == ("job.filled" if way == "filled" else "job.closed")
    assert (data["job"], data["proposal"], data["state"]) == (job.pk, mine.pk, "submitted")
    assert data.get("reason") == {"closed": "", "idle": "idle", "filled": None}[way]
    assert not stranger.messages.exists()
