"""What a person's own program is told of what they buy, as the buyer sees it; and of nothing else."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dhara.api.models import Endpoint, Message
from dhara.api.webhooks import actions, queries, rules, wire
from dhara.kit.actor import person
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.people.models import Account, Notice, Studio
from dhara.trust.disputes import actions as disputes
from dhara.work.campaigns import actions as campaigns
from dhara.work.engagements import actions as work
from dhara.work.funding import actions as funding
from dhara.work.jobs import actions as jobs
from dhara.work.models import Engagement
from dhara.work.proposals import actions as proposals
from tests.api.webhooks.ground import endpoint
from tests.make import campaigns as make_campaigns
from tests.make import cases, gigs, people, refunds
from tests.make import catalog as make
from tests.make import checkout as buying
from tests.make import funding as paying
from tests.make import jobs as make_jobs
from tests.make import reviews as make_reviews
from tests.make.catalog import Shop
from tests.make.work import Parties, parties

pytestmark = pytest.mark.django_db


@pytest.fixture
def karim() -> Account:
    return make_jobs.buyer("karim-buys@example.com")


def own(account: Account, at: datetime, *events: str, url: str = "https://example.com/mine") -> Endpoint:
    made, _secret = actions.add(account, url=url, events=events or rules.PERSONAL, by=person(account.pk), at=at)
    return made


def told(at: datetime, to: Endpoint) -> list[tuple[str, dict[str, Any]]]:
    """All that was told so far, each with exactly the fields of its example."""
    drain(at)
    found = [(each.event, json.loads(each.body)["data"]) for each in Message.objects.filter(endpoint=to).order_by("id")]
    for name, data in found:
        assert data.keys() == rules.PERSONAL[name].example.keys(), name
    return found


def names(found: list[tuple[str, dict[str, Any]]]) -> list[str]:
    return [name for name, _data in found]


def test_it_is_of_one_side_and_only_theirs(shop: Shop, karim: Account, now: datetime) -> None:
    mine, by = own(karim, now, "job.closed"), person(karim.pk)
    assert list(queries.of_owner(karim)) == [mine]
    assert not queries.of_owner(shop.studio).exists()
    for wrong in ({"studio": shop.studio}, {"account": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Endpoint.objects.filter(pk=mine.pk).update(**wrong)
    with pytest.raises(Invalid):  # what only a studio has
        actions.change(mine.pk, url=mine.url, events=["payout.paid"], name="", by=by, at=now)
    for verb in (actions.rotate, actions.remove, actions.send_test):
        with pytest.raises(NotFoundHere):
            verb(mine.pk, by=shop.by, at=now)
    with pytest.raises(NotFoundHere):
        actions.add(karim, url="https://example.com/hers", events=["job.closed"], by=shop.by, at=now)
    for number in range(rules.MOST_ENDPOINTS - 1):
        own(karim, now, url=f"https://example.com/{number}")
    with pytest.raises(Conflict) as full:
        own(karim, now)
    assert full.value.message == "You can have ten webhooks. Please remove one first."


def test_a_job_to_its_agreement_and_payment(shop: Shop, karim: Account, now: datetime) -> None:
    """One fact is told to the studio's program and to the buyer's, each from its side; to nobody else's."""
    mine, theirs = own(karim, now), endpoint(shop, now, "proposal.made", "work.agreed", "funding.paid")
    stranger, worker = own(people.account("sadia@example.com"), now), own(shop.owner, now)
    by, sides = person(karim.pk), Parties(karim, shop.owner, shop.owner, Studio(), 0)
    job = make_jobs.posted(karim, now, title="A logo, call 01712-345678")
    bid = make_jobs.proposed(job, shop.studio, shop.owner, now, text="Call me on 01812-345678.")
    ((name, first),) = told(now, mine)
    assert (name, first["role"], first["proposal"], first["amount"]) == ("proposal.made", "worker", bid.pk, 300_000)
    assert "01812" not in first["text"]
    assert "01712" in first["title"]  # one's own words
    assert "01712" not in Message.objects.get(endpoint=theirs).body
    proposals.offer(bid.pk, by=by, at=now)
    proposals.accept(bid.pk, number=2, by=shop.by, at=now)
    units = list(Engagement.objects.get().units.order_by("position").values_list("pk", flat=True))
    paying.chosen(sides, funding.fund(units, intent="all-of-it-at-once", by=by, at=now), "pay", now)
    work.act(units[0], "submit", text="Sketches.", by=shop.by, at=now)
    work.act(units[0], "approve", by=by, at=now)
    work.act(units[1], "give_up", text="I am ill.", by=shop.by, at=now)
    seen = told(now, mine)
    assert sorted(set(names(seen))) == [
        "funding.paid", "funding.returned", "job.filled", "proposal.accepted", "proposal.made", "proposal.offered",
        "work.accepted", "work.agreed", "work.ordered", "work.returned", "work.submitted",
    ]  # fmt: skip
    data = dict(seen)
    assert (data["work.agreed"]["amount"], data["funding.paid"]["units"]) == (300_000, units)
    assert (data["work.accepted"]["paid"], data["work.returned"]["returned"]) == (100_000, 200_000)
    assert (data["job.filled"]["job"], data["job.filled"]["state"]) == (job.pk, "hired")
    assert sorted(Message.objects.filter(endpoint=theirs).values_list("event", flat=True)) == [
        "funding.paid", "proposal.made", "work.agreed",
    ]  # fmt: skip
    assert not stranger.messages.exists()
    assert not worker.messages.exists()  # the studio's work is not its owner's purchase
    assert Message.objects.values("endpoint", "fact_ref").distinct().count() == Message.objects.count()


def test_an_order_and_its_case_are_counted_in_the_price(shop: Shop, karim: Account, now: datetime) -> None:
    """The buyer paid 450 taka, of which the studio's share is less: fees can not be reckoned from what is told."""
    mine, by = own(karim, now), person(karim.pk)
    unit = cases.delivered(now, gigs.offer(now, shop), by=by, email=karim.email)
    assert unit.amount < 45_000
    case = cases.opened(unit, now, by=by, to_worker=unit.amount // 2)
    disputes.concede(case.pk, to_worker=unit.amount // 2, by=shop.by, at=now)
    data = dict(told(now, mine))
    assert {"order.paid", "work.ordered", "work.submitted", "case.opened", "case.settled"} <= data.keys()
    assert (data["order.paid"]["gross"], data["order.paid"]["lines"][0]["gross"]) == (45_000, 45_000)
    assert (data["work.agreed"]["amount"], data["work.submitted"]["text"]) == (45_000, "Here it is.")
    assert {data[name]["amount"] for name in data if name.startswith(("work.", "case."))} == {45_000}
    assert data["case.settled"]["to_worker"] == pytest.approx(22_500, abs=2)
    divided = data["work.divided"]
    assert divided["paid"] + divided["returned"] == 45_000
    told_in_all = "".join(Message.objects.filter(endpoint=mine).values_list("body", flat=True))
    assert not [secret for secret in ('"net"', '"fees"', f":{unit.amount}") if secret in told_in_all]


def test_an_order_of_two_studios_is_told_whole(shop: Shop, karim: Account, now: datetime) -> None:
    mine, by, other = own(karim, now), person(karim.pk), make.shop(now, "Tuhin")
    hers = endpoint(shop, now, "order.paid", "order.refunded")
    tiers = [make.offer(now, each).tiers.get() for each in (shop, other)]
    order = buying.paid_order(*tiers, at=now, by=by, email=karim.email)
    refunds.given(order, dict.fromkeys(order.lines.values_list("pk", flat=True), 10_000), at=now)
    data = dict(told(now, mine))
    assert (data["order.paid"]["gross"], len(data["order.paid"]["lines"])) == (order.total, 2)
    assert (data["order.refunded"]["order"], data["order.refunded"]["amount"]) == (order.number, 20_000)
    (paid, _back) = Message.objects.filter(endpoint=hers).order_by("id")
    assert len(json.loads(paid.body)["data"]["lines"]) == 1


def test_reviews_are_told_when_both_can_be_read(shop: Shop, karim: Account, now: datetime) -> None:
    mine, by = own(karim, now, "review.published", "review.answered"), person(karim.pk)
    exchange = make_reviews.asked(now, gigs.offer(now, shop), by=by, email=karim.email)
    make_reviews.write(exchange, shop.by, now, text="Paid late. Call 01712-345678.")
    assert told(now, mine) == []
    make_reviews.write(exchange, by, now)
    seen = told(now, mine)
    assert sorted(data["side"] for _name, data in seen) == ["buyer", "worker"]
    assert "01712" not in json.dumps(seen)


def test_a_campaign_and_what_is_handed_in(shop: Shop, now: datetime) -> None:
    sides = parties(now)
    mine, by = own(sides.karim, now), sides.actor("buyer")
    campaign = make_campaigns.running(sides, now, positions=2)
    unit = campaigns.claim(campaign, shop.studio, by=shop.by, at=now)
    campaigns.submit(unit.pk, {"cat": "yes"}, by=shop.by, at=now)
    campaigns.reject(unit.pk, 0, by=by, at=now)
    campaigns.pause(campaign.pk, by=by, at=now)
    seen = told(now, mine)
    assert names(seen)[-3:] == ["work.submitted", "work.sent_back", "campaign.paused"]
    assert {"funding.paid", "campaign.begun"} <= set(names(seen))
    data = dict(seen)
    assert data["campaign.paused"] == {"campaign": campaign.pk, "title": campaign.title, "state": "paused"}
    assert (data["work.sent_back"]["code"], data["work.submitted"]["unit"]) == ("not_shown", unit.pk)


def test_a_closed_account_is_told_nothing(karim: Account, now: datetime) -> None:
    mine, by = own(karim, now), person(karim.pk)
    job, other = (make_jobs.posted(karim, now) for _each in range(2))
    jobs.close(job.pk, by=by, at=now)
    assert names(told(now, mine)) == ["job.closed"]
    waits = Message.objects.get(endpoint=mine)
    Account.objects.filter(pk=karim.pk).update(is_active=False)
    Message.objects.update(state="waiting", next_at=now)
    jobs.close(other.pk, by=by, at=now)
    drain(now)
    assert list(Message.objects.all()) == [waits]
    assert not actions.deliver_next(mine.pk, at=now, post=lambda *_told, **_more: pytest.fail("It was sent."))
    assert actions.send_once(waits.pk, at=now)
    assert mine.pk not in queries.overdue(now)
    with pytest.raises(NotFoundHere):
        actions.send_test(mine.pk, by=by, at=now)


def test_they_are_written_when_it_is_switched_off(karim: Account, now: datetime) -> None:
    mine = own(karim, now, "job.closed")
    actions.send_test(mine.pk, by=person(karim.pk), at=now)
    Message.objects.update(state="waiting", next_at=now)
    actions.deliver_next(mine.pk, at=now, post=lambda *_told, **_more: wire.Answer(410, "", "", 1))
    letter, notice = Letter.objects.get(name="webhook_off"), Notice.objects.get(kind="own_webhook_off")
    assert (letter.to_email, notice.account, notice.url) == (karim.email, karim, f"/account/webhooks/{mine.pk}/")
    assert f"/account/webhooks/{mine.pk}/" in letter.text
