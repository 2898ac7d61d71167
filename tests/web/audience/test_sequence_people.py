"""Who is in a sequence, and what would happen to somebody."""

from __future__ import annotations

from typing import Any

import pytest

from dhara.audience.contacts.rules import UNSUBSCRIBED
from dhara.audience.models import ContactEvent, Delivery, Enrolment, Sequence, Step
from dhara.audience.sequences import actions, rules
from dhara.kit import clock
from tests.make import audience
from tests.make import sequences as make
from tests.web.audience.test_sequence_steps import base, post
from tests.web.studio.place import Workplace


@pytest.fixture
def sequence(work: Workplace) -> Sequence:
    return make.published(work.shop.studio, by=work.shop.by, at=clock.now())


def test_people_come_in_and_leave_by_hand(work: Workplace, sequence: Sequence) -> None:
    mina = audience.contact(work.shop.studio, name="Mina")
    people = base(work, sequence) + "people/"
    assert "Let in" not in work.nadia.get(people).content.decode()
    assert "Let in" in work.nadia.get(people, {"q": "mina"}).content.decode()
    assert work.nadia.post(people, {"contact": mina.pk}).status_code == 302
    inside = Enrolment.objects.get(sequence=sequence, contact=mina)
    page = work.nadia.get(people).content.decode()
    assert "Mina" in page
    assert "Send a letter: Your checklist" in page
    again = work.nadia.post(people, {"contact": mina.pk}, follow=True).content.decode()
    assert "is in the sequence, or has been" in again
    work.nadia.post(f"{people}{inside.pk}/end/")
    inside.refresh_from_db()
    assert inside.state == rules.LEFT
    assert "Nobody here yet" in work.nadia.get(people, {"state": "active"}).content.decode()


def test_the_numbers_stand_at_the_steps(work: Workplace, sequence: Sequence) -> None:
    for number in range(3):
        each = audience.contact(work.shop.studio, f"c{number}@example.com")
        actions.enrol(sequence, each, by=work.shop.by, at=clock.now())
    page = work.nadia.get(base(work, sequence)).content.decode()
    assert "people here now" in page
    assert "3 people on the way" in page
    asked = work.nadia.get(base(work, sequence) + "steps/n1/removal/").content.decode()
    assert "3 people stand here now" in asked
    assert "3 people are on the way" in work.nadia.get(base(work, sequence) + "publication/").content.decode()


def test_those_who_are_held_try_again(work: Workplace, sequence: Sequence) -> None:
    mina = audience.contact(work.shop.studio, name="Mina")
    inside = actions.enrol(sequence, mina, by=work.shop.by, at=clock.now())
    Enrolment.objects.filter(pk=inside.pk).update(state=rules.HELD, exit_reason="The letter has no words")
    people = base(work, sequence) + "people/"
    page = work.nadia.get(people).content.decode()
    assert "The letter has no words" in page
    assert "1 person stands still" in page
    work.nadia.post(f"{people}retrial/", {"enrolment": inside.pk})
    inside.refresh_from_db()
    assert inside.state == rules.ACTIVE_IN


def test_who_may_not_send_lets_nobody_in(work: Workplace, sequence: Sequence) -> None:
    mina = audience.contact(work.shop.studio)
    people = base(work, sequence) + "people/"
    for role in ("editor", "support"):
        assert work.clients[role].post(people, {"contact": mina.pk}).status_code == 403
        assert "Let somebody in" not in work.clients[role].get(people).content.decode()
    assert not Enrolment.objects.exists()
    for given in ("", "x", "99999", "1" * 30):
        assert work.nadia.post(people, {"contact": given}).status_code == 409


def test_a_test_run_shows_the_way_and_leaves_nothing(work: Workplace, sequence: Sequence) -> None:
    mina = audience.contact(work.shop.studio, name="Mina")
    events = ContactEvent.objects.count()
    page = work.nadia.get(base(work, sequence) + "rehearsal/").content.decode()
    assert "Try with them" in page
    page = work.nadia.get(base(work, sequence) + "rehearsal/", {"contact": mina.pk}).content.decode()
    for words in ("The way of Mina", "At once", "Day 1", "Your checklist", "Here it is."):
        assert words in page
    assert not Enrolment.objects.exists()
    assert not Step.objects.exists()
    assert not Delivery.objects.exists()
    assert ContactEvent.objects.count() == events


def test_a_test_run_tells_what_waits_for_the_hours_of_sending(work: Workplace, sequence: Sequence) -> None:
    """It is ten in Dhaka: until six in the evening nothing leaves, which is neither at once nor a day later."""
    mina = audience.contact(work.shop.studio, name="Mina")
    window = {"from": "18:00", "until": "21:00", "days": [0, 1, 2, 3, 4, 5, 6]}
    actions.settle(sequence, window=window, by=work.shop.by, at=clock.now())
    page = work.nadia.get(base(work, sequence) + "rehearsal/", {"contact": mina.pk}).content.decode()
    assert page.index("At once") < page.index("The same day") < page.index("Day 1")


def test_a_test_run_says_what_is_missing_and_who_gets_nothing(work: Workplace, sequence: Sequence) -> None:
    post(work.nadia, sequence, base(work, sequence) + "steps/new/?spot=.next&kind=condition", {"what": ""})
    gone = audience.contact(work.shop.studio, state=UNSUBSCRIBED)
    mina = audience.contact(work.shop.studio, "tuli@example.com")
    address = base(work, sequence) + "rehearsal/"
    assert "Passed over" in work.nadia.get(address, {"contact": mina.pk}).content.decode()
    assert "wants no letters any more" in work.nadia.get(address, {"contact": gone.pk}).content.decode()


def test_as_many_reads_with_one_person_as_with_twenty(
    work: Workplace, sequence: Sequence, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    people = base(work, sequence) + "people/"

    def let_in(*numbers: int) -> None:
        for number in numbers:
            each = audience.contact(work.shop.studio, f"c{number}@example.com")
            actions.enrol(sequence, each, by=work.shop.by, at=clock.now())

    let_in(0)
    work.nadia.get(people)
    with django_assert_max_num_queries(20) as seen:
        work.nadia.get(people)
    let_in(*range(1, 20))
    with django_assert_num_queries(len(seen)):
        work.nadia.get(people)
