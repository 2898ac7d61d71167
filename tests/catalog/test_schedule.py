"""Offers that go on the market and off it by themselves."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from dhara.catalog.models import Offer
from dhara.catalog.offers import actions, queries
from dhara.kit.actor import person
from dhara.kit.facts.models import RecordedFact
from dhara.kit.lifecycle.models import Transition
from dhara.kit.refusal import Invalid
from tests.make import catalog as make

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_an_offer_is_published_and_taken_down_on_its_dates(now: datetime) -> None:
    offer = make.offer(now, published=False, publish_at=now + HOUR, unpublish_at=now + 3 * HOUR)
    assert actions.run_schedule(at=now + HOUR - timedelta(seconds=1)) == 0
    assert actions.run_schedule(at=now + HOUR) == 1
    offer.refresh_from_db()
    assert (offer.status, offer.publish_at, offer.published_at) == ("published", None, now + HOUR)
    assert queries.on_market(now + 2 * HOUR).exists()
    assert not queries.on_market(now + 3 * HOUR).exists()  # to the second, whenever the job comes
    assert actions.run_schedule(at=now + 3 * HOUR) == 1
    offer.refresh_from_db()
    assert (offer.status, offer.unpublish_at) == ("unpublished", None)
    assert RecordedFact.objects.get(name="catalog.OfferUnpublished").data["scheduled"] is True
    assert actions.run_schedule(at=now + 9 * HOUR) == 0


@pytest.mark.django_db
def test_what_is_incomplete_is_told_once_and_does_not_stop_others(now: datetime) -> None:
    lacking = make.draft(now, publish_at=now + HOUR)
    whole = make.offer(now, published=False, publish_at=now + HOUR)
    assert actions.run_schedule(at=now + HOUR) == 2
    assert actions.run_schedule(at=now + 2 * HOUR) == 0
    told = RecordedFact.objects.get(name="catalog.OfferNotPublished")
    assert told.subject == f"offer:{lacking.pk}"
    assert any("\u0980" <= c <= "\u09ff" for c in told.data["reason"])  # in the studio's language
    whole.refresh_from_db()
    assert whole.status == "published"


@pytest.mark.django_db
def test_dates_that_make_no_sense_are_refused(now: datetime) -> None:
    offer = make.offer(now, published=False)
    owner = person(offer.studio.members.get().account_id)
    for dates in (
        {"publish_at": now + 2 * HOUR, "unpublish_at": now + HOUR},
        {"unpublish_at": now - HOUR},
    ):
        with pytest.raises(Invalid) as refusal:
            actions.edit(offer, by=owner, at=now, **dates)
        assert refusal.value.field == "unpublish_at"


@pytest.mark.django_db(transaction=True)
def test_many_workers_publish_each_offer_once(now: datetime) -> None:
    shop = make.shop(now)
    for _ in range(6):
        make.offer(now, shop, published=False, publish_at=now + HOUR)

    def run() -> None:
        try:
            actions.run_schedule(at=now + HOUR)
        finally:
            connection.close()

    workers = [threading.Thread(target=run) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    actions.run_schedule(at=now + HOUR)
    assert Offer.objects.filter(status="published").count() == 6
    assert Transition.objects.filter(lifecycle="offer", target="published").count() == 6


@pytest.mark.django_db(transaction=True)
def test_an_offer_that_somebody_is_working_on_waits(now: datetime) -> None:
    offer = make.offer(now, published=False, publish_at=now + HOUR)
    settled: list[int] = []

    def run() -> None:
        try:
            settled.append(actions.run_schedule(at=now + HOUR))
        finally:
            connection.close()

    with transaction.atomic():
        Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
        worker = threading.Thread(target=run)
        worker.start()
        worker.join(timeout=30)
    assert settled == [0]
    assert actions.run_schedule(at=now + HOUR) == 1
