"""Proposals over the API: both sides, versions that stay, an agreement that becomes work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.work.models import Engagement, Proposal
from tests.api.door import Program, key_of, problem
from tests.make import jobs, offers, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TERMS: dict[str, Any] = {
    "text": "I have painted signs for ten years. Write to nadia@example.com.",
    "milestones": [{"title": "Sketches", "amount": 100_000, "days": 3}, {"title": "The logo", "amount": 200_000}],
}


def propose(program: Program, slug: str, key: str = "a-random-word-of-mine", **changes: Any) -> Any:
    return program.post("/studios/nadia/proposals", {"job": slug, **TERMS, **changes}, Idempotency_Key=key)


def send(program: Program, proposal: int, what: str, key: str = "", **body: Any) -> Any:
    word = key or f"a-random-word-{what}"
    return program.post(f"/proposals/{proposal}/{what}", body, Idempotency_Key=word)


def test_from_a_bid_over_a_counter_offer_to_work(cast: people.Cast, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    slug = jobs.posted(cast.karim, now).slug
    first, again = propose(nadia, slug), propose(nadia, slug)
    assert first.status_code == 201
    assert first.json() == again.json()
    problem(propose(nadia, slug, key="a-random-word-of-hers"), 409, "proposed_already")
    bid = first.json()["id"]
    assert first.json()["next"] == ["revise", "offer", "withdraw"]
    assert first.json()["amount"]["amount"] == 300_000
    theirs = karim.get(f"/proposals/{bid}").json()
    assert (theirs["side"], theirs["next"]) == ("buyer", ["shortlist", "talk", "offer", "decline"])
    assert "nadia@example.com" not in theirs["versions"][0]["text"]
    revised = send(nadia, bid, "versions", text=TERMS["text"], milestones=TERMS["milestones"][1:]).json()
    assert [each["amount"]["amount"] for each in revised["versions"]] == [300_000, 200_000]
    problem(send(karim, bid, "versions", **TERMS), 403, "wrong_side")
    assert send(karim, bid, "state", to="shortlist").json()["state"] == "shortlisted"
    talk = send(karim, bid, "conversation").json()["conversation"]
    opened = nadia.get(f"/conversations/{talk}").json()
    assert (opened["side"], opened["kind"], opened["about"]) == ("studio", "proposal", bid)
    offered = send(nadia, bid, "offers").json()
    assert (offered["state"], offered["version"], offered["versions"][2]["side"]) == ("offered", 3, "worker")
    counter = send(karim, bid, "offers", text="Two colours only, please.", milestones=TERMS["milestones"]).json()
    assert counter["next"] == ["talk", "decline"]
    assert nadia.get(f"/proposals/{bid}").json()["next"] == ["accept", "offer", "decline", "talk", "withdraw"]
    problem(send(karim, bid, "agreement", version=4), 403, "own_offer")
    problem(send(nadia, bid, "agreement", version=3), 409, "another_version")
    agreed, twice = (send(nadia, bid, "agreement", version=4).json() for _each in range(2))
    assert agreed == twice
    work = Engagement.objects.get()
    assert (agreed["work"], agreed["state"], agreed["next"]) == (work.pk, "accepted", [])
    assert "nadia@example.com" in karim.get(f"/proposals/{bid}").json()["versions"][0]["text"]
    units = karim.get(f"/work/{work.pk}").json()["units"]
    assert [(each["state"], each["amount"]["amount"]) for each in units] == [("draft", 100_000), ("draft", 200_000)]


def test_saying_no_needs_a_reason_after_an_offer_and_taking_back_ends_it(cast: people.Cast, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    one = jobs.proposed(jobs.posted(cast.karim, now), cast.studio, cast.nadia, now).pk
    two = jobs.proposed(jobs.posted(cast.karim, now), cast.studio, cast.nadia, now).pk
    send(karim, one, "offers")
    wrong = problem(send(nadia, one, "state", to="decline"), 422, "reason_missing")
    assert wrong["errors"][0]["field"] == "reason"
    assert send(nadia, one, "state", to="decline", reason="Too soon.").json()["state"] == "declined"
    assert send(nadia, two, "state", to="withdraw").json()["next"] == []
    problem(send(karim, two, "state", to="shortlist"), 409, "wrong_state")

    def many(program: Program, **asked: Any) -> int:
        return len(program.get("/proposals", **asked).json()["items"])

    assert (many(karim), many(karim, side="worker"), many(nadia, side="worker")) == (2, 0, 2)
    assert (many(nadia, state="live"), many(nadia, state="declined")) == (0, 1)
    assert many(nadia, job=Proposal.objects.get(pk=one).job_id) == 1


def test_answers_are_asked_for_by_key(cast: people.Cast, now: datetime) -> None:
    from dhara.work.jobs.rules import Question

    nadia = Program(key_of(cast.nadia, now))
    job = jobs.posted(cast.karim, now, questions=(Question("q1", "Which signs?", True),))
    wrong = problem(propose(nadia, job.slug), 422, "answer_missing")
    assert wrong["errors"][0]["field"] == "answer-q1"
    made = propose(nadia, job.slug, answers={"q1": "Six.", "else": "left out"}).json()
    assert made["versions"][0]["answers"] == {"q1": "Six."}
    assert Proposal.objects.count() == 1


def test_outsiders_onlookers_and_keys_of_studios(cast: people.Cast, now: datetime) -> None:
    job = jobs.posted(cast.karim, now)
    bid = jobs.proposed(job, cast.studio, cast.nadia, now).pk
    rival = jobs.proposed(job, *jobs.worker(1), now).pk
    viewer = people.account("viewer@example.com")
    people.member(cast.studio, viewer, role="viewer")
    other = people.studio(cast.nadia, handle="second")
    scopes = ("jobs:read", "jobs:write")
    nadia, looks = Program(key_of(cast.nadia, now)), Program(key_of(viewer, now))
    second = Program(key_of(cast.nadia, now, *scopes, studio=other))
    for program in (Program(key_of(people.account("s@example.com"), now)), second):
        problem(program.get(f"/proposals/{bid}"), 404, "not_found")
        problem(send(program, bid, "state", to="withdraw"), 404, "not_found")
        problem(propose(program, job.slug), 404, "not_found")
        assert program.get("/proposals").json()["items"] == []
    problem(nadia.get(f"/proposals/{rival}"), 404, "not_found")
    problem(looks.get(f"/proposals/{bid}"), 403, "role")
    problem(send(looks, bid, "state", to="withdraw"), 403, "role")
    problem(propose(looks, job.slug), 403, "role")
    own = Program(key_of(cast.nadia, now, *scopes, studio=cast.studio))
    assert own.get(f"/proposals/{bid}").json()["side"] == "worker"
    problem(own.post("/me/jobs", {"title": "x", "description": "y"}), 403, "studio_key")
    assert set(Proposal.objects.values_list("status", flat=True)) == {"submitted"}


def test_an_offer_in_a_conversation_and_its_answer(cast: people.Cast, now: datetime) -> None:
    talk = offers.asked(cast.studio, cast.karim, now)
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    body = {
        "title": "A logo and ten cards",
        "text": "Three drafts, then ten cards. Write to nadia@example.com.",
        "milestones": [{"title": "All of it", "amount": 250_000, "days": 6}],
        "revisions": 2,
    }

    def send(program: Program, **changes: Any) -> Any:
        address = f"/conversations/{talk.pk}/offers"
        return program.post(address, {**body, **changes}, Idempotency_Key="a-random-word-of-mine")

    problem(send(karim), 404, "not_found")
    problem(send(nadia, valid_days=31), 422, "invalid")
    first, again = send(nadia), send(nadia)
    assert first.status_code == 201
    assert first.json() == again.json()
    made = first.json()
    assert (made["job"], made["conversation"], made["title"]) == (None, talk.pk, "A logo and ten cards")
    assert (made["next"], made["versions"][0]["revisions"]) == (["talk", "withdraw"], 2)
    (row,) = karim.get("/proposals", conversation=talk.pk).json()["items"]
    assert row["id"] == made["id"]
    assert karim.get("/proposals", conversation=talk.pk + 1).json()["items"] == []
    theirs = karim.get(f"/proposals/{made['id']}").json()
    assert theirs["next"] == ["accept", "offer", "talk", "decline"]
    assert "nadia@example.com" not in theirs["versions"][0]["text"]
    agreed = karim.post(f"/proposals/{made['id']}/agreement", {"version": 1}).json()
    assert (agreed["state"], agreed["work"]) == ("accepted", Engagement.objects.get().pk)
    assert "nadia@example.com" in agreed["versions"][0]["text"]
    problem(nadia.post(f"/proposals/{made['id']}/state", {"to": "withdraw"}), 409, "wrong_state")
