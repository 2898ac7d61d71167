"""What a studio's own program is told of weeks by the hour."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from dhara.api.models import Message
from dhara.api.webhooks import rules
from dhara.kit.queue import drain
from dhara.work.engagements import actions
from tests.api.webhooks.ground import endpoint
from tests.make import hours, people
from tests.make.catalog import Shop

pytestmark = pytest.mark.django_db


def test_a_closed_week_says_what_goes_back(shop: Shop, now: datetime) -> None:
    endpoint(shop, now, "work.billed", "work.accepted")
    karim = people.account("karim-pays@example.com")
    payer = people.studio(karim, handle="payer")
    unit = hours.running(shop.studio, karim, payer, now - timedelta(hours=3), "proposal:1")
    hours.worked(unit, shop.owner, timedelta(hours=2))
    actions.act(unit.pk, "close", by=shop.by, at=now)
    drain(now)
    (told,) = Message.objects.all()
    data = json.loads(told.body)["data"]
    assert told.event == "work.billed"
    assert data.keys() == rules.CATALOGUE["work.billed"].example.keys()
    assert (data["unit"], data["mode"], data["step"], data["role"]) == (unit.pk, "hourly", "close", "worker")
    assert (data["amount"], data["returned"], data["paid"]) == (100_000, 80_000, 0)
