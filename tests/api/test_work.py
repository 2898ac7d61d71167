"""Paid work over the API: both sides, what they may see and do, once for each key."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.kit.actor import SYSTEM, person
from dhara.money import doctor
from dhara.work.engagements import actions
from dhara.work.models import Submission, Unit
from tests.api.door import Program, key_of, problem
from tests.make import catalog, funding, gigs, people
from tests.make.catalog import Shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def unit(cast: people.Cast, now: datetime) -> Unit:
    """Karim has ordered a gig of Nadia's for ৳450; it waits for his answers."""
    shop = Shop(cast.studio, cast.nadia, person(cast.nadia.pk))
    return gigs.ordered(now, gigs.offer(now, shop), by=person(cast.karim.pk), email=cast.karim.email)


def step(program: Program, unit: Unit, verb: str, key: str = "", **said: Any) -> Any:
    path = f"/work/{unit.engagement_id}/units/{unit.pk}/steps"
    return program.post(path, {"verb": verb, **said}, Idempotency_Key=key or f"a-random-word-{verb}")


def test_a_gig_from_answers_to_acceptance(cast: people.Cast, unit: Unit, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    wrong = problem(step(karim, unit, "require", content={"style": "Loud"}), 422, "answer_missing")
    assert wrong["errors"][0]["field"] == "answer_name"
    problem(step(karim, unit, "require", content={"name": 5, "style": "Plain"}), 422, "answer_unknown")
    answers = {"name": "রঙিন কাগজ", "style": "Plain", "else": "left out"}
    begun = step(karim, unit, "require", content=answers).json()
    assert (begun["state"], begun["waits_for"]) == ("active", "worker")
    assert begun["submissions"][0]["content"] == {"name": "রঙিন কাগজ", "style": "Plain"}
    assert begun["due_at"] == "2026-03-05T04:00:00Z"
    assert [each["verb"] for each in begun["next"]] == ["cancel_late", "dispute"]
    assert "24 hours late" in begun["next"][0]["refused"]
    problem(step(karim, unit, "deliver", text="Mine"), 403, "wrong_role")
    seen = nadia.get(f"/work/{unit.engagement_id}").json()["units"][0]["version"]
    problem(step(nadia, unit, "deliver", text="Early", seen=seen - 1), 409, "moved_on")
    delivered = step(nadia, unit, "deliver", text="Three drafts", seen=seen).json()
    assert delivered["silence"] == {"verb": "accept", "at": "2026-03-05T04:00:00Z"}
    problem(step(karim, unit, "ask_revision"), 422, "reason_missing")
    accepted = step(karim, unit, "accept").json()
    assert (accepted["state"], accepted["next"], accepted["silence"]) == ("accepted", [], None)
    assert (accepted["amount"]["amount"], accepted["paid"]["amount"]) == (45_000, 45_000)
    shown = nadia.get(f"/work/{unit.engagement_id}").json()
    assert (shown["side"], shown["buyer"], shown["ended_at"]) == ("worker", "Karim", "2026-03-02T04:00:00Z")
    assert shown["units"][0]["paid"]["amount"] == 42_075
    assert all(finding.ok for finding in doctor.check(at=now))


def test_the_same_key_acts_once(cast: people.Cast, unit: Unit, now: datetime) -> None:
    nadia = Program(key_of(cast.nadia, now))
    step(nadia, unit, "start")
    first, again = (step(nadia, unit, "deliver", key="one-delivery-of-mine", text="Here") for _each in range(2))
    assert first.json() == again.json()
    assert Submission.objects.filter(unit=unit).count() == 1
    problem(step(nadia, unit, "deliver", key="one-delivery-of-mine", text="Other"), 409, "idempotency_key_reused")
    problem(step(nadia, unit, "deliver", text="Late"), 409, "wrong_state")


def test_changes_are_proposed_answered_and_taken_back(cast: people.Cast, unit: Unit, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    step(nadia, unit, "start")
    path = f"/work/{unit.engagement_id}/units/{unit.pk}/changes"

    def propose(key: str) -> Any:
        body = {"sort": "extend", "text": "The photos came late.", "days": 2}
        return nadia.post(path, body, Idempotency_Key=f"a-random-word-{key}")

    def answer(program: Program, change: int, to: str, text: str = "") -> Any:
        key = f"a-random-word-{program is karim}-{change}-{to}-{len(text)}"
        return program.post(
            f"/work/{unit.engagement_id}/changes/{change}/answer", {"to": to, "text": text}, Idempotency_Key=key
        )

    first = propose("first").json()
    assert propose("first").json() == first
    problem(propose("second"), 409, "change_open")
    problem(answer(nadia, first["id"], "agree"), 403, "own_change")
    problem(answer(karim, first["id"], "decline"), 422, "reason_missing")
    assert answer(karim, first["id"], "decline", "I need it on Friday.").json()["answer"] == "I need it on Friday."
    second = propose("third").json()
    assert answer(nadia, second["id"], "withdraw").json()["status"] == "withdrawn"
    third = propose("fourth").json()
    assert answer(karim, third["id"], "agree").json()["status"] == "agreed"
    shown = karim.get(f"/work/{unit.engagement_id}").json()["units"][0]
    assert shown["due_at"] == "2026-03-07T04:00:00Z"
    assert [each["status"] for each in shown["changes"]] == ["declined", "withdrawn", "agreed"]


def test_half_back_is_told_to_each_in_their_own_money(cast: people.Cast, unit: Unit, now: datetime) -> None:
    from dhara.kit.actor import operator

    actions.act(unit.pk, "start", by=SYSTEM, at=now)
    actions.act(unit.pk, "dispute", by=person(cast.karim.pk), at=now, text="It is a copy.")
    actions.act(unit.pk, "rule_split", by=operator(cast.nadia.pk), at=now, text="Half each.", to_worker=21_037)
    (mine,) = Program(key_of(cast.karim, now)).get(f"/work/{unit.engagement_id}").json()["units"]
    assert (mine["returned"]["amount"], mine["paid"]["amount"]) == (22_500, 22_500)
    (theirs,) = Program(key_of(cast.nadia, now)).get(f"/work/{unit.engagement_id}").json()["units"]
    assert (theirs["returned"]["amount"], theirs["paid"]["amount"]) == (21_038, 21_037)
    assert [each["verb"] for each in mine["decisions"]] == ["fund", "start", "dispute", "rule_split"]


def test_outsiders_roles_and_keys_of_studios(cast: people.Cast, unit: Unit, now: datetime) -> None:
    path, key = f"/work/{unit.engagement_id}", {"Idempotency_Key": "a-random-word-of-mine"}
    stranger = people.account("stranger@example.com")
    other = people.studio(cast.nadia, handle="second")
    outside = [
        Program(key_of(stranger, now)),
        Program(key_of(cast.nadia, now, "work:read", "work:write", studio=other)),
    ]
    for program in outside:
        problem(program.get(path), 404, "not_found")
        problem(step(program, unit, "start"), 404, "not_found")
        body = {"sort": "cancel", "text": "x"}
        problem(program.post(f"{path}/units/{unit.pk}/changes", body, **key), 404, "not_found")
        problem(program.post(f"{path}/changes/1/answer", {"to": "agree"}, **key), 404, "not_found")
        assert program.get("/work").json()["items"] == []
    viewer = people.account("viewer@example.com")
    people.member(cast.studio, viewer, role="viewer")
    (shown,) = Program(key_of(viewer, now)).get(path).json()["units"]
    assert (shown["next"], shown["amount"]["amount"]) == ([], 42_075)
    problem(step(Program(key_of(viewer, now)), unit, "start"), 403, "role")
    (row,) = Program(key_of(cast.mitu, now)).get("/work").json()["items"]
    assert (row["amount"], row["buyer"]) == (None, "Karim")
    assert Unit.objects.get(pk=unit.pk).status == "funded"
    own = Program(key_of(cast.nadia, now, "work:read", "work:write", studio=cast.studio))
    assert step(own, unit, "start").json()["state"] == "active"


def test_lists_are_narrowed(cast: people.Cast, unit: Unit, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))

    def many(program: Program, **asked: str) -> int:
        return len(program.get("/work", **asked).json()["items"])

    assert (many(karim, side="buyer"), many(karim, side="worker")) == (1, 0)
    assert (many(nadia, side="buyer"), many(nadia, side="worker")) == (0, 1)
    assert (many(nadia, mode="gig"), many(nadia, mode="fixed")) == (1, 0)
    assert (many(nadia, state="funded"), many(nadia, state="active"), many(nadia, state="open")) == (1, 0, 1)
    actions.act(unit.pk, "give_up", by=person(cast.nadia.pk), at=now + timedelta(hours=1), text="I am ill.")
    assert (many(nadia, state="open"), many(nadia, state="ended")) == (0, 1)


def test_a_gig_tells_what_it_promises(now: datetime) -> None:
    shop = catalog.shop(now)
    made = gigs.offer(now, shop, revisions=None)
    told = Program().get(f"/offers/{made.pk}").json()
    assert told["kind"] == "gig"
    assert told["gig"]["packages"] == [
        {"tier": made.tiers.get().pk, "days": 3, "revisions": None, "scope": ["Three drafts"]}
    ]
    assert [each["key"] for each in told["gig"]["questions"]] == ["name", "style"]
    assert told["gig"]["questions"][1]["choices"] == ["Plain", "Playful"]


def test_other_terms_are_proposed_and_agreed_to(cast: people.Cast, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    made = funding.between(cast.studio, cast.karim, now, 2)
    first, second = made.units.order_by("position")
    path = f"/work/{made.pk}/units/{first.pk}/changes"
    body = {
        "sort": "terms",
        "text": "There is more to do.",
        "parts": [
            {"unit": first.pk, "title": "Part 1", "amount": 150_000, "days": 4},
            {"title": "More", "amount": 700},
        ],
        "dropped": [second.pk],
    }
    problem(nadia.post(path, {**body, "dropped": [first.pk]}, Idempotency_Key="a-random-word-of-0"), 409, "change_late")
    problem(nadia.post(path, {"sort": "terms", "text": "x"}, Idempotency_Key="a-random-word-of-1"), 422, "nothing_new")
    asked = nadia.post(path, body, Idempotency_Key="a-random-word-of-2").json()
    assert asked == nadia.post(path, body, Idempotency_Key="a-random-word-of-2").json()
    assert [each["amount"] for each in asked["terms"]["before"]] == [100_000, 100_000]
    assert [each["amount"] for each in asked["terms"]["after"]] == [150_000, 700]
    shown = karim.get(f"/work/{made.pk}").json()
    assert [each["id"] for unit in shown["units"] for each in unit["changes"]] == [asked["id"]]
    answer = {"to": "agree", "text": ""}
    agreed = karim.post(f"/work/{made.pk}/changes/{asked['id']}/answer", answer, Idempotency_Key="a-random-word-of-3")
    assert agreed.json()["status"] == "agreed"
    shown = nadia.get(f"/work/{made.pk}").json()
    assert [(each["title"], each["amount"]["amount"], each["state"]) for each in shown["units"]] == [
        ("Part 1", 150_000, "draft"),
        ("Part 2", 100_000, "cancelled"),
        ("More", 700, "draft"),
    ]
