"""The page of a gig: its packages, extras and questions, what happens to the money, and that it is full."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.catalog.models import Offer
from dhara.catalog.prices import actions as prices
from dhara.checkout.models import CartLine
from dhara.delivery.gigs import actions
from dhara.kit.actor import person
from dhara.people.models import Member
from tests.make import catalog as make
from tests.make import checkout, gigs

pytestmark = pytest.mark.django_db
FAQ = ({"question": "Do you print it, too?", "answer": "No, you get files."},)


def read(visitor: Client, offer: Offer) -> str:
    return visitor.get(f"/@{offer.studio.handle}/{offer.slug}?lang=en").content.decode()


@pytest.fixture
def gig(now: datetime) -> Offer:
    return gigs.offer(now, extras=gigs.EXTRAS)


def test_it_says_what_is_promised_and_what_will_be_asked(gig: Offer, client: Client) -> None:
    page = read(client, gig)
    for words in (
        "3 days",
        "2 revisions",
        "Three drafts",
        "Within a day",
        "+৳200",
        "1 day more",
        "You will be asked after paying",
        "What is your shop called?",
        "Plain · Playful",
        "nothing for 3 days after the delivery",
        "More than 24 hours late",
        "The seller pays 5%",
    ):
        assert words in page, words
    assert "New versions are included" not in page


def test_packages_stand_beside_each_other(gig: Offer, client: Client, now: datetime) -> None:
    by = person(Member.objects.get(studio=gig.studio).account_id)
    tiers = prices.set_tiers(gig, [make.fixed(name="Basic"), make.fixed(amount=900_00, name="Premium")], by=by, at=now)
    for tier, days, revisions, scope in zip(tiers, (3, 7), (1, None), (["Sketch"], ["Sketch", "Sources"]), strict=True):
        tier.offer = gig
        actions.set_package(tier, days=days, revisions=revisions, scope=scope, by=by, at=now)
    page = read(client, gig)
    table = page[page.index('id="compare-title"') :]
    for words in ("Basic", "Premium", "7 days", "any number", "Sources", "not included"):
        assert words in table, words


def test_it_goes_into_the_cart_with_its_extras(gig: Offer, client: Client) -> None:
    tier = gig.tiers.get()
    order = {"tier": tier.pk, "currency": "BDT", "asked": "extras", "extras": ["fast", "source"]}
    client.post("/cart/lines/", order)
    line = CartLine.objects.get()
    assert line.answers == {"extras": ["fast", "source"]}
    page = client.get("/cart/").content.decode()
    assert page.count("checked") == 2
    client.post(f"/cart/lines/{line.pk}/", {"asked": "extras", "extras": ["fast"]})
    line.refresh_from_db()
    assert line.answers == {"extras": ["fast"]}
    client.post(f"/cart/lines/{line.pk}/", {"asked": "extras"})
    line.refresh_from_db()
    assert line.answers == {}


def test_an_extra_that_is_gone_is_said_where_it_was_chosen(gig: Offer, client: Client) -> None:
    order = {"tier": gig.tiers.get().pk, "currency": "BDT", "asked": "extras", "extras": ["gone"]}
    back = f"/@{gig.studio.handle}/{gig.slug}"
    answer = client.post("/cart/lines/", order, HTTP_REFERER=f"http://testserver{back}", follow=True)
    assert "not offered any more" in answer.content.decode() or "আর দেওয়া হচ্ছে না" in answer.content.decode()
    assert not CartLine.objects.exists()


def test_a_full_gig_says_so_and_sells_nothing(client: Client, now: datetime) -> None:
    gig = gigs.offer(now, queue=1)
    assert "Fully booked" not in read(client, gig)
    order = checkout.placed(gig.tiers.select_related("offer__studio").get(), at=now)
    page = read(client, gig)
    assert "Fully booked" in page
    assert f"/messages/about/offer/{gig.pk}/" in page
    assert "SoldOut" in page
    client.post("/cart/lines/", {"tier": gig.tiers.get().pk, "currency": "BDT"})
    assert CartLine.objects.exclude(cart=order.cart).count() == 0


def test_search_engines_read_a_service(gig: Offer, client: Client, now: datetime) -> None:
    by = person(Member.objects.get(studio=gig.studio).account_id)
    actions.set_terms(gig, questions=gigs.QUESTIONS, faq=FAQ, by=by, at=now)
    page = read(client, gig)
    (data,) = re.findall(r'<script type="application/ld\+json">(.+?)</script>', page)
    service, asked, _trail = json.loads(data)["@graph"]
    assert (service["@type"], service["provider"]["name"]) == ("Service", gig.studio.name)
    assert service["offers"]["deliveryLeadTime"]["value"] == 3
    assert asked["mainEntity"][0]["acceptedAnswer"]["text"] == "No, you get files."
    assert "Do you print it, too?" in page[page.index("<body") :]


def test_the_page_asks_as_often_for_one_package_as_for_four(gig: Offer, client: Client, now: datetime) -> None:
    read(client, gig)
    with CaptureQueriesContext(connection) as one:
        read(client, gig)
    by = person(Member.objects.get(studio=gig.studio).account_id)
    tiers = prices.set_tiers(gig, [make.fixed(name=f"No {n}") for n in range(4)], by=by, at=now)
    for tier in tiers:
        tier.offer = gig
        actions.set_package(tier, days=3, revisions=1, by=by, at=now)
    with CaptureQueriesContext(connection) as four:
        read(client, gig)
    assert len(four) == len(one)


def test_its_card_says_in_how_many_days(gig: Offer, client: Client, now: datetime) -> None:
    make.offer(now, title="A ready logo")
    page = client.get("/market/?lang=en").content.decode()
    assert page.count("Work, from 3 days") == 1
    assert client.get("/search/?q=logo&lang=en").content.decode().count("Work, from 3 days") == 1


def test_visitors_may_look_for_work_only(gig: Offer, client: Client, now: datetime) -> None:
    make.offer(now, title="A ready logo")
    page = client.get("/market/?lang=en&kind=gig").content.decode()
    assert "A logo for your shop" in page
    assert "A ready logo" not in page
    page = client.get("/market/?lang=en&kind=download").content.decode()
    assert "A logo for your shop" not in page
    assert "A ready logo" in page
    assert "A ready logo" in client.get("/market/?lang=en&kind=nonsense").content.decode()
