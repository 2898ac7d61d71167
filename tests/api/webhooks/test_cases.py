"""What a studio's own program is told of cases and reviews, each once, and nobody else's."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dhara.api.models import Message
from dhara.api.webhooks import rules
from dhara.kit.actor import GUEST, operator
from dhara.kit.queue import drain
from dhara.trust.disputes import actions
from dhara.trust.reviews import actions as reviews
from tests.api.webhooks.ground import endpoint
from tests.make import cases, gigs, people
from tests.make import catalog as make
from tests.make import reviews as make_reviews
from tests.make.catalog import Shop

pytestmark = pytest.mark.django_db


def told(at: datetime, area: str) -> list[tuple[str, dict[str, Any]]]:
    """What has been told of it, each with exactly the fields of its example."""
    drain(at)
    found = [(each.event, json.loads(each.body)["data"]) for each in Message.objects.order_by("id")]
    for name, data in found:
        assert data.keys() == rules.CATALOGUE[name].example.keys(), name
    return [(name.removeprefix(area), data) for name, data in found if name.startswith(area)]


def listening(shop: Shop, at: datetime, area: str) -> Any:
    """The studio's program, and one of a stranger's."""
    endpoint(shop, at, *[name for name in rules.CATALOGUE if name.startswith(area)])
    return endpoint(make.shop(at, "Sadia"), at, url="https://example.com/other")


def test_a_case_is_told_to_its_end(shop: Shop, now: datetime) -> None:
    stranger, sold = listening(shop, now, "case."), gigs.offer(now, shop)
    boss = operator(people.account("oishi@example.com", is_staff=True).pk)
    case = cases.opened(cases.delivered(now, sold), now, to_worker=10_000)
    told(now, "case.")
    files = actions.take(case.unit, [SimpleUploadedFile("chat.txt", b"green")], by=shop.by, at=now)
    actions.answer(case.pk, text="It is green.", files=files, by=shop.by, at=now)
    actions.say(case.pk, text="Look again.", by=GUEST, at=now)
    first = actions.propose(case.pk, to_worker=30_000, text="Most of it?", by=shop.by, at=now)
    actions.decline(first.pk, answer="Less.", by=GUEST, at=now)
    actions.hand_over(case.pk, by=GUEST, at=now)
    told(now, "case.")
    actions.rule(case.pk, to_worker=20_000, text="Half is green.", by=boss, at=now)
    actions.appeal(case.pk, text="It is blue.", by=GUEST, at=now)
    told(now, "case.")
    actions.rule(case.pk, to_worker=15_000, text="Less than half.", by=boss, at=now)
    seen = told(now, "case.")
    assert [name for name, _data in seen] == [
        "opened", "answered", "said", "proposed", "declined", "handed_over", "ruled", "appealed", "closed",
    ]  # fmt: skip
    by_name = dict(seen)
    assert (by_name["opened"]["to_worker"], by_name["opened"]["role"], by_name["opened"]["state"]) == (
        10_000, "buyer", "answer",
    )  # fmt: skip
    assert (by_name["answered"]["files"], by_name["answered"]["opened_by"]) == (["chat.txt"], "buyer")
    assert (by_name["declined"]["text"], by_name["proposed"]["text"]) == ("Less.", "Most of it?")
    assert (by_name["ruled"]["to_worker"], by_name["closed"]["to_worker"]) == (20_000, 15_000)
    assert not stranger.messages.exists()


def test_a_case_that_is_settled_or_taken_back(shop: Shop, now: datetime) -> None:
    stranger, sold = listening(shop, now, "case."), gigs.offer(now, shop)
    settled, back = (cases.opened(cases.delivered(now, sold), now, to_worker=20_000) for _each in range(2))
    actions.concede(settled.pk, to_worker=20_000, by=shop.by, at=now)
    actions.withdraw(back.pk, by=GUEST, at=now)
    seen = told(now, "case.")
    assert sorted(name for name, _data in seen) == ["opened", "opened", "settled", "withdrawn"]
    assert dict(seen)["settled"]["to_worker"] == 20_000
    assert not stranger.messages.exists()


def test_a_case_that_nobody_answers(shop: Shop, now: datetime) -> None:
    cases.opened(cases.delivered(now, gigs.offer(now, shop)), now)
    drain(now)
    late = now + timedelta(hours=80)
    listening(shop, late, "case.")
    assert [(name, data["role"]) for name, data in told(late, "case.")] == [
        ("reminded", "worker"),
        ("handed_over", "system"),
    ]


def test_reviews_are_told_when_everybody_can_read_them(shop: Shop, now: datetime) -> None:
    stranger = listening(shop, now, "review.")
    exchange = make_reviews.asked(now, gigs.offer(now, shop))
    review = make_reviews.write(exchange, GUEST, now, stars=4, text="Good. Call 01712-345678.", quality=5)
    assert told(now, "review.") == []
    make_reviews.write(exchange, shop.by, now)
    published = told(now, "review.")
    assert [(name, data["side"]) for name, data in sorted(published, key=lambda each: each[1]["side"])] == [
        ("published", "buyer"),
        ("published", "worker"),
    ]
    theirs = next(data for _name, data in published if data["side"] == "buyer")
    assert (theirs["stars"], theirs["marks"]) == (4, {"quality": 5})
    assert "01712" not in theirs["text"]
    reviews.answer(review.pk, text="Come again.", by=shop.by, at=now)
    (last,) = told(now, "review.")[2:]
    assert (last[0], last[1]["answer"]) == ("answered", "Come again.")
    assert not stranger.messages.exists()
