"""Reviews where work is done: asked for, written blind by both sides and by guests, read, answered; and by letter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from dhara.kit.actor import person
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.people.models import Notice
from dhara.trust.models import Review
from dhara.web.operator.desk import page_of
from dhara.work.engagements.queries import order_of
from dhara.work.models import Unit
from tests.make import gigs, people
from tests.make import reviews as make
from tests.make.catalog import Shop
from tests.make.console import signed_in
from tests.web.browsing import client, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def sold(cast: people.Cast, now: datetime) -> Any:
    return gigs.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)))


@pytest.fixture
def unit(cast: people.Cast, now: datetime) -> Unit:
    done = make.accepted(now, sold(cast, now), by=person(cast.karim.pk), email=cast.karim.email)
    drain(now)
    return done


def test_both_are_asked_and_write_blind(cast: people.Cast, unit: Unit, now: datetime) -> None:
    karim, nadia = client(cast.karim), client(cast.nadia)
    room, page = f"/work/{unit.engagement_id}/", f"/reviews/work/{unit.engagement_id}/"
    asked = Letter.objects.filter(name="work_review_asked")
    assert {each.to_email for each in asked} >= {cast.karim.email, cast.nadia.email}
    assert all(page in each.text for each in asked)
    assert Notice.objects.get(account=cast.karim, kind="review_asked").url == page
    assert f'href="{page}"' in text(karim.get(room))
    assert "How was it with Nadia" in text(karim.get(page))
    refused = karim.post(page, {"text": "Lovely."})
    assert refused.status_code == 422
    assert "Lovely." in text(refused)
    assert not Review.objects.exists()
    said = {"stars": "4", "quality": "5", "text": "Lovely letters. Call me: 01712345678"}
    assert karim.post(page, said)["Location"] == f"{room}#reviews"
    assert karim.post(page, {"stars": "1"})["Location"] == f"{room}#reviews"
    assert "Your review is kept" in text(karim.get(room))
    assert "Lovely letters" not in text(nadia.get(room))
    nadia.post(page, {"stars": "5", "clear": "5", "text": "Knew what he wanted."})
    drain(now)
    shown = text(nadia.get(room))
    assert "Lovely letters" in shown
    assert "01712345678" not in shown
    assert "Knew what he wanted." in text(karim.get(room))
    told = Letter.objects.get(name="work_review_published", to_email=cast.nadia.email)
    assert "★★★★" in told.text
    assert "01712345678" not in told.text
    nadia.post(f"{page}answer/", {"answer": "Thank you, come again."})
    drain(now)
    assert "Thank you, come again." in text(karim.get(room))
    assert Letter.objects.filter(name="work_review_answered", to_email=cast.karim.email).count() == 1


def test_who_is_late_is_reminded(cast: people.Cast, unit: Unit, now: datetime) -> None:
    client(cast.karim).post(f"/reviews/work/{unit.engagement_id}/", {"stars": "4"})
    drain(now + timedelta(days=11))
    reminded = {each.to_email for each in Letter.objects.filter(name="work_review_reminded")}
    assert cast.nadia.email in reminded
    assert cast.karim.email not in reminded
    drain(now + timedelta(days=14))
    assert Review.objects.get().status == "published"


def test_a_guest_writes_with_the_secret(cast: people.Cast, now: datetime) -> None:
    done = make.accepted(now, sold(cast, now), email="guest@example.com")
    drain(now)
    order = order_of(done.engagement)
    assert order is not None
    page = f"/reviews/work/guest/{order.token}/{done.engagement_id}/"
    assert page in Letter.objects.get(name="work_review_asked", to_email="guest@example.com").text
    guest = Client()
    assert guest.get(page).status_code == 200
    assert guest.post(page, {"stars": "5", "text": "Good."}).status_code == 302
    assert guest.get(page.replace(order.token, "x" * 32)).status_code == 404
    assert "Your review is kept" in text(guest.get(page.removeprefix("/reviews")))


def test_strangers_and_viewers_write_nothing(cast: people.Cast, unit: Unit) -> None:
    page = f"/reviews/work/{unit.engagement_id}/"
    viewer = people.member(cast.studio, role="viewer").account
    for who, status in ((people.account("else@example.com"), 404), (viewer, 403)):
        for method in ("get", "post"):
            assert getattr(client(who), method)(page).status_code == status
    assert Client().post(page, {"stars": "5"})["Location"].startswith("/account/login/")
    assert "Write a review" not in text(client(viewer).get(f"/work/{unit.engagement_id}/"))
    assert not Review.objects.exists()


def test_running_work_is_not_reviewed(cast: people.Cast, now: datetime) -> None:
    running = gigs.ordered(now, sold(cast, now), by=person(cast.karim.pk), email=cast.karim.email)
    answer = client(cast.karim).get(f"/reviews/work/{running.engagement_id}/")
    assert answer["Location"] == f"/work/{running.engagement_id}/#reviews"
    assert "Write a review" not in text(client(cast.karim).get(f"/work/{running.engagement_id}/"))


def test_the_operator_judges_what_is_held(cast: people.Cast, unit: Unit, now: datetime) -> None:
    boss = people.account("boss@example.com", is_staff=True)
    console = signed_in(boss, factor="totp")
    page = f"/reviews/work/{unit.engagement_id}/"
    client(cast.karim).post(page, {"stars": "1", "text": "Send me a deposit of 500 taka first."})
    client(cast.nadia).post(page, {"stars": "5"})
    drain(now)
    held = Review.objects.get(side="buyer")
    assert held.status == "held"
    assert "deposit" not in text(client(cast.nadia).get(f"/work/{unit.engagement_id}/"))
    desk = text(console.get(page_of(held)))
    assert "Send me a deposit" in desk
    assert (
        console.post(page_of(held).replace("/change/", "/hiding/"), {"reason": "It asks for money."}).status_code == 302
    )
    drain(now)
    assert Review.objects.get(side="buyer").status == "hidden"
    assert "It asks for money." in Letter.objects.get(name="work_review_hidden").text
    assert "deposit" not in text(client(cast.nadia).get(f"/work/{unit.engagement_id}/"))
    console.post(page_of(held).replace("/change/", "/showing/"), {"reason": "A mistake."})
    assert "deposit" in text(client(cast.nadia).get(f"/work/{unit.engagement_id}/"))
