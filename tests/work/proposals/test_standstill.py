"""While the operator looks at a message of whoever offers, the other side's time to answer stands still."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.api.v1.schemas.proposals import proposal_out
from dhara.kit.actor import SYSTEM, Actor, person
from dhara.kit.locale.dates import show_moment
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict
from dhara.people.conversations import actions as talks
from dhara.people.models import Message, Notice
from dhara.work.models import Proposal
from dhara.work.proposals import actions
from tests.make import conversations as make
from tests.make import offers, people

pytestmark = pytest.mark.django_db

SCAM = "To get the job you must pay a security deposit of 1500 taka."
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)


class Sides:
    """An offer of Nadia's to Karim, valid for a week."""

    def __init__(self, now: datetime) -> None:
        self.cast, self.now = people.cast(), now
        self.talk = offers.asked(self.cast.studio, self.cast.karim, now)
        self.made = offers.offered(self.talk, self.cast.nadia, now)
        self.boss = Actor("operator", people.account("boss@example.com", is_staff=True).pk)

    def scam(self, after: timedelta, *, karim: bool = False) -> Message:
        return make.write(self.talk, self.cast.karim if karim else self.cast.nadia, SCAM, at=self.now + after)

    def release(self, message: Message, after: timedelta) -> None:
        talks.release(message.pk, by=self.boss, at=self.now + after)

    def until(self, after: timedelta) -> timedelta:
        """How long it is valid from its beginning, once all that is due by then is done."""
        drain(self.now + after)
        expires_at = self.offer().expires_at
        assert expires_at
        return expires_at - self.now

    def offer(self) -> Proposal:
        return Proposal.objects.get(pk=self.made.pk)


@pytest.fixture
def sides(now: datetime) -> Sides:
    return Sides(now)


@pytest.mark.parametrize("ruling", ["release", "remove"])
def test_an_offer_is_valid_for_as_much_longer_as_it_was_held(sides: Sides, ruling: str) -> None:
    held = sides.scam(2 * DAY)
    drain(sides.now + 9 * DAY)
    assert sides.offer().status == "offered", "nobody could have answered it"
    if ruling == "release":
        sides.release(held, 10 * DAY)
    else:
        talks.remove(held.pk, reason="Nobody pays to get work.", by=sides.boss, at=sides.now + 10 * DAY)
    assert sides.until(10 * DAY) == WEEK + 8 * DAY
    drain(sides.now + WEEK + 8 * DAY - HOUR)
    assert sides.offer().status == "offered"
    drain(sides.now + WEEK + 8 * DAY)
    assert sides.offer().status == "expired"


def test_both_sides_are_told_the_new_day_once(sides: Sides) -> None:
    sides.release(sides.scam(DAY), 2 * DAY)
    until = sides.now + sides.until(2 * DAY)
    assert actions.go_on(sides.talk.pk, by=SYSTEM, at=sides.now + 2 * DAY) == 0
    drain(sides.now + 2 * DAY)
    readers = (sides.cast.karim, sides.cast.nadia, sides.cast.rafi, sides.cast.mitu)
    letters = Letter.objects.filter(name="proposal_prolonged")
    assert sorted(each.to_email for each in letters) == sorted(each.email for each in readers)
    for letter in letters:
        assert show_moment(until, letter.language) in letter.text
    told = Notice.objects.filter(kind="proposal_prolonged")
    assert len(told) == len(readers)
    assert {each.account_id for each in told} == {each.pk for each in readers}
    assert {each.url for each in told} == {f"/proposals/{sides.made.pk}/"}


def test_nobody_is_told_of_a_time_that_did_not_change(sides: Sides) -> None:
    sides.release(sides.scam(DAY, karim=True), 2 * DAY)
    sides.release(sides.scam(8 * DAY), 9 * DAY)
    drain(sides.now + 9 * DAY)
    assert not Notice.objects.filter(kind="proposal_prolonged").exists()


def test_programs_read_one_day_of_it(sides: Sides) -> None:
    sides.release(sides.scam(DAY), 2 * DAY)
    until = sides.now + sides.until(2 * DAY)
    shown = proposal_out(sides.offer(), "buyer")
    assert [shown.expires_at, shown.versions[-1].expires_at] == [until, until]
    actions.offer(sides.made.pk, offers.TERMS, by=person(sides.cast.karim.pk), at=sides.now + 3 * DAY)
    shown = proposal_out(sides.offer(), "buyer")
    assert shown.versions[0].expires_at == sides.now + WEEK, "what is no longer offered keeps its own"
    assert shown.versions[1].expires_at == shown.expires_at


def test_it_can_be_agreed_to_as_soon_as_the_message_is_judged(sides: Sides) -> None:
    """Before anything that follows from it is done, whether the timer or the buyer comes first."""
    held, buyer = sides.scam(2 * DAY), person(sides.cast.karim.pk)
    with pytest.raises(Conflict) as refused:
        actions.accept(sides.made.pk, number=1, by=buyer, at=sides.now + 8 * DAY)
    assert refused.value.code == "talk_held"
    sides.release(held, 9 * DAY)
    actions.expire(sides.made.pk, by=SYSTEM, at=sides.now + 9 * DAY)
    assert sides.offer().status == "offered"
    assert actions.accept(sides.made.pk, number=1, by=buyer, at=sides.now + 14 * DAY - HOUR)


def test_then_its_time_is_over_as_ever(sides: Sides) -> None:
    sides.release(sides.scam(DAY), 2 * DAY)
    with pytest.raises(Conflict) as refused:
        actions.accept(sides.made.pk, number=1, by=person(sides.cast.karim.pk), at=sides.now + 8 * DAY)
    assert refused.value.code == "offer_over"


def test_messages_that_wait_at_once_count_once_and_again_changes_nothing(sides: Sides) -> None:
    first, second = sides.scam(DAY), sides.scam(2 * DAY)
    sides.release(first, 3 * DAY)
    assert sides.until(3 * DAY) == WEEK, "one still waits"
    sides.release(second, 4 * DAY)
    assert sides.until(4 * DAY) == WEEK + 3 * DAY
    sides.release(sides.scam(5 * DAY), 5 * DAY + HOUR)
    assert sides.until(6 * DAY) == WEEK + 3 * DAY + HOUR
    assert actions.go_on(sides.talk.pk, by=SYSTEM, at=sides.now + 6 * DAY) == 0
    talks.remove(first.pk, reason="Nobody pays to get work.", by=sides.boss, at=sides.now + 6 * DAY)
    assert sides.until(6 * DAY) == WEEK + 3 * DAY + HOUR, "it was shown meanwhile"


def test_only_a_message_of_who_offers_and_only_since_the_latest_version(sides: Sides) -> None:
    sides.release(sides.scam(DAY, karim=True), 2 * DAY)
    assert sides.until(2 * DAY) == WEEK
    sides.release(sides.scam(2 * DAY), 3 * DAY)
    assert sides.until(3 * DAY) == WEEK + DAY
    actions.offer(sides.made.pk, offers.TERMS, by=person(sides.cast.karim.pk), at=sides.now + 4 * DAY)
    fresh = sides.until(4 * DAY)
    held = sides.scam(5 * DAY, karim=True)
    sides.release(held, 5 * DAY + HOUR)
    assert sides.until(6 * DAY) == fresh + HOUR


def test_a_message_that_came_when_it_was_over_brings_nothing_back(sides: Sides) -> None:
    """The timer is late: the worker stood still for a week."""
    sides.release(sides.scam(8 * DAY), 9 * DAY)
    drain(sides.now + 9 * DAY)
    assert sides.offer().status == "expired"


def test_a_message_of_the_same_moment_that_came_a_little_before_counts_from_the_offer_on(sides: Sides) -> None:
    """Who writes and who offers look at the clock before they wait for each other."""
    held = sides.scam(timedelta())
    Message.objects.filter(pk=held.pk).update(held_at=sides.now - timedelta(seconds=1))
    drain(sides.now + 9 * DAY)
    assert sides.offer().status == "offered"
    sides.release(held, 9 * DAY)
    assert sides.until(9 * DAY) == WEEK + 9 * DAY


def test_what_was_judged_before_the_offer_adds_nothing(sides: Sides) -> None:
    for ruling in ("released_at", "removed_at"):
        held = sides.scam(timedelta())
        early = {"held_at": sides.now - DAY, ruling: sides.now - HOUR}
        Message.objects.filter(pk=held.pk).update(**early)
    sides.release(sides.scam(DAY), 2 * DAY)
    assert sides.until(2 * DAY) == WEEK + DAY
