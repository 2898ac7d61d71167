"""A worker's wallet: what tasks earned stands in the studio's money, in words, with the way to the task."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from dhara.kit.actor import SYSTEM
from dhara.kit.queue import drain
from dhara.money.clearing import actions as clearing
from dhara.work.campaigns import actions
from tests.make import campaigns as make
from tests.make import work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_what_a_task_earned_is_told_with_its_page(now: datetime) -> None:
    sides = work.parties(now)
    campaign = make.running(sides, now)
    unit = actions.claim(campaign, sides.studio, by=sides.actor("worker"), at=now)
    actions.submit(unit.pk, {"cat": "yes"}, by=sides.actor("worker"), at=now)
    actions.accept_many(campaign.pk, [unit.pk], by=sides.actor("buyer"), at=now)
    nadia = Client()
    nadia.force_login(sides.nadia)
    assert nadia.get("/studio/nadia/wallet/")["Location"] == "/studio/nadia/money/"
    page = nadia.get("/studio/nadia/money/").content.decode()
    assert "Earned with “Is there a cat?”" in page
    assert f"/studio/nadia/tasks/{unit.pk}/" in page
    assert "+৳4.75" in page
    drain(now + timedelta(days=8))
    clearing.clear_due(by=SYSTEM, at=now + timedelta(days=8))
    page = nadia.get("/studio/nadia/money/?account=available").content.decode()
    assert "Became available: “Is there a cat?”" in page
