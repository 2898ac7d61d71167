"""The board and a job's page: found by words and filters, read by everybody, never more than may be told."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.kit.actor import person
from dhara.people.models import Account
from dhara.web.jobs import asking
from dhara.work.jobs import actions
from dhara.work.jobs.rules import Asked, Question
from dhara.work.models import Job, Skill
from tests.make import jobs as make

pytestmark = pytest.mark.django_db
LONG = "This is described in more words, so that everybody knows what there is to do."


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


@pytest.fixture
def jobs(karim: Account, now: datetime) -> list[Job]:
    actions.ensure_skills()
    logo = Skill.objects.get(name_en="Logo design")
    rows: list[dict[str, Any]] = [
        {"title": "A logo for a shop", "skills": (logo.pk,), "level": "expert"},
        {"title": "দোকানের জন্য লোগো চাই", "language": "bn", "skills": (logo.pk,)},
        {"title": "Type forty pages", "budget_most": 90_000},
        {"title": "A website for a school", "currency": "USD", "budget_least": 20_000, "budget_most": 0},
    ]
    moments = (now - timedelta(hours=9 - number) for number in range(len(rows)))
    return [make.posted(karim, at, description=LONG, **each) for at, each in zip(moments, rows, strict=True)]


def titles(page: str) -> list[str]:
    return re.findall(r'<a class="plain" href="/jobs/[^"]+">([^<]+)</a>', page)


def test_the_newest_come_first_with_what_they_pay(visitor: Client, jobs: list[Job]) -> None:
    page = text(visitor.get("/jobs/"))
    assert titles(page) == [job.title for job in reversed(jobs)]
    assert "up to ৳900" in page
    assert "from $200" in page
    assert "Logo design" in page
    assert "লোগো ডিজাইন" in text(visitor.get("/jobs/", {"lang": "bn"}))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "logo"}, [1, 0]),
        ({"q": "দোকান"}, [1]),
        ({"level": "expert"}, [0]),
        ({"language": "bn"}, [1]),
        ({"least": "৳1,000"}, [1, 0]),
        ({"least": "১০০০"}, [1, 0]),
        ({"least": "1000", "currency": "USD"}, [3]),
        ({"currency": "USD"}, [3]),
        ({"least": "a lot"}, [3, 2, 1, 0]),
        ({"level": "wizard", "skill": "x", "after": "x"}, [3, 2, 1, 0]),
        ({"q": "\x00logo"}, [1, 0]),
    ],
)
def test_narrowed(visitor: Client, jobs: list[Job], query: dict[str, str], found: list[int]) -> None:
    assert titles(text(visitor.get("/jobs/", query))) == [jobs[each].title for each in found]


def test_by_a_skill(visitor: Client, jobs: list[Job]) -> None:
    logo = Skill.objects.get(name_en="Logo design")
    assert titles(text(visitor.get("/jobs/", {"skill": logo.pk}))) == [jobs[1].title, jobs[0].title]


def test_empty_and_nothing_found(visitor: Client, karim: Account, now: datetime) -> None:
    assert "No jobs yet" in text(visitor.get("/jobs/"))
    make.posted(karim, now)
    assert "No job fits" in text(visitor.get("/jobs/", {"q": "submarine"}))


def test_pages_follow_each_other(visitor: Client, karim: Account, now: datetime, monkeypatch: Any) -> None:
    from dhara.work.jobs.actions import posting

    monkeypatch.setattr(posting, "MOST_POSTED", 99)
    for number in range(45):
        make.posted(karim, now - timedelta(minutes=number), title=f"Job number {number}")
    seen: list[str] = []
    address = "/jobs/"
    while address:
        page = text(visitor.get(address))
        seen += titles(page)
        following = re.search(r'href="(\?after=[^"]+)" rel="next"', page)
        address = f"/jobs/{following[1]}" if following else ""
    assert seen == [f"Job number {number}" for number in range(45)]


def test_twenty_take_as_many_queries_as_one(buyer: Client, karim: Account, now: datetime) -> None:
    actions.ensure_skills()
    skills = tuple(Skill.objects.values_list("pk", flat=True)[:3])
    counts = []
    for number in range(20):
        make.posted(karim, now - timedelta(minutes=number), skills=skills)
        if number in (0, 19):
            with CaptureQueriesContext(connection) as made:
                text(buyer.get("/jobs/"))
            counts.append(len(made))
    assert counts[0] == counts[1] <= 8


def test_a_job_is_read_by_everybody(visitor: Client, karim: Account, now: datetime) -> None:
    asked = (Question("", "What have you painted?"),)
    call = "Call me on 01712345678 and we talk about the colours, the size, and the wood of my stall."
    job = make.posted(karim, now, questions=asked, description=call)
    page = text(visitor.get(f"/jobs/{job.slug}/"))
    assert "01712345678" not in page
    assert "What have you painted?" in page
    assert "1 job posted" in page
    assert 'property="og:title"' in page
    block = re.search(r'<script type="application/ld\+json">(.+?)</script>', page)
    assert block is not None
    said = json.loads(block[1])
    assert said["@type"] == "JobPosting"
    assert said["datePosted"] == now.isoformat()
    assert said["estimatedSalary"]["value"]["maxValue"] == "5000.00"
    assert "01712345678" not in block[1]


def test_drafts_and_held_ones_are_the_owner_s(
    visitor: Client, stranger: Client, buyer: Client, karim: Account, now: datetime
) -> None:
    scam = "Please pay a refundable security deposit of 500 taka first to get the work. We need ten people today."
    for job in (make.draft(karim, now), make.posted(karim, now, description=scam)):
        assert visitor.get(f"/jobs/{job.slug}/").status_code == 404
        assert stranger.get(f"/jobs/{job.slug}/").status_code == 404
        assert "Nobody but you sees this page yet" in text(buyer.get(f"/jobs/{job.slug}/"))
    assert visitor.get("/jobs/nothing-like-that/").status_code == 404


def test_a_closed_one_says_so(visitor: Client, karim: Account, now: datetime) -> None:
    job = make.posted(karim, now)
    actions.close(job.pk, by=person(karim.pk), at=now)
    page = text(visitor.get(f"/jobs/{job.slug}/"))
    assert "This job is closed" in page
    assert "noindex" in page
    assert "JobPosting" not in page


def test_files_are_for_who_is_signed_in(visitor: Client, stranger: Client, karim: Account, now: datetime) -> None:
    job = make.posted(karim, now)
    hidden = make.draft(karim, now)
    by = person(karim.pk)
    (file,) = actions.attach(job.pk, [SimpleUploadedFile("sketch.txt", b"two colours")], by=by, at=now)
    (secret,) = actions.attach(hidden.pk, [SimpleUploadedFile("secret.txt", b"words")], by=by, at=now)
    address = f"/jobs/{job.slug}/files/{file.pk}/"
    assert "sketch.txt" in text(visitor.get(f"/jobs/{job.slug}/"))
    assert visitor.get(address)["Location"].startswith("/account/login/")
    answer: Any = stranger.get(address)
    assert b"".join(answer.streaming_content) == b"two colours"
    assert stranger.get(f"/jobs/{job.slug}/files/{secret.pk}/").status_code == 404
    assert stranger.get(f"/jobs/{hidden.slug}/files/{secret.pk}/").status_code == 404


@pytest.mark.parametrize(
    "asked", [Asked(), Asked("logo & tea", (7,), "expert", "bn", "BDT", 150_050), Asked(currency="USD")]
)
def test_what_is_asked_for_goes_into_an_address_and_back(asked: Asked) -> None:
    from django.http import QueryDict

    assert asking.read(QueryDict(asking.query_of(asked)), "BDT", [(7, "Logo")]).asked == asked
