"""Proposals are told to the other side: one notice and one letter for each happening and person."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from dhara.kit.actor import SYSTEM, person
from dhara.kit.facts.models import Reaction, RecordedFact
from dhara.kit.facts.rules import effects_of
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.people.models import Account, Notice
from dhara.people.notices.actions import choose_mail
from dhara.work.models import Engagement
from dhara.work.proposals import actions
from tests.make import jobs
from tests.make.proposals import Sides

pytestmark = pytest.mark.django_db
TEAM = ("nadia", "rafi", "mitu")


@pytest.fixture
def sides(now: datetime) -> Sides:
    return Sides(now)


def told(at: datetime) -> Counter[tuple[str, str]]:
    """(what, to whom) of all letters about proposals."""
    drain(at)
    letters = Letter.objects.filter(name__startswith="proposal_")
    return Counter((each.name.removeprefix("proposal_"), each.to_email.partition("@")[0]) for each in letters)


def test_the_whole_way(sides: Sides, now: datetime) -> None:
    actions.invite(sides.job.pk, sides.cast.studio, by=sides.buyer, at=now)
    made = sides.proposed(text="I paint signs. Call me: 01712-345678, I have time.")
    actions.revise(made.pk, jobs.TERMS, by=sides.worker, at=now)
    actions.shortlist(made.pk, by=sides.buyer, at=now)
    actions.talk(made.pk, by=sides.buyer, at=now)
    actions.offer(made.pk, by=sides.buyer, at=now)
    actions.offer(made.pk, jobs.TERMS, by=sides.worker, at=now)
    actions.accept(made.pk, number=4, by=sides.buyer, at=now)
    found = told(now)
    for name in ("invited", "shortlisted", "talking", "offered", "accepted"):
        assert [found[name, who] for who in TEAM] == [1, 1, 1], name
    for name in ("made", "revised", "offered"):
        assert found[name, "karim"] == 1, name
    assert Notice.objects.filter(kind__startswith="proposal_").count() == sum(found.values())
    first = Letter.objects.get(name="proposal_made")
    assert f"/proposals/{made.pk}/" in first.text
    assert "৳3,000" in first.text
    assert "I paint signs." in first.html
    assert "345678" not in first.text + first.html
    agreed = Letter.objects.get(name="proposal_accepted", to_email="nadia@example.com")
    assert f"/work/{Engagement.objects.get().pk}/" in agreed.text
    assert "Begin with a part only when its money is set aside" in agreed.text


def test_whoever_may_not_see_buyers_reads_no_name(sides: Sides, now: datetime) -> None:
    sides.offered(sides.buyer)
    told(now)
    for who, reads in (("nadia", True), ("rafi", False)):
        letter = Letter.objects.get(name="proposal_offered", to_email=f"{who}@example.com")
        assert ("Karim" in letter.text + letter.subject) == reads
        notice = Notice.objects.get(kind="proposal_offered", account__email=f"{who}@example.com")
        assert (notice.data["person"] == "Karim") == reads


def test_a_no_goes_to_the_other_side_with_its_reason(sides: Sides, now: datetime) -> None:
    made = sides.proposed()
    actions.decline(made.pk, reason="Too dear.", by=sides.buyer, at=now)
    other = jobs.proposed(sides.job, *jobs.worker(1), now)
    actions.withdraw(other.pk, by=person(Account.objects.get(email="worker1@example.com").pk), at=now)
    found = told(now)
    assert (found["declined", "nadia"], found["withdrawn", "karim"], found["declined", "karim"]) == (1, 1, 0)
    assert "Too dear." in Letter.objects.get(name="proposal_declined", to_email="nadia@example.com").text
    assert f"/account/jobs/{sides.job.pk}/proposals/" in Letter.objects.get(name="proposal_withdrawn").text


def test_an_offer_that_ran_out_is_told_to_both(sides: Sides, now: datetime) -> None:
    sides.offered()
    week = now + timedelta(days=7)
    assert told(week - timedelta(seconds=1))["expired", "karim"] == 0
    found = told(week)
    assert (found["expired", "karim"], found["expired", "nadia"]) == (1, 1)


def test_some_letters_one_can_do_without(sides: Sides, now: datetime) -> None:
    for who in (sides.cast.karim, sides.cast.nadia):
        choose_mail(who.pk, wanted=[])
    sides.offered()
    found = told(now)
    assert (found["made", "karim"], found["offered", "karim"]) == (0, 1)
    assert Notice.objects.filter(kind="proposal_made", account=sides.cast.karim).count() == 1


def test_in_the_reader_s_language(sides: Sides, now: datetime) -> None:
    Account.objects.filter(pk=sides.cast.karim.pk).update(language="bn")
    sides.offered()
    told(now)
    letter = Letter.objects.get(name="proposal_offered")
    assert letter.language == "bn"
    assert "৳৩,০০০" in letter.text
    assert "offers" not in letter.subject


def test_repeated_it_is_one_letter(sides: Sides, now: datetime) -> None:
    sides.offered()
    before = told(now)
    for fact in RecordedFact.objects.filter(name__startswith="work."):
        for effect in effects_of(fact.name):
            if effect.__name__ == "tell_of_proposal":
                effect(fact.load(), by=SYSTEM.because(fact.pk), at=now)
    assert told(now) == before
    assert not Reaction.objects.exclude(state="done").exists()
