"""A campaign is offered, paid, begun, paused, stopped; its page says where it and its money stand."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.kit.queue import drain
from dhara.money import doctor
from dhara.work.campaigns import actions, rules
from dhara.work.campaigns.queries.progress import progress, purse
from dhara.work.models import Campaign, Funding
from tests.make import campaigns as make
from tests.make import funding as paying
from tests.make.work import Parties
from tests.web.browsing import text
from tests.web.campaigns.place import again, base, edit


def status(campaign: Campaign) -> str:
    return again(campaign).status


def draft(sides: Parties, now: datetime, **changes: object) -> Campaign:
    return actions.make(make.draft(**changes), by=sides.actor("buyer"), at=now)


def test_the_list(sides: Parties, karim: Client, now: datetime) -> None:
    assert "Your first campaign" in text(karim.get("/campaigns/"))
    draft(sides, now)
    running = make.running(sides, now)
    make.submitted(running, 1, now)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page = text(karim.get("/campaigns/"))
    assert "Finish it and pay" in page
    assert "Look at 1 proof" in page
    for number in range(18):
        draft(sides, now, title=f"Campaign {number}")
    with CaptureQueriesContext(connection) as many:
        assert "Campaign 17" in text(karim.get("/campaigns/"))
    assert len(many) == len(few)
    assert "Campaign 17" not in text(karim.get("/campaigns/?show=running"))
    assert "This list is empty" in text(karim.get("/campaigns/?show=ended"))


def test_nobody_else_sees_it(sides: Parties, karim: Client, now: datetime) -> None:
    campaign, other = draft(sides, now), Client()
    other.force_login(sides.nadia)
    for rest in ("", "edit/text/", "estimate/", "stop/"):
        assert other.get(f"{base(campaign)}{rest}").status_code == 404
    assert other.post(f"{base(campaign)}payment/").status_code == 404
    assert Client().get(base(campaign)).status_code == 302
    assert karim.get(f"/campaigns/{2**70}/").status_code == 404


def test_from_the_draft_to_the_money(sides: Parties, karim: Client, now: datetime) -> None:
    campaign = draft(sides, now)
    page = text(karim.get(base(campaign)))
    assert "Pay and set aside" in page
    assert "৳30" in page  # five rewards of ৳5, and one for appeals
    answer = karim.post(f"{base(campaign)}payment/", {"intent": "a" * 32})
    begun = Funding.objects.get()
    assert answer["Location"] == f"/pay/{begun.token}/"
    assert begun.amount == 3_000
    assert karim.post(f"{base(campaign)}payment/", {"intent": "b" * 32})["Location"] == answer["Location"]
    assert "Go on with the payment" in text(karim.get(base(campaign)))
    paying.chosen(sides, begun, "pay", now)
    drain(now)
    assert status(campaign) == rules.FUNDED
    assert "Everything is ready" in text(karim.get(base(campaign)))
    assert karim.post(f"{base(campaign)}begin/")["Location"] == base(campaign)
    assert status(campaign) == rules.RUNNING
    karim.post(f"{base(campaign)}pause/")
    assert "Nobody new may take a task." in text(karim.get(base(campaign)))
    karim.post(f"{base(campaign)}resumption/")
    assert status(campaign) == rules.RUNNING


def test_a_changed_draft_is_paid_anew(sides: Parties, karim: Client, now: datetime) -> None:
    campaign = draft(sides, now)
    karim.post(f"{base(campaign)}payment/", {"intent": "a" * 32})
    karim.post(edit(campaign, "text"), {"title": "Dogs", "instructions": "Look for dogs."})
    actions.change(campaign.pk, make.draft(positions=10), by=sides.actor("buyer"), at=now)
    karim.post(f"{base(campaign)}payment/", {"intent": "b" * 32})
    assert [each.amount for each in Funding.objects.order_by("pk")] == [3_000, 5_500]


def test_a_text_that_asks_for_money_is_held_with_the_reason(sides: Parties, karim: Client, now: datetime) -> None:
    campaign = draft(sides, now, instructions="First send a security deposit of 500 taka by bKash.")
    assert karim.post(f"{base(campaign)}payment/", {"intent": "x"})["Location"] == base(campaign)
    page = text(karim.get(base(campaign)))
    assert status(campaign) == rules.HELD
    assert "It seems to ask for a deposit" in page
    assert "Pay and set aside" not in page
    assert karim.post(f"{base(campaign)}payment/", {"intent": "x"}).status_code == 409
    karim.post(edit(campaign, "text"), {"title": "Cats", "instructions": "Say whether there is a cat."})
    assert status(campaign) == rules.DRAFT
    assert "Pay and set aside" in text(karim.get(base(campaign)))


def test_a_refused_one_says_why(sides: Parties, karim: Client, now: datetime) -> None:
    campaign = draft(sides, now, instructions="First send a security deposit of 500 taka by bKash.")
    actions.offer(campaign.pk, by=sides.actor("buyer"), at=now)
    actions.refuse(campaign.pk, "Nobody pays to work.", by=sides.actor("operator"), at=now)
    page = text(karim.get(base(campaign)))
    assert "This campaign can not run here" in page
    assert "Nobody pays to work." in page


def test_how_far_it_is_and_where_the_money_stands(sides: Parties, karim: Client, now: datetime) -> None:
    campaign = make.running(sides, now)
    accepted, _waiting = (make.submitted(campaign, number, now) for number in (1, 2))
    actions.accept_many(campaign.pk, [accepted.pk], by=sides.actor("buyer"), at=now)
    studio, by = make.worker(3)
    actions.claim(campaign, studio, by=by, at=now)
    far, money = progress(again(campaign)), purse(again(campaign))
    assert (far.free, far.working, far.waiting, far.accepted) == (2, 1, 1, 1)
    assert money is not None
    sums = (money.funded, money.held, money.paid, money.returned, money.needed, money.spare)
    assert [each.minor for each in sums] == [3_000, 2_500, 500, 0, 1_000, 1_500]
    page = text(karim.get(base(campaign)))
    assert "1 proof waits for you" in page
    assert "If you stopped now, ৳15 would come back at once." in page


def test_stopping_says_before_what_follows(sides: Parties, karim: Client, now: datetime) -> None:
    campaign = make.running(sides, now)
    make.submitted(campaign, 1, now)
    studio, by = make.worker(2)
    actions.claim(campaign, studio, by=by, at=now)
    page = text(karim.get(f"{base(campaign)}stop/"))
    assert "1 task that is taken stays paid for" in page
    assert "৳20 goes back to you at once" in page
    assert "৳10 stays set aside" in page
    assert status(campaign) == rules.RUNNING
    assert karim.post(f"{base(campaign)}stop/")["Location"] == base(campaign)
    money = purse(again(campaign))
    assert money is not None
    assert (money.returned.minor, money.held.minor) == (2_000, 1_000)
    assert "Tasks that were taken stay paid for" in text(karim.get(base(campaign)))
    assert karim.get(f"{base(campaign)}stop/")["Location"] == base(campaign)
    assert karim.post(f"{base(campaign)}stop/").status_code == 409
    assert all(finding.ok for finding in doctor.check(at=now))


def test_a_frozen_one_says_so(sides: Parties, karim: Client, now: datetime) -> None:
    campaign = make.running(sides, now)
    campaign.become(rules.FROZEN, by=sides.actor("operator"), at=now)
    page = text(karim.get(base(campaign)))
    assert "an operator looks at the rejections" in page
    answer = karim.post(f"{base(campaign)}resumption/")
    assert answer.status_code == 403
    assert status(campaign) == rules.FROZEN
    assert "Below you see how it stands now." in text(answer)


def test_in_bengali(sides: Parties, karim: Client, now: datetime) -> None:
    campaign = make.running(sides, now)
    page = text(karim.get(f"{base(campaign)}?lang=bn"))
    assert "How far it is" not in page
    assert "৫" in page
