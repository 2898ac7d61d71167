"""A studio applies for a job, or reads why it can not and what to do instead."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from dhara.work.jobs import actions as jobs
from dhara.work.jobs.rules import Question
from dhara.work.models import Proposal
from dhara.work.proposals import actions
from dhara.work.proposals.queries import latest
from tests.make import people
from tests.make.proposals import Sides
from tests.web.browsing import text

pytestmark = pytest.mark.django_db


def test_a_proposal_is_written_and_sent(sides: Sides) -> None:
    page = text(sides.nadia.get(sides.apply))
    assert "A logo for my tea stall" in page
    assert "up to ৳5,000" in page
    answer = sides.nadia.post(sides.apply, sides.fields())
    made = Proposal.objects.get()
    assert answer["Location"] == f"/proposals/{made.pk}/"
    assert latest(made).milestones == [
        {"title": "Sketches", "amount": 100_000, "days": 3},
        {"title": "The logo", "amount": 200_050, "days": 5},
    ]
    page = text(sides.nadia.get(answer["Location"]))
    assert "৳3,000.50" in page
    assert "has your proposal" in page
    again = sides.nadia.post(sides.apply, sides.fields())
    assert again.status_code == 409
    assert "You have applied already" in text(again)
    assert Proposal.objects.count() == 1


def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(sides: Sides) -> None:
    for changes, words in (
        ({"text": "Yes."}, "Say in a few sentences"),
        ({"amount": ["1000", "many", ""]}, "Please enter the amount in digits"),
        ({"days": ["3", "four", ""]}, "Between 1 and 365 days"),
        ({"title": ["", "", ""], "amount": ["", "", ""], "days": ["", "", ""]}, "Name at least one part"),
    ):
        answer = sides.nadia.post(sides.apply, sides.fields(**changes))
        assert answer.status_code == 422
        page = text(answer)
        assert words in page
        assert "What you wrote is still here." in page
        assert str(sides.fields(**changes)["text"]) in page
    assert not Proposal.objects.exists()


def test_more_rows_are_only_a_longer_form(sides: Sides) -> None:
    page = text(sides.nadia.post(sides.apply, sides.fields(more="1")))
    assert page.count('name="title"') == 5
    assert 'value="2,000.50"' in page
    assert not Proposal.objects.exists()


def test_a_single_part_needs_no_name(sides: Sides) -> None:
    sides.nadia.post(sides.apply, sides.fields(title=[""], amount=["3000"], days=[""]))
    assert latest(Proposal.objects.get()).milestones[0]["title"] == sides.job.title


def test_questions_of_the_job(frozen: Any, now: datetime) -> None:
    sides = Sides(now, questions=(Question("", "How many sketches?", True), Question("", "In which colours?")))
    answer = sides.nadia.post(sides.apply, sides.fields())
    assert answer.status_code == 422
    assert "Please answer this question." in text(answer)
    sides.nadia.post(sides.apply, sides.fields(**{"answer-q1": "Three"}))
    page = text(sides.karim.get(f"/proposals/{Proposal.objects.get().pk}/"))
    assert "How many sketches?" in page
    assert "Three" in page


def test_who_is_not_signed_in_comes_back_here(sides: Sides) -> None:
    answer = Client().get(sides.apply)
    assert answer["Location"] == f"/account/login/?next={sides.apply}"


def test_one_s_own_job_and_no_studio(sides: Sides) -> None:
    assert "This is your own job" in text(sides.karim.get(sides.apply))
    stranger = sides.client(people.account("new@example.com"))
    page = text(stranger.get(sides.apply))
    assert "Open a studio first" in page
    opens = f"/studio/new/?next={quote(sides.apply)}"
    assert f'href="{opens}"' in page
    assert f'name="next" value="{sides.apply}"' in text(stranger.get(opens))
    assert 'value="//evil.example/"' not in text(stranger.get("/studio/new/?next=//evil.example/"))
    newcomer = sides.client(people.account("newcomer@example.com"))
    given = {"name": "Rang", "handle": "rang", "currency": "BDT", "language": "bn", "next": sides.apply}
    assert newcomer.post("/studio/new/", given)["Location"] == sides.apply
    assert newcomer.get(sides.apply).status_code == 200
    people.member(sides.cast.studio, people.account("looks@example.com"))
    assert stranger.post(sides.apply, sides.fields()).status_code == 409
    assert not Proposal.objects.exists()


def test_a_closed_job_and_one_by_invitation(sides: Sides) -> None:
    type(sides.job).objects.filter(pk=sides.job.pk).update(by_invitation=True)
    assert "This job is by invitation" in text(sides.nadia.get(sides.apply))
    assert sides.nadia.post(sides.apply, sides.fields()).status_code == 409
    actions.invite(sides.job.pk, sides.cast.studio, by=sides.buyer, at=sides.now)
    assert sides.nadia.post(sides.apply, sides.fields()).status_code == 302
    jobs.close(sides.job.pk, by=sides.buyer, at=sides.now)
    other = sides.client(people.studio(people.account("tuli@example.com"), handle="tuli").members.get().account)
    assert "This job is not open any more" in text(other.get(sides.apply))
    assert sides.nadia.get("/jobs/nothing/proposal/").status_code == 404


def test_with_several_studios_one_is_chosen(sides: Sides) -> None:
    people.studio(sides.cast.nadia, handle="second", name="Second")
    page = text(sides.nadia.get(f"{sides.apply}?studio=second"))
    assert 'value="second" checked' in page
    answer = sides.nadia.post(sides.apply, sides.fields())
    assert answer.status_code == 422
    assert "Choose which of your studios applies." in text(answer)
    sides.nadia.post(sides.apply, sides.fields(studio="second"))
    assert Proposal.objects.get().studio.handle == "second"
    sides.nadia.post(sides.apply, sides.fields(studio="second"))
    assert set(Proposal.objects.values_list("studio__handle", flat=True)) == {"second", "nadia"}
