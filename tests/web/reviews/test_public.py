"""What everybody reads: stars and reviews of studios and offers, a card's mean; the studio's own page, reports."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.catalog.models import Offer
from dhara.kit.actor import operator, person
from dhara.trust.models import Reputation, ReviewReport
from dhara.trust.reviews import actions
from tests.make import gigs, people
from tests.make import reviews as make
from tests.make.catalog import Shop
from tests.web.browsing import client as signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def sold(cast: people.Cast, now: datetime) -> Offer:
    return gigs.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)))


def read(visitor: Client, path: str) -> str:
    answer = visitor.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_offer_studio_and_list_show_them(cast: people.Cast, sold: Offer, client: Client, now: datetime) -> None:
    page = f"/@nadia/{sold.slug}"
    assert "aggregateRating" not in read(client, page)
    for place in range(4):
        make.published(
            now + timedelta(days=place), sold, stars=4, text=f"Number {place}", email=f"b{place}@example.com"
        )
    shown = read(client, page)
    assert '"aggregateRating":{"@type":"AggregateRating","ratingValue":"4.0","reviewCount":4' in shown
    assert "Number 3" in shown
    assert "Number 0" not in shown
    assert f"/reviews/of/nadia/?offer={sold.pk}" in shown
    assert "4 reviews" in read(client, "/@nadia")
    everything = read(client, f"/reviews/of/nadia/?offer={sold.pk}")
    assert "Number 0" in everything
    assert "Number 0" in read(client, "/reviews/of/nadia/")
    assert "★ 4.0" in read(client, "/market/")
    assert client.get("/reviews/of/nobody/").status_code == 404


def test_more_reviews_ask_no_more(cast: people.Cast, sold: Offer, client: Client, now: datetime) -> None:
    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    paths = (f"/@nadia/{sold.slug}", "/@nadia", "/reviews/of/nadia/")
    make.published(now, sold, email="first@example.com")
    few = [asked(path) for path in paths]
    for place in range(5):
        make.published(now, sold, email=f"b{place}@example.com")
    assert [asked(path) for path in paths] == few


def test_the_studio_sees_how_far_it_is(cast: people.Cast, sold: Offer, now: datetime) -> None:
    nadia = signed_in(cast.nadia)
    assert "No reviews yet" in read(nadia, "/studio/nadia/reviews/")
    review = make.published(now, sold, text="Call 01712345678!")
    actions.count(at=now)
    page = read(nadia, "/studio/nadia/reviews/")
    assert "On the way to “Rising”" in page
    assert f"/work/{review.exchange.engagement_id}/#reviews" in page
    assert "01712345678" not in page
    Reputation.objects.filter(studio=cast.studio).update(level=1, falls_at=now + timedelta(days=30))
    assert "To keep “Rising”" in read(nadia, "/studio/nadia/reviews/")
    assert signed_in(people.account("else@example.com")).get("/studio/nadia/reviews/").status_code == 404


def test_a_report(cast: people.Cast, sold: Offer, now: datetime) -> None:
    review = make.published(now, sold)
    page, nadia = f"/reviews/{review.pk}/report/", signed_in(cast.nadia)
    assert Client().get(page)["Location"].startswith("/account/login/")
    assert nadia.post(page, {"text": "It is not true."}).status_code == 422
    assert nadia.post(page, {"reason": "untrue"})["Location"] == "/reviews/of/nadia/"
    assert nadia.post(page, {"reason": "untrue"}).status_code == 409
    assert ReviewReport.objects.get().account == cast.nadia
    actions.hide(review.pk, reason="Insults.", by=operator(cast.mitu.pk), at=now)
    assert nadia.get(page).status_code == 404
    assert "No reviews yet" in read(nadia, "/reviews/of/nadia/")
