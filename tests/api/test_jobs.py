"""Jobs over the API: all see what is open, their owner does the rest; searches are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.kit.actor import person
from dhara.work.jobs import actions
from dhara.work.jobs.actions.skills import ensure_skills
from dhara.work.models import Job, Skill
from tests.api.door import Program, key_of, problem
from tests.make import jobs, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
JOB = {
    "title": "A logo for my tea stall",
    "description": "My stall is called Chayer Adda. Call me on 01712-345678. It is painted on wood.",
    "language": "en",
    "budget_most": 500_000,
    "places": 2,
    "questions": [{"words": "Which signs have you drawn?", "needed": True}],
}


def write(program: Program, key: str = "a-random-word-of-mine", **changes: Any) -> Any:
    return program.post("/me/jobs", {**JOB, **changes}, Idempotency_Key=key)


def move(program: Program, job: int, to: str) -> Any:
    return program.post(f"/me/jobs/{job}/state", {"to": to})


def test_a_job_is_written_once_posted_found_closed_and_opened_again(cast: people.Cast, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    first, again = write(karim), write(karim)
    assert first.status_code == 201
    assert first.json() == again.json()
    problem(write(karim, title="Another sign for it"), 409, "idempotency_key_reused")
    job = first.json()
    assert (job["state"], job["places"], job["budget_least"]) == ("draft", 2, None)
    problem(Program().get(f"/jobs/{job['slug']}"), 404, "not_found")
    assert karim.get(f"/jobs/{job['slug']}").status_code == 200
    assert Program().get("/jobs").json()["items"] == []
    assert [move(karim, job["id"], "post").json()["state"] for _each in range(2)] == ["open", "open"]
    (found,) = Program().get("/jobs", q="chayer", least=400_000).json()["items"]
    assert (found["title"], found["budget_most"]["amount"]) == (JOB["title"], 500_000)
    seen = Program().get(f"/jobs/{job['slug']}").json()
    assert seen["questions"] == [{"key": "q1", "words": "Which signs have you drawn?", "needed": True}]
    assert "01712" not in seen["description"]
    assert "01712" in karim.get(f"/me/jobs/{job['id']}").json()["description"]
    problem(nadia.get(f"/me/jobs/{job['id']}"), 404, "not_found")
    problem(move(nadia, job["id"], "close"), 404, "not_found")
    assert move(karim, job["id"], "close").json()["closes_at"] is None
    problem(karim.post(f"/me/jobs/{job['id']}", JOB), 409, "job_over")
    assert move(karim, job["id"], "reopen").json()["state"] == "open"
    assert Job.objects.get().status == "open"


def test_a_text_that_asks_for_money_is_held_and_says_why(cast: people.Cast, now: datetime) -> None:
    karim = Program(key_of(cast.karim, now))
    job = write(karim, description="Pay a registration fee of 500 taka by bKash first, then you get the work.").json()
    held = move(karim, job["id"], "post").json()
    assert held["state"] == "held"
    assert "Nobody pays here to get work." in held["held_for"][0]
    changed = karim.post(f"/me/jobs/{job['id']}", JOB).json()
    assert (changed["state"], changed["held_for"]) == ("draft", [])
    problem(karim.post(f"/me/jobs/{job['id']}", {**JOB, "title": "Logo"}), 422, "title_wrong")
    wrong = problem(karim.post(f"/me/jobs/{job['id']}", {**JOB, "skills": [10**9]}), 422, "skills_wrong")
    assert wrong["errors"][0]["field"] == "skills"


def test_a_studio_is_invited_by_the_owner_alone(cast: people.Cast, now: datetime) -> None:
    job = jobs.posted(cast.karim, now, by_invitation=True)
    karim, stranger = Program(key_of(cast.karim, now)), Program(key_of(people.account("s@example.com"), now))
    path = f"/me/jobs/{job.pk}/invitations"
    problem(stranger.post(path, {"studio": "nadia"}), 404, "not_found")
    problem(karim.post(path, {"studio": "nobody"}), 404, "not_found")
    first, again = (karim.post(path, {"studio": "NADIA"}) for _each in range(2))
    assert first.json() == again.json()
    assert (first.json()["state"], first.json()["next"]) == ("invited", ["decline"])


def test_searches_are_kept_switched_and_dropped(cast: people.Cast, now: datetime) -> None:
    ensure_skills()
    skill = Skill.objects.get(name_en="Logo design").pk
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    kept = karim.post("/me/searches", {"name": "Logos", "q": "logo", "skills": [skill], "least": 5}).json()
    assert (kept["q"], kept["skills"], kept["least"], kept["alerts"]) == ("logo", [skill], 5, True)
    again = karim.post("/me/searches", {"name": "Logos", "q": "sign"}).json()
    assert (again["id"], again["q"], again["skills"]) == (kept["id"], "sign", [])
    problem(nadia.post(f"/me/searches/{kept['id']}/alerts", {"on": False}), 404, "not_found")
    problem(nadia.post(f"/me/searches/{kept['id']}/removal", {}), 404, "not_found")
    assert karim.post(f"/me/searches/{kept['id']}/alerts", {"on": False}).json()["alerts"] is False
    assert len(karim.get("/me/searches").json()["items"]) == 1
    assert karim.post(f"/me/searches/{kept['id']}/removal", {}).json()["items"] == []


def test_jobs_are_found_by_skill_and_skills_speak_both_languages(cast: people.Cast, now: datetime) -> None:
    ensure_skills()
    logo, typing = (Skill.objects.get(name_en=name).pk for name in ("Logo design", "Bengali typing"))
    made = jobs.posted(cast.karim, now, skills=(logo,))
    actions.change(made.pk, jobs.replace(jobs.WANTED, skills=(logo, typing)), by=person(cast.karim.pk), at=now)
    assert len(Program().get("/jobs", skills=f"{logo},{typing}").json()["items"]) == 1
    assert Program().get("/jobs", skills=f"{logo}", level="expert").json()["items"] == []
    problem(Program().get("/jobs", skills="logo"), 422, "invalid")
    bengali = Program(**{"Accept-Language": "bn"}).get("/skills").json()["items"]
    assert "লোগো ডিজাইন" in {each["name"] for each in bengali}
