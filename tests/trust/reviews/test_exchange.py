"""Both sides of ended work write once, blind; both are published at one moment, or what is there when time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from dhara.kit.actor import GUEST, SYSTEM, operator, person
from dhara.kit.lifecycle.models import Transition
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.money.models import Policy
from dhara.trust.models import Exchange, Reputation, Review
from dhara.trust.reviews import actions, queries
from dhara.work.engagements import actions as work
from dhara.work.models import Unit
from tests.make import gigs, people
from tests.make import reviews as make
from tests.make.catalog import Shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def exchange(cast: people.Cast, now: datetime) -> Exchange:
    sold = gigs.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)))
    return make.asked(now, sold, by=person(cast.karim.pk), email=cast.karim.email)


def test_neither_is_shown_before_both_are_in(cast: people.Cast, exchange: Exchange, now: datetime) -> None:
    karim, nadia = person(cast.karim.pk), person(cast.nadia.pk)
    first = make.write(exchange, karim, now, stars=4, quality=5, talk=4)
    assert first.status == "sealed"
    seen = queries.seen(exchange.engagement_id, "worker")
    assert seen is not None
    assert seen.theirs is None
    assert seen.may_write(now)
    assert not queries.published().exists()
    assert not Reputation.objects.filter(reviews__gt=0).exists()
    second = make.write(exchange, nadia, now + timedelta(hours=1), stars=3)
    first.refresh_from_db()
    assert (first.status, second.status) == ("published", "published")
    assert first.published_at == second.published_at == now + timedelta(hours=1)
    studio, buyer = Reputation.objects.get(studio=cast.studio), Reputation.objects.get(buyer=cast.karim)
    assert (studio.reviews, studio.mean, studio.spread) == (1, 400, [0, 0, 0, 1, 0])
    assert studio.marks == {"talk": 400, "quality": 500}
    assert (buyer.reviews, buyer.mean, studio.score) == (1, 300, 400)
    assert Reputation.objects.get(offer=first.offer).mean == 400


def test_one_review_each(cast: people.Cast, exchange: Exchange, now: datetime) -> None:
    karim = person(cast.karim.pk)
    make.write(exchange, karim, now)
    with pytest.raises(Conflict, match="already"):
        make.write(exchange, karim, now)
    for stranger in (GUEST, person(people.account("else@example.com").pk)):
        with pytest.raises(NotFoundHere):
            make.write(exchange, stranger, now)
    viewer = people.member(cast.studio, role="viewer").account
    with pytest.raises(NotFoundHere):
        make.write(exchange, person(viewer.pk), now)
    assert Review.objects.count() == 1


@pytest.mark.parametrize(("stars", "marks"), [(0, {}), (6, {}), (5, {"quality": 0}), (5, {"clear": 5})])
def test_what_is_not_between_one_and_five_is_refused(
    cast: people.Cast, exchange: Exchange, now: datetime, stars: int, marks: dict[str, int]
) -> None:
    with pytest.raises(Invalid):
        make.write(exchange, person(cast.karim.pk), now, stars=stars, **marks)
    assert not Review.objects.exists()


def test_the_time_is_over(cast: people.Cast, exchange: Exchange, now: datetime, frozen: object) -> None:
    make.write(exchange, person(cast.karim.pk), now)
    late = now + timedelta(days=14)
    with pytest.raises(Conflict, match="over"):
        make.write(exchange, person(cast.nadia.pk), late)
    drain(late)
    exchange.refresh_from_db()
    assert exchange.status == "done"
    assert Review.objects.get().status == "published"
    assert Reputation.objects.get(studio=cast.studio).reviews == 1


def test_nobody_wrote(exchange: Exchange, now: datetime) -> None:
    drain(now + timedelta(days=14))
    exchange.refresh_from_db()
    assert exchange.status == "lapsed"
    assert not Reputation.objects.filter(reviews__gt=0).exists()


def test_a_guest_writes_and_has_an_account_later(now: datetime) -> None:
    exchange = make.asked(now, email="guest@example.com")
    unit = Unit.objects.get(engagement=exchange.engagement_id)
    make.write(exchange, GUEST, now)
    make.write(exchange, make.seller(unit), now, stars=2)
    assert not Reputation.objects.filter(buyer__isnull=False).exists()
    guest = people.account("guest@example.com")
    work.claim(guest.pk)
    assert actions.claim(guest.pk, at=now) == 2
    assert Reputation.objects.get(buyer=guest).mean == 200


def test_what_is_not_reviewed(cast: people.Cast, now: datetime) -> None:
    shop = Shop(cast.studio, cast.nadia, person(cast.nadia.pk))
    sold = gigs.offer(now, shop)
    running = gigs.ordered(now, sold)
    assert actions.ask(running.engagement_id, by=SYSTEM, at=now) is None
    unpaid = gigs.ordered(now, sold)
    work.act(unpaid.pk, "give_up", text="Ill.", by=shop.by, at=now)
    assert actions.ask(unpaid.engagement_id, by=SYSTEM, at=now) is None
    own = make.accepted(now, sold, email=cast.rafi.email)
    assert actions.ask(own.engagement_id, by=SYSTEM, at=now) is None, "a member's address"
    done = make.accepted(now, sold)
    assert actions.ask(done.engagement_id, by=SYSTEM, at=now + timedelta(days=15)) is None
    assert actions.ask(done.engagement_id, by=SYSTEM, at=now) is not None
    assert actions.ask(done.engagement_id, by=SYSTEM, at=now) is None, "once"
    Policy.objects.create(name="review.min_minor", value=10**6, since=now, studio=None)
    assert not Review.objects.exists()


def test_a_suspicious_text_waits_for_the_operator(cast: people.Cast, exchange: Exchange, now: datetime) -> None:
    karim, nadia, boss = person(cast.karim.pk), person(cast.nadia.pk), operator(cast.mitu.pk)
    held = make.write(
        exchange, karim, now, text="Pay a registration fee of 500 taka first, then message me on WhatsApp."
    )
    assert (held.status, held.held_for) == ("held", "pay_first,moves_away")
    theirs = make.write(exchange, nadia, now)
    assert theirs.status == "published"
    held.refresh_from_db()
    assert held.status == "held"
    assert not Reputation.objects.filter(studio=cast.studio, reviews__gt=0).exists()
    with pytest.raises(NotAllowed):
        actions.let_through(held.pk, by=karim, at=now)
    actions.let_through(held.pk, by=boss, at=now + timedelta(days=1))
    assert Reputation.objects.get(studio=cast.studio).reviews == 1


def test_hiding_counts_again_and_keeps_the_reason(cast: people.Cast, exchange: Exchange, now: datetime) -> None:
    boss = operator(cast.mitu.pk)
    review = make.write(exchange, person(cast.karim.pk), now, stars=1)
    make.write(exchange, person(cast.nadia.pk), now)
    with pytest.raises(Invalid):
        actions.hide(review.pk, reason=" ", by=boss, at=now)
    actions.hide(review.pk, reason="Insults.", by=boss, at=now)
    assert Reputation.objects.get(studio=cast.studio).reviews == 0
    assert Reputation.objects.get(offer=review.offer).reviews == 0
    assert Transition.objects.get(lifecycle="review", target="hidden").reason == "Insults."
    actions.show(review.pk, reason="By mistake.", by=boss, at=now)
    assert Reputation.objects.get(studio=cast.studio).mean == 100


def test_one_answer_by_the_one_reviewed(cast: people.Cast, exchange: Exchange, now: datetime) -> None:
    karim, nadia = person(cast.karim.pk), person(cast.nadia.pk)
    review = make.write(exchange, karim, now, stars=2)
    with pytest.raises(NotFoundHere):
        actions.answer(review.pk, text="Why?", by=nadia, at=now)
    make.write(exchange, nadia, now)
    with pytest.raises(NotFoundHere):
        actions.answer(review.pk, text="I answer myself.", by=karim, at=now)
    with pytest.raises(Invalid):
        actions.answer(review.pk, text="Message me on WhatsApp 01712345678", by=nadia, at=now)
    actions.answer(review.pk, text="We are sorry. Call 01712345678", by=nadia, at=now)
    review.refresh_from_db()
    assert "01712345678" not in review.answer_words
    with pytest.raises(Conflict):
        actions.answer(review.pk, text="Again", by=nadia, at=now)


def test_a_report_reaches_the_operator_once(cast: people.Cast, exchange: Exchange, now: datetime) -> None:
    nadia = person(cast.nadia.pk)
    review = make.write(exchange, person(cast.karim.pk), now)
    with pytest.raises(NotFoundHere):
        actions.report(review.pk, reason="untrue", by=nadia, at=now)
    make.write(exchange, nadia, now)
    with pytest.raises(Invalid):
        actions.report(review.pk, reason="dull", by=nadia, at=now)
    with pytest.raises(NotAllowed):
        actions.report(review.pk, reason="untrue", by=person(cast.karim.pk), at=now)
    made = actions.report(review.pk, reason="untrue", by=nadia, at=now)
    with pytest.raises(Conflict):
        actions.report(review.pk, reason="untrue", by=nadia, at=now)
    actions.handle(made.pk, outcome="It is true.", by=operator(cast.mitu.pk), at=now)
    with pytest.raises(Conflict):
        actions.handle(made.pk, outcome="It is true.", by=operator(cast.mitu.pk), at=now)


@pytest.mark.parametrize("change", ["stars = 5", "text = 'Other'", "published_at = now()", "name = 'x'"])
def test_what_was_written_never_changes(cast: people.Cast, exchange: Exchange, now: datetime, change: str) -> None:
    make.write(exchange, person(cast.karim.pk), now, stars=1)
    make.write(exchange, person(cast.nadia.pk), now)
    for statement in (f"UPDATE trust_review SET {change}", "DELETE FROM trust_review"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
