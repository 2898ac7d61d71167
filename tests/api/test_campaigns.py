"""Campaigns and their tasks over the API: who pays, who works, what each sees and may do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.kit.actor import person
from dhara.money import doctor
from dhara.work.campaigns import actions
from dhara.work.models import Campaign, Decision, Unit
from tests.api.door import Program, key_of, problem
from tests.make import campaigns as make
from tests.make import people, programs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
WORK = "/work"
CAMPAIGN: dict[str, Any] = {
    "title": "Is there a cat?",
    "instructions": "Look at the picture and say what you see.",
    "fields": [{"key": "cat", "words": "Is there a cat?", "sort": "choice", "choices": ["yes", "no"]}],
    "reward": 500,
    "positions": 20,
}


def post(program: Program, path: str, body: Any, key: str = "a-random-word-of-mine") -> Any:
    return program.post(path, body, Idempotency_Key=key)


def test_a_campaign_is_drafted_once_listed_and_offered(cast: people.Cast, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    first, again = post(karim, "/campaigns", CAMPAIGN), post(karim, "/campaigns", CAMPAIGN)
    assert first.status_code == 201
    assert first.json() == again.json()
    one = f"/campaigns/{first.json()['id']}"
    cost = first.json()["cost"]
    assert (cost["rewards"]["amount"], cost["reserve"]["amount"], cost["to_pay"]) == (10_000, 500, None)
    assert len(first.json()["reasons"]) == 4
    problem(nadia.get(one), 404, "not_found")
    problem(nadia.post(f"{one}/state", {"to": "offer"}), 404, "not_found")
    rows = [{"picture": f"https://example.com/{number}.jpg"} for number in range(3)]
    known = [{"row": {"picture": "https://example.com/cat.jpg"}, "answers": {"cat": "yes"}}]
    listed = karim.post(f"{one}/items", {"rows": rows, "known": known}).json()
    assert (listed["listed"], listed["positions"]) == (4, 4)
    wrong = {"rows": rows, "known": [{"row": {"picture": "x"}, "answers": {"cat": "maybe"}}]}
    problem(karim.post(f"{one}/items", wrong), 422, "choice_unknown")
    changed = karim.post(one, {**CAMPAIGN, "reward": 700, "redundancy": 2}).json()
    assert (changed["positions"], changed["reward"]["amount"]) == (8, 700)
    problem(karim.post(f"{one}/state", {"to": "begin"}), 409, "wrong_state")
    offered = karim.post(f"{one}/state", {"to": "offer"}).json()
    assert offered["cost"]["to_pay"]["amount"] == offered["cost"]["total"]["amount"] == 6_300
    assert offered["work"] == Campaign.objects.get().engagement_id
    assert nadia.get("/campaigns").json()["items"] == []
    assert len(karim.get("/campaigns").json()["items"]) == 1


def test_a_text_that_asks_workers_for_money_is_held(cast: people.Cast, now: datetime) -> None:
    karim = Program(key_of(cast.karim, now))
    words = "Send a registration fee of 500 taka by bKash first, then you may begin."
    made = post(karim, "/campaigns", {**CAMPAIGN, "instructions": words}).json()
    held = karim.post(f"/campaigns/{made['id']}/state", {"to": "offer"}).json()
    assert held["state"] == "held"
    assert held["held_for"]


def test_a_task_from_claim_to_payment(cast: people.Cast, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    campaign = programs.running(cast.karim, now, positions=3, per_worker=2)
    (shown,) = nadia.get("/studios/nadia/tasks").json()["items"]
    assert (shown["campaign"], shown["reward"]["amount"], shown["standing"]) == (campaign.pk, 500, None)
    own = "/studios/nadia/own-tasks"
    problem(post(nadia, own, {"campaign": 10**9}), 404, "not_found")
    first, again = (post(nadia, own, {"campaign": campaign.pk}, "a-random-word-to-claim") for _each in range(2))
    assert first.status_code == 201
    assert first.json() == again.json()
    assert (first.json()["state"], first.json()["next"]) == ("reserved", ["submit", "give_back"])
    problem(post(nadia, own, {"campaign": campaign.pk}, "a-random-word-for-another"), 409, "task_open")
    task = f"{own}/{first.json()['id']}"
    wrong = problem(post(nadia, f"{task}/proof", {"answers": {}}), 422, "answer_missing")
    assert wrong["errors"][0]["field"] == "cat"
    proof = {"answers": {"cat": "yes", "else": "left out"}}
    done = [post(nadia, f"{task}/proof", proof, "a-random-word-to-submit").json() for _each in range(2)]
    assert done[0] == done[1]
    assert (done[0]["state"], done[0]["answers"]) == ("submitted", {"cat": "yes"})
    (seen,) = karim.get(f"/campaigns/{campaign.pk}/proofs").json()["items"]
    assert (seen["answers"], seen["worker"]) == ({"cat": "yes"}, cast.studio.pk)
    wanted = {"tasks": [seen["id"], 10**9]}
    told = [karim.post(f"/campaigns/{campaign.pk}/acceptances", wanted).json() for _each in range(2)]
    assert [each["accepted"] for each in told] == [1, 0]
    assert nadia.get(task).json()["next"] == []
    (answer,) = karim.get(f"/campaigns/{campaign.pk}/results").json()["answers"]
    assert answer["answers"] == {"cat": "yes"}
    assert len(nadia.get(own, state="accepted").json()["items"]) == 1
    stopped = karim.post(f"/campaigns/{campaign.pk}/state", {"to": "stop"}).json()
    assert stopped["state"] == "stopped"
    assert all(finding.ok for finding in doctor.check(at=now))


def test_a_rejection_has_a_reason_and_is_appealed(cast: people.Cast, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    campaign = programs.running(cast.karim, now)
    task = actions.claim(campaign, cast.studio, by=person(cast.nadia.pk), at=now).pk
    actions.submit(task, {"cat": "no"}, by=person(cast.nadia.pk), at=now)
    path, own = f"/campaigns/{campaign.pk}/proofs/{task}/rejection", f"/studios/nadia/own-tasks/{task}"
    problem(post(nadia, path, {"reason": 0}), 404, "not_found")
    problem(post(karim, path, {"reason": 9}), 422, "reason_missing")
    rejected = [post(karim, path, {"reason": 2, "text": "It is there."}, "a-random-word-no").json() for _each in "ab"]
    assert rejected[0] == rejected[1]
    shown = nadia.get(own).json()
    assert shown["reason"] == "The answer is wrong\nIt is there."
    assert shown["next"] == ["again", "appeal", "rest"]
    problem(post(nadia, f"{own}/state", {"to": "appeal"}), 422, "reason_missing")
    appealed = post(nadia, f"{own}/state", {"to": "appeal", "text": "There is none."}, "a-random-word-appeal").json()
    assert (appealed["state"], appealed["next"]) == ("appealed", [])
    assert len(karim.get(f"/campaigns/{campaign.pk}/proofs", state="appealed").json()["items"]) == 1


def test_a_usual_reason_is_read_in_ones_own_language_and_known_by_its_code(cast: people.Cast, now: datetime) -> None:
    """Kept in the language of whoever rejected; what the buyer wrote besides stays as it is."""
    karim = Program(key_of(cast.karim, now), **{"Accept-Language": "bn"})
    campaign = programs.running(cast.karim, now)
    task = actions.claim(campaign, cast.studio, by=person(cast.nadia.pk), at=now).pk
    actions.submit(task, {"cat": "no"}, by=person(cast.nadia.pk), at=now)
    post(karim, f"/campaigns/{campaign.pk}/proofs/{task}/rejection", {"reason": 2, "text": "সেখানে আছে।"})
    kept = Decision.objects.get(unit=task, verb="reject").text
    nadia_key, own = key_of(cast.nadia, now), f"/studios/nadia/own-tasks/{task}"
    english, bengali = Program(nadia_key), Program(nadia_key, **{"Accept-Language": "bn"})
    assert english.get(own).json()["reason"] == "The answer is wrong\nসেখানে আছে।"
    assert (bengali.get(own).json()["reason"], "The answer" in kept) == (kept, False)
    assert english.get(own).json()["reason_code"] == bengali.get(own).json()["reason_code"] == "wrong"
    work = f"{WORK}/{campaign.engagement_id}"
    told = [program.get(work).json()["units"][0]["decisions"][-1] for program in (english, bengali)]
    assert [(each["code"], each["text"]) for each in told] == [
        ("wrong", "The answer is wrong\nসেখানে আছে।"),
        ("wrong", kept),
    ]


def test_outsiders_onlookers_and_keys_of_studios(cast: people.Cast, now: datetime) -> None:
    campaign = programs.running(cast.karim, now)
    task = actions.claim(campaign, cast.studio, by=person(cast.nadia.pk), at=now).pk
    viewer = people.account("viewer@example.com")
    people.member(cast.studio, viewer, role="viewer")
    other = people.studio(cast.nadia, handle="second")
    scopes = ("tasks:read", "tasks:write")
    second = Program(key_of(cast.nadia, now, *scopes, studio=other))
    own = f"/studios/nadia/own-tasks/{task}"
    for program in (Program(key_of(people.account("s@example.com"), now)), second):
        problem(program.get("/studios/nadia/tasks"), 404, "not_found")
        problem(program.get(own), 404, "not_found")
        problem(post(program, f"{own}/state", {"to": "give_back"}), 404, "not_found")
    problem(second.get(f"/studios/second/own-tasks/{task}"), 404, "not_found")
    problem(post(Program(key_of(viewer, now)), f"{own}/state", {"to": "give_back"}), 403, "role")
    mine = Program(key_of(cast.nadia, now, *scopes, studio=cast.studio))
    problem(mine.get("/campaigns"), 403, "scope")
    assert post(mine, f"{own}/state", {"to": "give_back"}).json()["state"] == "given_back"
    assert Unit.objects.get(pk=task).status == "given_back"
    assert Campaign.objects.get().reward == make.REWARD
