"""A buyer writes a job, posts it, changes it, closes it, opens it again; refusals are said where they belong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.kit.actor import operator, person
from dhara.kit.files.models import StoredFile
from dhara.kit.queue import drain
from dhara.people.models import Account
from dhara.work.jobs import actions
from dhara.work.jobs.rules import Question
from dhara.work.models import Job, JobFile, Skill
from tests.make import jobs as make
from tests.make import people
from tests.web.browsing import text
from tests.web.jobs.conftest import client

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TYPED = {
    "title": "A logo for my tea stall",
    "description": "My stall is called Chayer Adda. I need a logo that can be painted on wood, in two colours.",
    "currency": "BDT",
    "budget_least": "২,০০০",
    "budget_most": "5000",
    "language": "en",
    "wanted": "১",
    "question_2": "What have you painted?",
    "needed_2": "on",
}
SCAM = "Please pay a refundable security deposit of 500 taka first to get the work. We need ten people today."


def test_posted_at_once(buyer: Client, now: datetime) -> None:
    actions.ensure_skills()
    logo = Skill.objects.get(name_en="Logo design")
    assert "Logo design" in text(buyer.get("/account/jobs/new/"))
    files = [SimpleUploadedFile("sketch.txt", b"two colours"), SimpleUploadedFile("name.txt", b"Chayer Adda")]
    answer = buyer.post("/account/jobs/new/", {**TYPED, "skills": [logo.pk], "attachments": files, "do": "post"})
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.slug}/"
    assert (job.status, job.budget_least, job.budget_most, job.wanted) == ("open", 200_000, 500_000, 1)
    assert job.questions == [Question("q1", "What have you painted?", True).kept()]
    assert list(job.skills.all()) == [logo]
    assert sorted(job.files.values_list("name", flat=True)) == ["name.txt", "sketch.txt"]
    page = text(buyer.get(f"/account/jobs/{job.pk}/"))
    assert 'value="What have you painted?"' in page
    assert 'value="2000.00"' in page


def test_a_draft_is_kept_and_posted_later(buyer: Client, now: datetime) -> None:
    answer = buyer.post("/account/jobs/new/", {**TYPED, "do": "draft"})
    job = Job.objects.get()
    assert answer["Location"] == f"/account/jobs/{job.pk}/"
    assert job.status == "draft"
    assert "Nobody sees it yet" in text(buyer.get("/account/jobs/"))
    buyer.post(f"/account/jobs/{job.pk}/posting/")
    assert Job.objects.get().status == "open"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "Logo"}, "Say in a few words"),
        ({"description": "A logo."}, "Describe the work in a few sentences"),
        ({"budget_most": "many"}, "invalid"),
        ({"budget_least": "9000"}, "The upper amount is smaller"),
        ({"wanted": "x"}, "Please write a number"),
        ({"wanted": "99"}, "Between 1 and 50"),
        ({"skills": ["987654"]}, "987654"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(buyer: Client, changes: dict[str, Any], said: str) -> None:
    answer = buyer.post("/account/jobs/new/", {**TYPED, **changes})
    assert answer.status_code == 422
    assert "aria-invalid" in text(answer) or "field-error" in text(answer)
    assert said == "invalid" or said in text(answer)
    assert "What have you painted?" in text(answer)
    assert not Job.objects.exists()


def test_without_a_proven_address_nothing_is_written() -> None:
    answer = client(people.account("new@example.com", proven=False)).post("/account/jobs/new/", TYPED)
    assert answer.status_code == 409
    assert "confirm your e-mail" in text(answer)
    assert not Job.objects.exists()


def test_a_held_one_says_why_and_is_put_right(buyer: Client) -> None:
    answer = buyer.post("/account/jobs/new/", {**TYPED, "description": SCAM, "do": "post"}, follow=True)
    job = Job.objects.get()
    assert job.status == "held"
    assert "It seems to ask for a deposit" in text(answer)
    buyer.post(f"/account/jobs/{job.pk}/", {**TYPED, "do": "post"})
    assert Job.objects.get().status == "open"


def test_an_open_one_whose_text_turns_bad_is_held(buyer: Client, karim: Account, now: datetime) -> None:
    job = make.posted(karim, now)
    page = text(buyer.post(f"/account/jobs/{job.pk}/", {**TYPED, "description": SCAM}, follow=True))
    assert Job.objects.get().status == "held"
    assert "We look at the text before others see it" in page


def test_a_refused_one_shows_the_reason_and_stays_closed(buyer: Client, karim: Account, now: datetime) -> None:
    job = make.posted(karim, now, description=SCAM)
    boss = operator(people.account("boss@example.com").pk)
    actions.refuse(job.pk, reason="Nobody pays to work.", by=boss, at=now)
    page = text(buyer.get(f"/account/jobs/{job.pk}/"))
    assert "Nobody pays to work." in page
    assert "Open it again" not in page
    page = text(buyer.post(f"/account/jobs/{job.pk}/reopening/", follow=True))
    assert "can not be opened again" in page


def test_closed_and_opened_again(buyer: Client, karim: Account, now: datetime) -> None:
    job = make.posted(karim, now)
    buyer.post(f"/account/jobs/{job.pk}/closing/")
    assert Job.objects.get().status == "closed"
    page = text(buyer.get(f"/account/jobs/{job.pk}/"))
    assert "Open it again" in page
    assert 'name="title"' not in page
    assert buyer.post(f"/account/jobs/{job.pk}/", TYPED).status_code == 409
    buyer.post(f"/account/jobs/{job.pk}/reopening/")
    assert Job.objects.get().status == "open"


def test_an_idle_one_is_kept_open(buyer: Client, karim: Account, now: datetime, frozen: Any) -> None:
    job = make.posted(karim, now)
    drain(now + 27 * DAY)
    assert "closed soon" in text(buyer.get("/account/jobs/"))
    assert "Keep it open" in text(buyer.get(f"/account/jobs/{job.pk}/"))
    actions.keep_open(job.pk, by=person(karim.pk), at=now + 28 * DAY)
    drain(now + 31 * DAY)
    assert Job.objects.get().status == "open"
    assert buyer.post(f"/account/jobs/{job.pk}/renewal/").status_code == 302


def test_only_a_draft_is_thrown_away(buyer: Client, karim: Account, now: datetime) -> None:
    draft, posted = make.draft(karim, now), make.posted(karim, now)
    (file,) = actions.attach(draft.pk, [SimpleUploadedFile("a.txt", b"a")], by=person(karim.pk), at=now)
    for job in (draft, posted):
        buyer.post(f"/account/jobs/{job.pk}/removal/")
    assert list(Job.objects.all()) == [posted]
    assert StoredFile.objects.get(pk=file.file_id).state == StoredFile.DELETED


def test_files_come_and_go(buyer: Client, karim: Account, now: datetime) -> None:
    job = make.draft(karim, now)
    (old,) = actions.attach(job.pk, [SimpleUploadedFile("old.txt", b"old")], by=person(karim.pk), at=now)
    new = SimpleUploadedFile("new.txt", b"new")
    buyer.post(f"/account/jobs/{job.pk}/", {**TYPED, "gone": [old.pk], "attachments": [new]})
    assert list(job.files.values_list("name", flat=True)) == ["new.txt"]
    page = text(
        buyer.post(
            f"/account/jobs/{job.pk}/", {**TYPED, "attachments": [SimpleUploadedFile("run.exe", b"MZ")]}, follow=True
        )
    )
    assert "is a program" in page
    more = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(10)]
    assert "At most 10 files" in text(
        buyer.post(f"/account/jobs/{job.pk}/", {**TYPED, "attachments": more}, follow=True)
    )
    assert JobFile.objects.count() == 1


def test_nobody_else_touches_it(stranger: Client, karim: Account, now: datetime) -> None:
    job = make.posted(karim, now)
    address = f"/account/jobs/{job.pk}/"
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, TYPED).status_code == 404
    for way in ("posting", "closing", "reopening", "renewal", "removal"):
        assert stranger.post(f"{address}{way}/").status_code == 404
    assert Job.objects.get().status == "open"
    assert job.title not in text(stranger.get("/account/jobs/"))


def test_the_list_counts_states_and_takes_the_same_queries(buyer: Client, karim: Account, now: datetime) -> None:
    counts = []
    for number in range(21):
        make.draft(karim, now, title=f"Draft number {number}")
        if number in (0, 19):
            with CaptureQueriesContext(connection) as made:
                assert buyer.get("/account/jobs/").status_code == 200
            counts.append(len(made))
    assert counts[0] == counts[1] <= 8
    make.posted(karim, now)
    page = text(buyer.get("/account/jobs/", {"show": "draft"}))
    assert "Draft number 20" in page
    assert "Draft number 0<" not in page
    assert "A logo for my tea stall" not in page
    after = Job.objects.get(title="Draft number 1").pk
    assert "Draft number 0<" in text(buyer.get("/account/jobs/", {"show": "draft", "after": after}))
    assert "No job in this state" in text(buyer.get("/account/jobs/", {"show": "closed"}))
