"""What a studio's own program is told of its proposals, each step once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from dhara.api.models import Message
from dhara.api.webhooks import rules
from dhara.kit.actor import SYSTEM, person
from dhara.kit.queue import drain
from dhara.work.models import Proposal
from dhara.work.proposals import actions
from tests.api.webhooks.ground import endpoint
from tests.make import catalog as make
from tests.make import jobs
from tests.make.catalog import Shop

pytestmark = pytest.mark.django_db


def test_every_event_has_the_fields_of_its_example(shop: Shop, now: datetime) -> None:
    rival = endpoint(make.shop(now, "Sadia"), now, url="https://example.com/other")
    endpoint(shop, now, *[name for name in rules.CATALOGUE if name.startswith("proposal.")])
    karim = jobs.buyer("karim-buys@example.com")
    by = person(karim.pk)
    first, second, third = (jobs.posted(karim, now) for _each in range(3))
    actions.invite(first.pk, shop.studio, by=by, at=now)
    bid = jobs.proposed(first, shop.studio, shop.owner, now).pk
    actions.revise(bid, jobs.replace(jobs.TERMS, text="I would call you on 01712-345678 first."), by=shop.by, at=now)
    actions.shortlist(bid, by=by, at=now)
    actions.talk(bid, by=by, at=now)
    actions.offer(bid, by=by, at=now)
    drain(now)
    actions.accept(bid, number=3, by=shop.by, at=now)
    drain(now)
    gone = jobs.proposed(second, shop.studio, shop.owner, now).pk
    actions.withdraw(gone, by=shop.by, at=now)
    drain(now)
    no, late = (jobs.proposed(each, shop.studio, shop.owner, now).pk for each in (third, jobs.posted(karim, now)))
    actions.decline(no, by=by, at=now)
    actions.offer(late, by=by, at=now)
    drain(now)
    actions.expire(late, by=SYSTEM, at=now + timedelta(days=30))
    drain(now + timedelta(days=30))
    seen = [(each.event, json.loads(each.body)["data"]) for each in Message.objects.order_by("id")]
    assert [name.removeprefix("proposal.") for name, _data in seen] == [
        "invited", "made", "revised", "shortlisted", "talked_about", "offered", "accepted",
        "made", "withdrawn", "made", "made", "declined", "offered", "expired",
    ]  # fmt: skip
    for name, data in seen:
        assert data.keys() == rules.CATALOGUE[name].example.keys(), name
    assert "01712" not in seen[2][1]["text"]
    assert seen[6][1]["work"] == Proposal.objects.get(pk=bid).engagement_id
    assert (seen[5][1]["role"], seen[6][1]["role"]) == ("buyer", "worker")
    assert not rival.messages.exists()
