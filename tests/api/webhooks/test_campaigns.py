"""What a studio's own program is told of campaigns in which it has tasks."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from dhara.api.models import Message
from dhara.api.webhooks import rules
from dhara.kit.queue import drain
from dhara.work.campaigns import actions
from tests.api.webhooks.ground import endpoint
from tests.make import campaigns as make
from tests.make import catalog
from tests.make.catalog import Shop
from tests.make.work import parties

pytestmark = pytest.mark.django_db


def test_who_has_a_task_is_told_what_becomes_of_the_campaign(shop: Shop, now: datetime) -> None:
    sides = parties(now)
    campaign, by = make.running(sides, now, positions=3, title="Call 01712-345678"), sides.actor("buyer")
    ended = make.running(sides, now, positions=1)
    endpoint(shop, now, *[name for name in rules.CATALOGUE if name.startswith("campaign.")], "work.sent_back")
    rival = endpoint(catalog.shop(now, "Sadia"), now, url="https://example.com/other")
    unit = actions.claim(campaign, shop.studio, by=shop.by, at=now)
    actions.pause(campaign.pk, by=by, at=now)
    drain(now)
    actions.begin(campaign.pk, by=by, at=now)
    drain(now)
    actions.submit(unit.pk, {"cat": "yes"}, by=shop.by, at=now)
    actions.reject(unit.pk, 0, by=by, at=now)
    actions.stop(campaign.pk, by=by, at=now)
    drain(now)
    mine = actions.claim(ended, shop.studio, by=shop.by, at=now)
    actions.submit(mine.pk, {"cat": "yes"}, by=shop.by, at=now)
    actions.accept_many(ended.pk, [mine.pk], by=by, at=now)
    actions.count(at=now)
    drain(now)
    seen = [(each.event, json.loads(each.body)["data"]) for each in Message.objects.order_by("id")]
    _name, back = seen.pop(2)
    assert back.keys() == rules.CATALOGUE["work.sent_back"].example.keys()
    assert (back["step"], back["code"], back["reason"]) == ("reject", "not_shown", campaign.reasons[0])
    assert [name for name, _data in seen] == ["campaign.paused", "campaign.begun", "campaign.stopped"]
    for name, data in seen:
        assert data.keys() == rules.CATALOGUE[name].example.keys()
        assert data["campaign"] == campaign.pk
        assert "01712" not in data["title"]
    assert seen[0][1]["tasks"] == [{"unit": unit.pk, "state": "reserved"}]
    assert seen[2][1]["tasks"] == [{"unit": unit.pk, "state": "rejected"}]
    assert not rival.messages.exists()
