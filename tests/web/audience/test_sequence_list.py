"""The list of a studio's sequences: what came of each, and which of them to look at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dhara.audience.contacts import actions as contacts
from dhara.audience.models import Delivery, Enrolment, Sequence, Touch
from dhara.audience.sequences import actions
from dhara.kit import clock
from dhara.kit.actor import Actor
from tests.make import sequences as make
from tests.web.audience.test_sequence_steps import base
from tests.web.studio.place import Workplace

LIST = "audience/sequences/"


@pytest.fixture
def sequence(work: Workplace) -> Sequence:
    return make.published(work.shop.studio, by=work.shop.by, at=clock.now())


def _reads_and_buys(sequence: Sequence, by: Actor) -> None:
    """Two got the first letter, both opened it, one clicked and bought for 490, of which 90 went back."""
    now, studio = clock.now(), sequence.studio
    for number in range(2):
        make.enrolled(sequence, by=by, at=now, email=f"c{number}@example.com")
    while actions.pump(at=now):
        pass
    Delivery.objects.update(state="sent", sent_at=now)
    for delivery in Delivery.objects.order_by("id"):
        Touch.objects.create(message=delivery.message, delivery=delivery, at=now, verdict="human")
        Touch.objects.create(message=delivery.message, delivery=delivery, link=1, at=now, verdict="scanner")
    first = Delivery.objects.earliest("id")
    Touch.objects.create(message=first.message, delivery=first, link=1, at=now, verdict="human")
    for kind, amount, hours in (("bought", 49_000, 1), ("refunded", 9_000, 2)):
        contacts.keep_event(
            first.contact_id, studio.pk, kind, "offer:1", at=now + timedelta(hours=hours), amount=amount, currency="BDT"
        )


def test_a_card_tells_what_came_of_it(work: Workplace, sequence: Sequence) -> None:
    _reads_and_buys(sequence, work.shop.by)
    page = work.nadia.get(work.base + LIST).content.decode()
    assert sequence.name in page
    assert 'class="mini"' in page
    for words, number in (("on the way", "2"), ("emails sent", "2"), ("came to the end", "0")):
        assert f"<dt>{words}</dt><dd>{number}</dd>" in page
    assert "<dt>opened by people</dt><dd>2 <small>100 %</small></dd>" in page
    assert "<dt>clicked</dt><dd>1 <small>50 %</small></dd>" in page
    assert "<strong>৳400</strong> 1 purchase followed" in page


def test_a_step_tells_the_money_that_followed(work: Workplace, sequence: Sequence) -> None:
    _reads_and_buys(sequence, work.shop.by)
    page = work.nadia.get(base(work, sequence) + "steps/n1/").content.decode()
    assert "money that followed" in page
    assert "৳400" in page
    assert "money that followed" not in work.nadia.get(base(work, sequence) + "steps/n2/").content.decode()


def test_a_card_in_bengali_has_bengali_digits(work: Workplace, sequence: Sequence) -> None:
    _reads_and_buys(sequence, work.shop.by)
    work.nadia.cookies["lang"] = "bn"
    page = work.nadia.get(work.base + LIST).content.decode()
    assert "<strong>৳৪০০</strong>" in page
    assert "১০০%" in page


def test_one_that_never_ran_and_one_that_sold_nothing(work: Workplace, sequence: Sequence) -> None:
    page = work.nadia.get(work.base + LIST).content.decode()
    assert "Nobody has bought after its emails yet" in page
    make.sequence(work.shop.studio, by=work.shop.by, at=clock.now(), name="Not yet", steps=2)
    page = work.nadia.get(work.base + LIST).content.decode()
    assert "2 steps so far. Publish it to let people in." in page


def test_held_people_are_told(work: Workplace, sequence: Sequence) -> None:
    make.enrolled(sequence, by=work.shop.by, at=clock.now())
    Enrolment.objects.update(state="held")
    assert "1 person is held by an error" in work.nadia.get(work.base + LIST).content.decode()


def test_by_state(work: Workplace, sequence: Sequence) -> None:
    assert 'class="pills"' not in work.nadia.get(work.base + LIST).content.decode()
    make.sequence(work.shop.studio, by=work.shop.by, at=clock.now(), name="Only a draft")
    away = make.published(work.shop.studio, by=work.shop.by, at=clock.now(), name="Long ago")
    actions.archive(away, by=work.shop.by, at=clock.now())

    def shown(state: str) -> set[str]:
        page = work.nadia.get(work.base + LIST, {"state": state}).content.decode()
        return {name for name in ("Welcome", "Only a draft", "Long ago") if name in page}

    assert shown("") == {"Welcome", "Only a draft"} == shown("nonsense")
    assert shown("draft") == {"Only a draft"}
    assert shown("active") == {"Welcome"}
    assert shown("archived") == {"Long ago"}
    assert shown("paused") == set()
    page = work.nadia.get(work.base + LIST, {"state": "paused"}).content.decode()
    assert "No sequence is in this state" in page
    assert f'href="{work.base}{LIST}?state=archived">archived <span class="pill-count">1</span>' in page


def test_as_many_reads_with_one_sequence_as_with_ten(
    work: Workplace, sequence: Sequence, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    work.nadia.get(work.base + LIST)
    with django_assert_max_num_queries(16) as seen:
        work.nadia.get(work.base + LIST)
    for number in range(9):
        make.published(work.shop.studio, by=work.shop.by, at=clock.now(), name=f"No. {number}")
    with django_assert_num_queries(len(seen)):
        work.nadia.get(work.base + LIST)


def test_the_pages_of_one_put_away_change_nothing(work: Workplace, sequence: Sequence) -> None:
    actions.archive(sequence, by=work.shop.by, at=clock.now())
    page = work.nadia.get(base(work, sequence)).content.decode()
    assert "archived" in page
    assert "Publish" not in page
