"""Proposals: made once, never changed, compared, offered, countered, agreed to by their number."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from dhara.kit.actor import person
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, TooMany
from dhara.people.access.queries import Viewer
from dhara.people.models import Conversation
from dhara.work.jobs import actions as jobs
from dhara.work.jobs.rules import Question
from dhara.work.models import Engagement, Job, Proposal, ProposalVersion
from dhara.work.proposals import actions, queries
from dhara.work.proposals.rules import Milestone
from tests.make import jobs as make
from tests.make import people
from tests.make.race import at_once

pytestmark = pytest.mark.django_db


class Sides:
    def __init__(self, now, **changes):
        self.karim = make.buyer()
        self.job = make.posted(self.karim, now, **changes)
        self.studio, self.owner = make.worker(1)
        self.buyer, self.worker = person(self.karim.pk), person(self.owner.pk)

    def propose(self, now, **changes):
        return make.proposed(self.job, self.studio, self.owner, now, **changes)


@pytest.fixture
def sides(now):
    return Sides(now)


def status(proposal):
    return Proposal.objects.get(pk=proposal.pk).status


def test_the_whole_way_to_an_agreement(sides, now):
    made = sides.propose(now)
    assert Job.objects.get().proposals == 1
    actions.shortlist(made.pk, by=sides.buyer, at=now)
    talk = actions.talk(made.pk, by=sides.buyer, at=now)
    assert talk.subject == f"proposal:{made.pk}"
    assert actions.talk(made.pk, by=sides.worker, at=now) == talk
    actions.offer(made.pk, by=sides.buyer, at=now)
    assert status(made) == "offered"
    engagement = actions.accept(made.pk, number=2, by=sides.worker, at=now)
    assert actions.accept(made.pk, number=2, by=sides.worker, at=now) == engagement
    assert (engagement.mode, engagement.till, engagement.subject) == ("fixed", "whole", f"proposal:{made.pk}")
    units = engagement.units.order_by("position")
    assert [(unit.title, unit.amount, unit.status) for unit in units] == [
        ("Sketches", 100_000, "draft"),
        ("The logo", 200_000, "draft"),
    ]
    assert Job.objects.get().status == "hired"
    assert Conversation.objects.get().agreed_at == now, "they may give each other their numbers now"


def test_versions_are_never_changed(sides, now):
    made = sides.propose(now)
    cheaper = replace(make.TERMS, milestones=(Milestone("All of it", 250_000),))
    actions.revise(made.pk, cheaper, by=sides.worker, at=now)
    assert list(made.versions.values_list("number", "amount")) == [(1, 300_000), (2, 250_000)]
    for spoil in (lambda v: v.update(amount=1), lambda v: v.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil(ProposalVersion.objects.filter(number=1))


def test_a_counter_offer_and_an_agreement_to_it_by_its_number(sides, now):
    made = sides.propose(now)
    actions.offer(made.pk, by=sides.buyer, at=now)
    with pytest.raises(Conflict):
        actions.offer(made.pk, by=sides.buyer, at=now)
    dearer = replace(make.TERMS, milestones=(Milestone("All of it", 400_000, 9),))
    actions.offer(made.pk, dearer, by=sides.worker, at=now)
    with pytest.raises(Conflict) as refusal:
        actions.accept(made.pk, number=2, by=sides.buyer, at=now)
    assert refusal.value.code == "another_version"
    with pytest.raises(NotAllowed):
        actions.accept(made.pk, number=3, by=sides.worker, at=now)
    assert actions.accept(made.pk, number=3, by=sides.buyer, at=now).units.get().amount == 400_000


def test_nobody_proposes_to_their_own_job(sides, now):
    own = people.studio(sides.karim, handle="karims")
    with pytest.raises(Conflict) as refusal:
        make.proposed(sides.job, own, sides.karim, now)
    assert refusal.value.code == "own_work"
    made = sides.propose(now)
    actions.offer(made.pk, by=sides.buyer, at=now)
    people.member(sides.studio, sides.karim, role="viewer")
    with pytest.raises((Conflict, NotAllowed, NotFoundHere)):
        actions.accept(made.pk, number=2, by=sides.worker, at=now)
    assert not Engagement.objects.exists()


def test_one_for_each_studio_and_by_those_who_may_work_for_it(sides, now):
    outsider, viewer = people.account("thief@example.com"), people.member(sides.studio, role="viewer").account
    for who, refusal in ((outsider, NotFoundHere), (viewer, NotAllowed)):
        with pytest.raises(refusal):
            make.proposed(sides.job, sides.studio, who, now)
    sides.propose(now)
    with pytest.raises(Conflict) as again:
        sides.propose(now)
    assert again.value.code == "proposed_already"
    jobs.close(sides.job.pk, by=sides.buyer, at=now)
    with pytest.raises(Conflict) as closed:
        make.proposed(sides.job, *make.worker(2), now)
    assert closed.value.code == "job_not_open"


def test_questions_that_must_be_answered(now):
    sides = Sides(now, questions=(Question("", "How many sketches?", True), Question("", "In which colours?")))
    with pytest.raises(Invalid) as refusal:
        sides.propose(now)
    assert refusal.value.field == "answer-q1"
    made = sides.propose(now, answers={"q1": "Three", "q9": "What?"})
    assert queries.latest(made).answers == {"q1": "Three"}
    actions.revise(made.pk, make.TERMS, by=sides.worker, at=now)
    assert queries.latest(Proposal.objects.get()).answers == {"q1": "Three"}


@pytest.mark.parametrize(
    "milestones",
    [(), (Milestone("", 5),), (Milestone("A", 0),), (Milestone("A", 5, 999),), tuple([Milestone("A", 5)] * 21)],
)
def test_milestones_that_make_no_sense(sides, now, milestones):
    with pytest.raises(Invalid) as refusal:
        sides.propose(now, milestones=milestones)
    assert refusal.value.field == "milestones"


def test_an_offer_that_nobody_answers_expires(sides, now):
    made = sides.propose(now)
    actions.offer(made.pk, by=sides.buyer, at=now)
    week = now + timedelta(days=7)
    with pytest.raises(Conflict) as refusal:
        actions.accept(made.pk, number=2, by=sides.worker, at=week)
    assert refusal.value.code == "offer_over"
    drain(week - timedelta(seconds=1))
    assert status(made) == "offered"
    drain(week)
    assert status(made) == "expired"


def test_a_counter_offer_has_its_own_week(sides, now):
    made = sides.propose(now)
    actions.offer(made.pk, by=sides.buyer, at=now)
    later = now + timedelta(days=5)
    actions.offer(made.pk, make.TERMS, by=sides.worker, at=later)
    drain(now + timedelta(days=7))
    assert status(made) == "offered"
    drain(later + timedelta(days=7))
    assert status(made) == "expired"


def test_taken_back_turned_down_and_nothing_after_that(sides, now):
    made = sides.propose(now)
    with pytest.raises(NotAllowed):
        actions.shortlist(made.pk, by=sides.worker, at=now)
    with pytest.raises(NotAllowed):
        actions.withdraw(made.pk, by=sides.buyer, at=now)
    actions.withdraw(made.pk, by=sides.worker, at=now)
    assert Job.objects.get().proposals == 0
    for verb in (actions.shortlist, actions.offer, actions.decline, actions.talk):
        with pytest.raises(Conflict):
            verb(made.pk, by=sides.buyer, at=now)
    other = make.proposed(sides.job, *make.worker(2), now)
    actions.decline(other.pk, reason="Too dear.", by=sides.buyer, at=now)
    assert (status(other), Job.objects.get().proposals) == ("declined", 0)


def test_an_offer_is_turned_down_with_a_reason(sides, now):
    made = sides.propose(now)
    with pytest.raises(Conflict):
        actions.decline(made.pk, reason="No.", by=sides.worker, at=now)
    actions.offer(made.pk, by=sides.buyer, at=now)
    with pytest.raises(Invalid):
        actions.decline(made.pk, by=sides.worker, at=now)
    actions.decline(made.pk, reason="I have too much to do.", by=sides.worker, at=now)


def test_only_invited_ones_apply_where_it_is_by_invitation(now):
    sides = Sides(now, by_invitation=True)
    with pytest.raises(NotFoundHere):
        sides.propose(now)
    invited = actions.invite(sides.job.pk, sides.studio, by=sides.buyer, at=now)
    assert actions.invite(sides.job.pk, sides.studio, by=sides.buyer, at=now) == invited
    with pytest.raises(NotFoundHere):
        actions.invite(sides.job.pk, sides.studio, by=sides.worker, at=now)
    assert sides.propose(now) == invited
    assert status(invited) == "submitted"


def test_each_side_sees_its_own_and_nobody_what_others_offer(sides, now, django_assert_num_queries):
    mine, theirs = sides.propose(now), make.proposed(sides.job, *make.worker(2), now)
    assert set(queries.visible_to(Viewer(sides.karim))) == {mine, theirs}
    assert list(queries.visible_to(Viewer(sides.owner))) == [mine]
    assert not queries.visible_to(Viewer(people.account("thief@example.com"))).exists()
    with django_assert_num_queries(2):
        pairs = queries.with_latest(sides.job.bids.order_by("id"))
    assert [version.number for _proposal, version in pairs] == [1, 1]


def test_a_day_has_its_limit(sides, now, monkeypatch):
    from dhara.work.proposals.actions import writing

    monkeypatch.setattr(writing, "MOST_A_DAY", 1)
    sides.propose(now)
    other = make.posted(sides.karim, now)
    with pytest.raises(TooMany):
        make.proposed(other, sides.studio, sides.owner, now)


@pytest.mark.django_db(transaction=True)
def test_two_agree_at_once_to_the_last_place(now):
    sides = Sides(now)
    offered = []
    for number in (1, 2, 3):
        studio, owner = (sides.studio, sides.owner) if number == 1 else make.worker(number)
        made = make.proposed(sides.job, studio, owner, now)
        actions.offer(made.pk, by=sides.buyer, at=now)
        offered.append((made, person(owner.pk)))
    calls = [lambda m=m, by=by: actions.accept(m.pk, number=2, by=by, at=now) for m, by in offered]
    answers = at_once(*calls, *calls)
    assert len({answer.pk for answer in answers if isinstance(answer, Engagement)}) == 1
    assert Engagement.objects.count() == 1
    assert Proposal.objects.filter(status="accepted").count() == 1
    assert Job.objects.get().status == "hired"


@pytest.mark.django_db(transaction=True)
def test_agreed_and_withdrawn_at_once(now):
    sides = Sides(now)
    made = sides.propose(now)
    actions.offer(made.pk, make.TERMS, by=sides.worker, at=now)
    answers = at_once(
        lambda: actions.accept(made.pk, number=2, by=sides.buyer, at=now),
        lambda: actions.withdraw(made.pk, by=sides.worker, at=now),
    )
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    assert Engagement.objects.count() == (1 if status(made) == "accepted" else 0)


def test_as_many_are_hired_as_are_wanted(now):
    sides = Sides(now, wanted=2)
    for number in (1, 2):
        studio, owner = (sides.studio, sides.owner) if number == 1 else make.worker(number)
        made = make.proposed(sides.job, studio, owner, now)
        actions.offer(made.pk, by=sides.buyer, at=now)
        actions.accept(made.pk, number=2, by=person(owner.pk), at=now)
        assert Job.objects.get().status == ("open" if number == 1 else "hired")
    assert jobs.reopen(sides.job.pk, by=sides.buyer, at=now).status == "open"
