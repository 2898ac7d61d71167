"""A gift of what has yet to come out: its letter says when, its receiver has it then, or is told otherwise."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from dhara.catalog.releases import actions as releases
from dhara.catalog.releases.rules import PATIENCE
from dhara.checkout.gifts import actions as gifts_of
from dhara.checkout.preorders import actions, queries
from dhara.delivery.gifts import actions as deliveries
from dhara.delivery.gifts.queries import things
from dhara.kit.actor import GUEST
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from tests.make import gifts, people
from tests.make.releases import WEEK, coming, complete, line_of, release_of, seller

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def letter(name: str) -> Letter:
    return Letter.objects.get(name=name)


def test_the_letter_says_when_and_the_receiver_has_it_then(now: datetime) -> None:
    offer = coming(now)
    gift = gifts.paid(offer.tiers.get(), at=now)
    assert (gift.status, things(gift).count()) == ("sent", 0)
    assert "Comes out on 9 March 2026; we write to you then." in letter("gift").text
    assert "Comes out on 9 March 2026" in letter("gift").html
    mina = people.account("mina@example.org")
    assert [line.order_id for line in queries.awaited_by(mina)] == [gift.order_id]
    assert not queries.awaited_by(people.account("karim@example.com")).exists()
    complete(offer, now)
    drain(now + WEEK)
    (given,) = things(gift)
    assert (given.email, given.account_id) == ("mina@example.org", mina.pk)
    assert letter("gift_out").to_email == "mina@example.org"
    assert "Karim" in letter("gift_out").text
    assert not Letter.objects.filter(name="preorder_out").exists()
    assert not queries.awaited_by(mina).exists()
    drain(now + WEEK + DAY)
    assert things(gift).count() == 1


def test_what_came_out_before_the_gift_s_day_is_given_on_that_day(now: datetime) -> None:
    offer = coming(now)
    gift = gifts.paid(offer.tiers.get(), day=date(2026, 3, 20), at=now)
    complete(offer, now)
    drain(now + WEEK)
    assert line_of(gift.order).preorder == "out"
    assert (things(gift).count(), Letter.objects.filter(name__in=["gift", "gift_out"]).count()) == (0, 0)
    drain(now + timedelta(days=20))
    assert things(gift).count() == 1
    assert "Comes out on" not in letter("gift").text
    assert not Letter.objects.filter(name="gift_out").exists()


def test_another_day_is_told_to_both(now: datetime) -> None:
    offer = coming(now)
    gifts.paid(offer.tiers.get(), at=now)
    releases.postpone(offer, to=now + 3 * WEEK, by=seller(offer), at=now)
    drain(now)
    assert letter("preorder_postponed").to_email == "karim@example.com"
    assert "Mina gets it as soon as it comes out." in letter("preorder_postponed").text
    assert letter("gift_later").to_email == "mina@example.org"
    assert "23 March 2026" in letter("gift_later").text


def test_the_giver_takes_it_back_and_the_receiver_is_told(now: datetime) -> None:
    offer = coming(now)
    gift = gifts.paid(offer.tiers.get(), at=now)
    actions.cancel(gift.order_id, line_of(gift.order).pk, by=GUEST, at=now)
    drain(now)
    gift.refresh_from_db()
    assert gift.status == "withdrawn"
    assert letter("gift_ended").to_email == "mina@example.org"
    complete(offer, now)
    drain(now + WEEK)
    assert things(gift).count() == 0


def test_a_promise_that_was_not_kept_gives_the_money_back(now: datetime) -> None:
    offer = coming(now)
    gift = gifts.paid(offer.tiers.get(), at=now)
    drain(now + WEEK)
    assert release_of(offer).status == "late"
    drain(now + WEEK + PATIENCE + DAY)
    gift.refresh_from_db()
    gift.order.refresh_from_db()
    assert (gift.status, gift.order.status) == ("withdrawn", "refunded")


def test_a_corrected_address_gets_it_and_the_wrong_one_never(now: datetime) -> None:
    offer = coming(now)
    gift = gifts.paid(offer.tiers.get(), at=now)
    deliveries.correct(gift.order_id, email="right@example.org", name="Tuli", by=GUEST, at=now)
    drain(now)
    complete(offer, now)
    drain(now + WEEK)
    gift.refresh_from_db()
    assert [each.email for each in things(gift)] == ["right@example.org"]
    assert letter("gift_out").to_email == "right@example.org"


def test_sent_at_once_after_all(now: datetime) -> None:
    offer = coming(now)
    gift = gifts.paid(offer.tiers.get(), day=date(2026, 3, 20), at=now)
    gifts_of.send(gift.order_id, by=GUEST, at=now)
    drain(now)
    complete(offer, now)
    drain(now + WEEK)
    assert (things(gift).count(), Letter.objects.filter(name="gift_out").count()) == (1, 1)
