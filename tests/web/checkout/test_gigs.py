"""After the payment of a gig: what comes next, the way to its room, and no refund beside it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from dhara.checkout.models import Order
from dhara.kit.actor import GUEST, person
from dhara.kit.queue import drain
from dhara.people.models import Member
from dhara.people.ties import rules
from dhara.work.engagements import actions as work
from dhara.work.models import Unit
from tests.make import checkout, gigs, people
from tests.make.ties import tie
from tests.web.checkout.buying import details

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(now: datetime) -> Unit:
    return gigs.ordered(now, gigs.offer(now))


def order_of(unit: Unit) -> Order:
    return Order.objects.get(lines=int(unit.engagement.subject.removeprefix("line:")))


def read(client: Client, unit: Unit, page: str = "") -> str:
    client.cookies["language"] = "en"
    return client.get(f"/checkout/o/{order_of(unit).token}/{page}").content.decode()


def test_the_receipt_leads_to_the_room(client: Client, unit: Unit) -> None:
    page = read(client, unit)
    assert f"/work/guest/{order_of(unit).token}/{unit.engagement_id}/" in page
    assert "Your money is set aside until you accept the work." in page
    assert "delivered within 3 days" in page
    assert "Your files" not in page


def test_each_state_says_what_comes_next(client: Client, unit: Unit, now: datetime) -> None:
    worker = person(Member.objects.get(studio=unit.worker).account_id)
    work.act(unit.pk, "require", by=GUEST, at=now, content={"name": "Dokan", "style": "Plain"})
    assert "is at work" in read(client, unit)
    work.act(unit.pk, "deliver", by=worker, at=now, text="Here it is.")
    assert "it counts as accepted on" in read(client, unit)
    work.act(unit.pk, "ask_revision", by=GUEST, at=now, text="Larger.")
    assert "is changing what you asked" in read(client, unit)
    work.act(unit.pk, "deliver", by=worker, at=now, text="Larger.")
    work.act(unit.pk, "accept", by=GUEST, at=now)
    assert "You have accepted the work" in read(client, unit)


def test_before_the_worker_came_the_page_looks_again(client: Client, now: datetime) -> None:
    gig = gigs.offer(now)
    order = checkout.paid_order(gig.tiers.select_related("offer__studio").get(), at=now, delivered=False)
    client.cookies["language"] = "en"
    page = client.get(f"/checkout/o/{order.token}/").content.decode()
    assert "The room for your work is being made ready" in page
    assert 'http-equiv="refresh"' in page
    drain(now)
    assert "/work/guest/" in client.get(f"/checkout/o/{order.token}/").content.decode()


def test_money_that_is_set_aside_goes_back_by_the_room(client: Client, unit: Unit, now: datetime) -> None:
    assert "its room is the way" in read(client, unit)
    page = read(client, unit, "refund/")
    assert "In its room you can" in page
    assert "<textarea" not in page
    worker = person(Member.objects.get(studio=unit.worker).account_id)
    work.act(unit.pk, "require", by=GUEST, at=now, content={"name": "Dokan", "style": "Plain"})
    work.act(unit.pk, "deliver", by=worker, at=now, text="Here it is.")
    work.act(unit.pk, "accept", by=GUEST, at=now)
    assert "<textarea" in read(client, unit, "refund/")


def test_one_pair_of_hands_orders_nothing_and_is_told_why(client: Client, now: datetime) -> None:
    gig, rahim = gigs.offer(now), people.account("rahim@example.com")
    tie(rahim, gig.studio.members.get().account, now, rules.PAYOUT)
    client.force_login(rahim)
    client.post("/cart/lines/", {"tier": gig.tiers.get().pk})
    answer = client.post("/checkout/", details(client))
    assert answer.status_code == 409
    assert "The same payout account is used on both sides here" in answer.content.decode()
    assert not Order.objects.exists()
    client.logout()
    client.post("/cart/lines/", {"tier": gig.tiers.get().pk})
    assert client.post("/checkout/", details(client)).status_code == 302
