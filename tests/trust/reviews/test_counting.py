"""The numbers of studios and buyers, and what the night makes of levels."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.kit.actor import GUEST, person
from dhara.kit.queue import drain
from dhara.people.models import Notice
from dhara.trust.models import Reputation
from dhara.trust.reviews import actions, queries
from dhara.work.engagements import actions as work
from dhara.work.models import Standing, Unit
from tests.make import gigs, people
from tests.make import reviews as make
from tests.make.catalog import Shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_what_one_buyer_says_on_one_day_counts_once(cast: people.Cast, now: datetime) -> None:
    sold = gigs.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)))
    for stars in (1, 1, 1):
        make.published(now, sold, stars=stars, email="angry@example.com")
    make.published(now, sold, stars=5, email="glad@example.com")
    numbers = Reputation.objects.get(studio=cast.studio)
    assert (numbers.reviews, numbers.mean) == (4, 300)
    assert numbers.spread == [3, 0, 0, 0, 1]
    assert numbers.score == 383


def test_the_night_counts_work_and_levels(cast: people.Cast, now: datetime) -> None:
    shop = Shop(cast.studio, cast.nadia, person(cast.nadia.pk))
    sold = gigs.offer(now, shop)
    for place in range(5):
        unit = make.accepted(now, sold, email=f"buyer{place}@example.com")
        if place < 3:
            exchange = actions.ask(unit.engagement_id, by=shop.by, at=now)
            assert exchange is not None
            make.write(exchange, GUEST, now)
            make.write(exchange, shop.by, now)
    ended, given_up = (gigs.ordered(now, sold, email="late@example.com") for _each in range(2))
    work.act(given_up.pk, "give_up", text="Ill.", by=shop.by, at=now)
    assert Unit.objects.get(pk=ended.pk).status == "funded", "what is not decided does not count"
    assert actions.count(at=now) == 1
    numbers = Reputation.objects.get(studio=cast.studio)
    assert (numbers.done, numbers.failed, numbers.level) == (5, 1, 1)
    drain(now)
    assert Notice.objects.get(kind="level_reached", account=cast.nadia).data["level"] == "Rising"
    for _each in range(6):
        lost = gigs.ordered(now, sold, email="late@example.com")
        work.act(lost.pk, "give_up", text="Ill.", by=shop.by, at=now)
    actions.count(at=now)
    numbers.refresh_from_db()
    assert (numbers.level, numbers.falls_at) == (1, now + timedelta(days=30))
    actions.count(at=now + timedelta(days=30))
    numbers.refresh_from_db()
    assert (numbers.level, numbers.falls_at) == (0, None)
    drain(now)
    assert Notice.objects.filter(kind__in=("level_shakes", "level_lost"), account=cast.nadia).count() == 2


def test_buyers_numbers_are_one_query(cast: people.Cast, now: datetime) -> None:
    Standing.objects.create(
        account=cast.karim, accepted=90, rejected=10, overturned=5, review_seconds=60, counted_at=now
    )
    with CaptureQueriesContext(connection) as asked:
        found = queries.of_buyers([cast.karim.pk, cast.nadia.pk])
    assert len(asked) == 1
    mine = found[cast.karim.pk]
    assert (mine.decided, mine.accepted, mine.overturned, mine.review_seconds) == (100, 9_000, 3_333, 60)
    assert found[cast.nadia.pk] == queries.BuyerNumbers()
