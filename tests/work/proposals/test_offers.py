"""Offers of work inside a conversation: sent by who may sell, answered once, valid until a day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dhara.kit.actor import person
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, TooMany
from dhara.people.conversations import actions as talks
from dhara.people.models import Conversation, Party, Studio
from dhara.work.changes import actions as changes
from dhara.work.changes.rules import Part, Wanted
from dhara.work.engagements import actions as work
from dhara.work.models import Engagement, Proposal, Unit
from dhara.work.proposals import actions
from dhara.work.proposals.rules import Milestone
from tests.make import conversations as make
from tests.make import offers, people
from tests.make.race import at_once

pytestmark = pytest.mark.django_db


class Sides:
    def __init__(self, now):
        self.cast, self.now = people.cast(), now
        self.talk = offers.asked(self.cast.studio, self.cast.karim, now)
        self.worker, self.buyer = person(self.cast.nadia.pk), person(self.cast.karim.pk)

    def offer(self, *given, **changes):
        return offers.offered(self.talk, self.cast.nadia, self.now, *given, **changes)

    def side(self, role):
        return make.side(self.talk, role)


@pytest.fixture
def sides(now):
    return Sides(now)


def status(proposal):
    return Proposal.objects.get(pk=proposal.pk).status


def test_agreed_it_is_a_project_and_contacts_are_open(sides, now):
    made = sides.offer()
    assert (made.status, made.expires_at, made.job) == ("offered", now + timedelta(days=7), None)
    assert sides.side("customer").unread == 1
    with pytest.raises(NotAllowed):
        actions.accept(made.pk, number=1, by=sides.worker, at=now)
    agreed = actions.accept(made.pk, number=1, by=sides.buyer, at=now)
    assert actions.accept(made.pk, number=1, by=sides.buyer, at=now) == agreed
    assert (agreed.mode, agreed.title, agreed.currency) == ("fixed", offers.TITLE, "BDT")
    unit = agreed.units.get()
    assert (unit.amount, unit.status, unit.terms) == (250_000, "draft", {"days": 6, "revisions": 2})
    assert Conversation.objects.get().agreed_at == now


def test_the_same_again_is_one_and_there_is_room_for_a_few(sides, monkeypatch):
    from dhara.work.proposals.actions import offering

    made = sides.offer()
    assert sides.offer() == made
    assert sides.side("customer").unread == 1
    monkeypatch.setattr(offering, "MOST_OPEN", 2)
    sides.offer(title="Only the logo")
    with pytest.raises(TooMany):
        sides.offer(title="Only the cards")
    assert Proposal.objects.count() == 2


def test_who_may_offer_to_whom(sides, now):
    thief, viewer = people.account("thief@example.com"), people.member(sides.cast.studio, role="viewer").account
    for who, refusal in ((thief, NotFoundHere), (viewer, NotAllowed), (sides.cast.karim, NotFoundHere)):
        with pytest.raises(refusal):
            offers.offered(sides.talk, who, now)
    customers = sides.side("customer")
    with pytest.raises(NotAllowed):
        actions.offer_in(customers.pk, offers.TITLE, offers.TERMS, valid_days=7, by=sides.buyer, at=now)
    quiet = make.conversation(sides.cast.studio, people.account("quiet@example.com"), at=now)
    guests = make.conversation(sides.cast.studio, None, subject="order:9", email="guest@example.com", at=now)
    make.write(guests, None, "Where is it?", at=now)
    for talk, code in ((quiet, "nobody_asked"), (guests, "no_account")):
        with pytest.raises(Conflict) as refusal:
            offers.offered(talk, sides.cast.nadia, now)
        assert refusal.value.code == code
    people.member(sides.cast.studio, sides.cast.karim, role="viewer")
    with pytest.raises(Conflict) as own:
        sides.offer()
    assert own.value.code == "own_work"
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("field", "changes", "terms"),
    [
        ("heading", {"title": "No"}, {}),
        ("valid_days", {"valid_days": 31}, {}),
        ("valid_days", {"valid_days": 0}, {}),
        ("revisions", {}, {"revisions": 51}),
        ("milestones", {}, {"milestones": ()}),
        ("text", {}, {"text": "Short."}),
        ("text", {}, {"text": "Please send 500 tk registration fee by bKash, then the work starts."}),
    ],
)
def test_what_can_not_be_offered(sides, field, changes, terms):
    with pytest.raises(Invalid) as refusal:
        sides.offer(replace(offers.TERMS, **terms), **changes)
    assert refusal.value.field == field


def test_blocked_or_closed_nothing_is_offered_and_nothing_agreed(sides, now):
    made = sides.offer()
    talks.block(sides.side("customer").pk, by=sides.buyer, at=now)
    for verb in (lambda: sides.offer(title="Only the logo"), lambda: _accept(made, sides, now)):
        with pytest.raises(Conflict) as refusal:
            verb()
        assert refusal.value.code == "blocked"
    talks.unblock(sides.side("customer").pk, by=sides.buyer)
    Studio.objects.update(status="closed")
    for verb in (lambda: sides.offer(title="Only the logo"), lambda: _accept(made, sides, now)):
        with pytest.raises(Conflict) as refusal:
            verb()
        assert refusal.value.code == "studio_closed"
    assert not Engagement.objects.exists()
    actions.decline(made.pk, reason="Too dear.", by=sides.buyer, at=now)
    assert status(made) == "declined"


def _accept(made, sides, at):
    return actions.accept(made.pk, number=1, by=sides.buyer, at=at)


def test_it_runs_out_on_the_day_that_was_named(sides, now):
    made, day = sides.offer(valid_days=2), now + timedelta(days=2)
    with pytest.raises(Conflict):
        _accept(made, sides, day)
    drain(day - timedelta(seconds=1))
    assert status(made) == "offered"
    drain(day)
    assert status(made) == "expired"


def test_an_answer_of_the_client_s_own_keeps_the_number_of_revisions(sides, now):
    made = sides.offer()
    cheaper = replace(offers.TERMS, milestones=(Milestone("All of it", 200_000),), revisions=None)
    actions.offer(made.pk, cheaper, by=sides.buyer, at=now)
    unit = actions.accept(made.pk, number=2, by=sides.worker, at=now).units.get()
    assert (unit.amount, unit.terms["revisions"]) == (200_000, 2)


def test_a_part_that_is_agreed_on_later_allows_as_many_changes(sides, now):
    made = _accept(sides.offer(), sides, now)
    unit = made.units.get()
    wanted = Wanted((Part("All of it", 250_000, 6, unit.pk), Part("An envelope", 40_000, 2)))
    change = changes.propose_terms(made.pk, wanted, text="An envelope, too.", by=sides.worker, at=now)
    changes.agree(change.pk, by=sides.buyer, at=now)
    assert [each.terms["revisions"] for each in made.units.order_by("position")] == [2, 2]


def test_taken_back_it_can_not_be_agreed_to(sides, now):
    made = sides.offer()
    assert actions.talk(made.pk, by=sides.worker, at=now) == sides.talk
    actions.withdraw(made.pk, by=sides.worker, at=now)
    with pytest.raises(Conflict):
        _accept(made, sides, now)
    assert Party.objects.count() == 2, "no other conversation was opened"


def test_for_a_job_or_in_a_conversation_and_never_both(sides):
    made = sides.offer()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=made.pk).update(conversation=None)


@pytest.mark.django_db(transaction=True)
def test_agreed_twice_and_taken_back_at_once(now):
    sides = Sides(now)
    made = sides.offer()
    answers = at_once(
        lambda: _accept(made, sides, now),
        lambda: _accept(made, sides, now),
        lambda: actions.withdraw(made.pk, by=sides.worker, at=now),
        lambda: actions.decline(made.pk, reason="No.", by=sides.buyer, at=now),
    )
    agreed = [each for each in answers if isinstance(each, Engagement)]
    assert len({each.pk for each in agreed}) == Engagement.objects.count() == (1 if status(made) == "accepted" else 0)
    assert sum(isinstance(each, Conflict) for each in answers) == (2 if agreed else 3)


def test_changes_are_asked_for_as_often_as_was_agreed(sides, now):
    unit = _accept(sides.offer(), sides, now).units.get()
    Unit.objects.filter(pk=unit.pk).update(status="submitted", revisions=2)
    with pytest.raises(Conflict) as refusal:
        work.act(unit.pk, "ask_revision", reason="Bluer, please.", by=sides.buyer, at=now)
    assert refusal.value.code == "no_revision_left"
