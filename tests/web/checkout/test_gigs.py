"""After the payment of a gig: what comes next, the way to its room, and no refund beside it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dhara.checkout.models import CartLine, Order
from dhara.kit import clock
from dhara.kit.actor import GUEST, person
from dhara.kit.queue import drain
from dhara.people.models import Member
from dhara.people.ties import rules
from dhara.work.engagements import actions as work
from dhara.work.models import Unit
from tests.make import catalog, checkout, gigs, people
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


@pytest.mark.usefixtures("frozen")
def test_one_pair_of_hands_is_told_in_the_cart_and_orders_nothing(client: Client, now: datetime) -> None:
    gig, rahim = gigs.offer(now), people.account("rahim@example.com")
    found = tie(rahim, gig.studio.members.get().account, now, rules.PAYOUT)
    cart, checkout_page = reverse("cart"), reverse("checkout")
    client.post(reverse("cart-lines"), {"tier": gig.tiers.get().pk})
    told = details(client)
    client.force_login(rahim)
    download = checkout.tier(gig.studio, at=now, title="Cards")
    client.post(reverse("cart-lines"), {"tier": download.pk})
    client.cookies["language"] = "en"
    page = client.get(cart).content.decode()
    assert page.count("The same payout account is used on both sides here") == 1
    assert "hello@dhara.example" in page
    assert f'href="{checkout_page}"' not in page
    client.cookies["lang"] = "bn"
    assert "একই অ্যাকাউন্ট" in client.get(cart).content.decode()
    for answer in (client.get(checkout_page), client.post(checkout_page, told)):
        assert (answer.status_code, answer["Location"]) == (302, cart)
    assert not Order.objects.exists()
    found.refresh_from_db()
    assert found.refused_at == clock.now()
    line = CartLine.objects.get(offer=gig)
    client.post(reverse("cart-removal", args=[line.pk]))
    assert client.get(checkout_page).status_code == 200


@pytest.mark.usefixtures("frozen")
def test_a_cart_of_which_nothing_can_be_bought_is_not_free(client: Client, now: datetime) -> None:
    gig, rahim = gigs.offer(now), people.account("rahim@example.com")
    client.force_login(rahim)
    client.cookies["lang"] = "en"
    client.post(reverse("cart-lines"), {"tier": gig.tiers.get().pk})
    tie(rahim, gig.studio.members.get().account, now)
    page = client.get(reverse("cart")).content.decode()
    assert "<strong>–</strong>" in page
    assert ">Free<" not in page
    free = checkout.tier(gig.studio, at=now, title="Cards", pricing="free")
    client.post(reverse("cart-lines"), {"tier": free.pk})
    page = client.get(reverse("cart")).content.decode()
    assert "<strong>Free</strong>" in page


def test_work_that_was_ordered_once_is_not_owned(client: Client, now: datetime) -> None:
    gig, rahim = gigs.offer(now), people.account("rahim@example.com")
    download = checkout.tier(gig.studio, at=now, title="Cards")
    client.force_login(rahim)
    client.cookies["lang"] = "en"
    for tier in (gig.tiers.get(), download):
        Order.objects.filter(pk=checkout.paid_order(tier, at=now, delivered=False).pk).update(account=rahim)
        client.post(reverse("cart-lines"), {"tier": tier.pk})
    assert client.get(reverse("cart")).content.decode().count("You own this already") == 1


def test_the_cart_asks_about_ties_once_and_only_for_work(client: Client, now: datetime) -> None:
    rahim = people.account("rahim@example.com")
    client.force_login(rahim)
    first = gigs.offer(now)
    client.post(reverse("cart-lines"), {"tier": checkout.tier(first.studio, at=now).pk})

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("cart")).status_code == 200
        return sum("people_tie" in each["sql"] for each in queries.captured_queries)

    assert asked() == 0
    client.post(reverse("cart-lines"), {"tier": first.tiers.get().pk})
    assert asked() == 1
    other = gigs.offer(now, catalog.shop(now, "Mitu"), title="A poster")
    client.post(reverse("cart-lines"), {"tier": other.tiers.get().pk})
    assert asked() == 1
    tie(rahim, other.studio.members.get().account, now)
    client.cookies["language"] = "en"
    page = client.get(reverse("cart")).content.decode()
    assert page.count("The same device is used on both sides here") == 1, "the other one can be ordered"
