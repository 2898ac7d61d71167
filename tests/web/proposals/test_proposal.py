"""The page of one proposal for both sides: what is proposed, how it changed, offers, and the agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.kit.actor import person
from dhara.kit.queue import drain
from dhara.people.models import Conversation
from dhara.web.proposals.told import GONE, NEW, SAME, differences, words
from dhara.work.jobs import actions as job_actions
from dhara.work.models import Engagement, Proposal
from dhara.work.proposals import actions
from dhara.work.proposals.rules import Milestone
from tests.make import jobs, people
from tests.make.proposals import Sides
from tests.web.browsing import text

pytestmark = pytest.mark.django_db
CHEAPER = replace(
    jobs.TERMS,
    text="I have painted signs for ten years and would draw five sketches first.",
    milestones=(Milestone("Sketches", 100_000, 3), Milestone("All of it", 150_000, 5)),
)


def page(who: Any, made: Proposal) -> str:
    answer = who.get(f"/proposals/{made.pk}/")
    assert answer.status_code == 200
    return text(answer)


def test_from_the_short_list_to_the_room(sides: Sides) -> None:
    made = sides.proposed()
    base = f"/proposals/{made.pk}/"
    assert "Nadia&#x27;s studio would do it for ৳3,000" in page(sides.karim, made)
    assert sides.karim.post(f"{base}shortlisting/")["Location"] == base
    assert "You are on the short list of Karim" in page(sides.nadia, made)
    talk = sides.karim.post(f"{base}conversation/")
    assert talk["Location"] == f"/messages/{Conversation.objects.get().pk}/"
    assert sides.karim.get(talk["Location"]).status_code == 200
    assert sides.nadia.post(f"{base}conversation/")["Location"].startswith("/studio/nadia/messages/")
    sent = sides.karim.post(f"{base}offer/", sides.fields())
    assert sent["Location"] == base
    assert "Valid until" in page(sides.karim, made)
    read = text(sides.nadia.get(f"{base}acceptance/"))
    for said in ("This is what you agree to", "৳3,000.50", "Nothing is paid yet", 'name="number" value="2"', "5%"):
        assert said in read
    agreed = sides.nadia.post(f"{base}acceptance/", {"number": "2"})
    engagement = Engagement.objects.get()
    assert agreed["Location"] == f"/work/{engagement.pk}/"
    for who in (sides.nadia, sides.karim):
        assert who.get(agreed["Location"]).status_code == 200
        assert f'href="/work/{engagement.pk}/"' in page(who, made)
    assert [unit.amount for unit in engagement.units.order_by("position")] == [100_000, 200_050]


def test_a_counter_offer_and_only_what_was_read_is_agreed(sides: Sides) -> None:
    made = sides.offered()
    base = f"/proposals/{made.pk}/"
    assert "offers to work together for ৳3,000" in page(sides.karim, made)
    form = text(sides.karim.get(f"{base}offer/"))
    assert "Make a counter-offer" in form
    assert 'value="2000"' in form
    sides.karim.post(f"{base}offer/", sides.fields(amount=["900", "1800", ""]))
    late = sides.karim.post(f"{base}acceptance/", {"number": "2"})
    assert late.status_code == 403
    old = sides.nadia.post(f"{base}acceptance/", {"number": "2"})
    assert old.status_code == 409
    assert "There is a newer offer. Please read it first." in text(old)
    assert not Engagement.objects.exists()
    assert sides.karim.get(f"{base}acceptance/")["Location"] == base
    sides.nadia.post(f"{base}acceptance/", {"number": "3"})
    assert Engagement.objects.get().units.count() == 2


def test_the_history_shows_what_changed(sides: Sides) -> None:
    made = sides.proposed()
    form = text(sides.nadia.get(f"/proposals/{made.pk}/revision/"))
    assert "Change the proposal" in form
    actions.revise(made.pk, CHEAPER, by=sides.worker, at=sides.now)
    read = page(sides.karim, made)
    for said in (
        "<del>৳3,000</del> ৳2,500",
        "<del>three</del>",
        "<ins>five</ins>",
        "<del>The logo · ৳2,000 · 5 days</del>",
        "<ins>All of it · ৳1,500 · 5 days</ins>",
    ):
        assert said in read
    assert "Sketches · " not in read, "what is the same is not told"
    assert read.index("changed the proposal") < read.index("studio applied")


def test_differences_lose_nothing() -> None:
    old, new = "one two\nthree", "one 2\nthree four"
    found = differences(words(old), words(new))
    assert "".join(piece for kind, piece in found if kind != GONE) == new
    assert "".join(piece for kind, piece in found if kind != NEW) == old
    assert differences(["a"], ["a", "b"]) == [(SAME, "a"), (NEW, "b")]


def test_many_versions_are_shown_in_parts(sides: Sides) -> None:
    made = sides.proposed()
    for number in range(21):
        again = replace(jobs.TERMS, milestones=(Milestone(f"Sketch {number}", 1000),))
        actions.revise(made.pk, again, by=sides.worker, at=sides.now + timedelta(seconds=number))
    with CaptureQueriesContext(connection) as few:
        assert "Show earlier versions" in page(sides.karim, made)
    assert len(few) <= 12
    assert "studio applied" in text(sides.karim.get(f"/proposals/{made.pk}/?all=1"))


def test_ways_to_meet_elsewhere_are_hidden_until_both_agree(sides: Sides) -> None:
    made = sides.proposed(text="I paint signs. Call me: 01712-345678, I have time.")
    assert "345678" in page(sides.nadia, made)
    assert "345678" not in page(sides.karim, made)
    assert "345678" not in text(sides.karim.get(f"/account/jobs/{sides.job.pk}/proposals/"))
    actions.offer(made.pk, by=sides.worker, at=sides.now)
    actions.accept(made.pk, number=2, by=sides.buyer, at=sides.now)
    assert "345678" in page(sides.karim, made)


def test_no_is_said_with_a_reason_where_it_needs_one(sides: Sides) -> None:
    made = sides.offered(sides.buyer)
    no = f"/proposals/{made.pk}/refusal/"
    assert sides.nadia.get(no).status_code == 200
    empty = sides.nadia.post(no)
    assert empty.status_code == 422
    assert "Say why" in text(empty)
    assert sides.nadia.post(no, {"reason": "Too much to do."}).status_code == 302
    read = page(sides.karim, made)
    assert "Nadia&#x27;s studio said no" in read
    assert "Too much to do." in read
    assert sides.karim.get(no)["Location"] == f"/proposals/{made.pk}/"


def test_withdrawn_it_can_not_be_agreed_to(sides: Sides) -> None:
    made = sides.offered()
    base = f"/proposals/{made.pk}/"
    assert "You can not apply for this job again" in text(sides.nadia.get(f"{base}withdrawal/"))
    assert sides.karim.post(f"{base}withdrawal/").status_code == 404
    sides.nadia.post(f"{base}withdrawal/")
    answer = sides.karim.post(f"{base}acceptance/", {"number": "2"})
    assert answer.status_code == 409
    assert "This was not done" in text(answer)
    assert not Engagement.objects.exists()


def test_an_expired_offer_and_a_closed_job_say_so(sides: Sides) -> None:
    made = sides.offered()
    job_actions.close(sides.job.pk, by=sides.buyer, at=sides.now)
    read = page(sides.karim, made)
    assert "The job is not open any more" in read
    assert "acceptance/" not in read
    assert sides.karim.get(f"/proposals/{made.pk}/acceptance/").status_code == 302
    assert sides.karim.post(f"/proposals/{made.pk}/acceptance/", {"number": "2"}).status_code == 409
    drain(sides.now + timedelta(days=7))
    assert "The offer has expired" in page(sides.nadia, made)


def test_strangers_find_nothing_and_who_may_not_work_is_told(sides: Sides) -> None:
    made = sides.proposed()
    outsider = sides.client(people.account("other@example.com"))
    assert outsider.get(f"/proposals/{made.pk}/").status_code == 404
    viewer = sides.client(people.member(sides.cast.studio, people.account("looks@example.com")).account)
    answer = viewer.get(f"/proposals/{made.pk}/")
    assert answer.status_code == 403
    assert "Ask an owner" in text(answer)
    read = page(sides.client(sides.cast.rafi), made)
    assert "Karim" not in read, "an editor may not see buyers"
    assert "The client" in read
    assert sides.client(sides.cast.rafi).post(f"/proposals/{made.pk}/conversation/").status_code == 403


def test_both_languages(sides: Sides) -> None:
    made = sides.offered(person(sides.cast.karim.pk))
    type(sides.cast.nadia).objects.filter(pk=sides.cast.nadia.pk).update(language="bn")
    read = text(sides.nadia.get(f"/proposals/{made.pk}/", headers={"Accept-Language": "bn"}))
    assert "৳৩,০০০" in read
