"""What a studio's own program is told of its work: every step, why, and what became of the money."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.api.models import Message
from dhara.api.webhooks import rules
from dhara.kit.actor import GUEST, operator
from dhara.kit.queue import drain
from dhara.work.changes import actions as changes
from dhara.work.engagements import actions as work
from tests.api.webhooks.ground import endpoint
from tests.make import catalog as make
from tests.make import gigs, people
from tests.make.catalog import Shop

pytestmark = pytest.mark.django_db


def told(at: datetime) -> list[tuple[str, dict[str, Any]]]:
    drain(at)
    found = [(each.event, json.loads(each.body)["data"]) for each in Message.objects.order_by("id")]
    return [(name, data) for name, data in found if name.startswith("work.")]


def test_every_event_has_the_fields_of_its_example(shop: Shop, now: datetime) -> None:
    offer = gigs.offer(now, shop)
    stranger = endpoint(make.shop(now, "Sadia"), now, url="https://example.com/other")
    endpoint(shop, now, *[name for name in rules.CATALOGUE if name.startswith("work.")])
    unit = gigs.ordered(now, offer).pk
    work.act(unit, "require", by=GUEST, at=now, content={"name": "Dokan"}, text="In green, please.")
    late = changes.propose(unit, "extend", text="There was no power today.", days=2, by=shop.by, at=now)
    changes.agree(late.pk, by=GUEST, at=now, answer="Of course.")
    no = changes.propose(unit, "extend", text="Once more.", days=9, by=shop.by, at=now)
    changes.decline(no.pk, answer="It is urgent.", by=GUEST, at=now)
    changes.propose(unit, "extend", text="Please.", days=1, by=shop.by, at=now)
    seen = told(later := now + timedelta(hours=48))
    work.act(unit, "deliver", by=shop.by, at=later, text="Here it is.")
    work.act(unit, "ask_revision", by=GUEST, at=later, text="Greener.")
    work.act(unit, "deliver", by=shop.by, at=later, text="Greener now.")
    work.act(unit, "dispute", by=GUEST, at=later, text="It is blue.")
    boss = operator(people.account("oishi@example.com", is_staff=True).pk)
    work.act(unit, "rule_split", by=boss, at=later, text="Half of it is green.", to_worker=20_000)
    seen = told(later)
    assert [name.removeprefix("work.") for name, _data in seen] == [
        "agreed", "ordered", "submitted", "change.proposed", "change.agreed", "change.proposed", "change.declined",
        "change.proposed", "change.lapsed", "submitted", "sent_back", "submitted", "disputed", "divided",
    ]  # fmt: skip
    for name, data in seen:
        assert data.keys() == rules.CATALOGUE[name].example.keys(), name
    assert seen[2][1]["text"] == "In green, please."
    assert seen[4][1]["answer"] == "Of course."
    assert seen[10][1]["reason"] == "Greener."
    assert (seen[-1][1]["paid"], seen[-1][1]["role"]) == (20_000, "operator")
    assert seen[-1][1]["paid"] + seen[-1][1]["returned"] == seen[-1][1]["amount"]
    assert not stranger.messages.exists()


@pytest.mark.parametrize(("verb", "event"), [("accept", "work.accepted"), ("give_up", "work.returned")])
def test_how_it_ends(shop: Shop, now: datetime, verb: str, event: str) -> None:
    endpoint(shop, now, event)
    unit = gigs.ordered(now, gigs.offer(now, shop, questions=()))
    work.act(unit.pk, "deliver", by=shop.by, at=now, text="Here it is.")
    work.act(unit.pk, verb, by=GUEST if verb == "accept" else shop.by, at=now, text="I am ill.")
    ((name, data),) = told(now)
    assert (name, data["step"]) == (event, verb)
    assert data.keys() == rules.CATALOGUE[event].example.keys()
    assert data["paid" if verb == "accept" else "returned"] == unit.amount
