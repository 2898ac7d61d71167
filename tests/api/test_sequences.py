"""Sequences over the API."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.audience.contacts import actions as contacts
from dhara.audience.contacts.rules import UNSUBSCRIBED
from dhara.audience.models import Enrolment, Intake, Message, Sequence
from dhara.audience.sequences import actions
from dhara.kit.actor import SYSTEM, person
from dhara.kit.queue import drain
from tests.api.door import Program, key_of, problem
from tests.make import audience, people, segments, sequences
from tests.make.catalog import Shop, offer

pytestmark = pytest.mark.django_db
ALL = "/studios/nadia/sequences"
KEY = "5f0c7d4e-9a41-4a6b-8c55-2f3d9a7b1e6{}"
HELLO = {"en": {"subject": "Hello", "blocks": [{"kind": "text", "html": "<p>How is it going?</p>"}]}}


EXIT = {"id": "n4", "kind": "exit"}


@pytest.fixture
def here(now: datetime, frozen: Any) -> people.Cast:
    return people.cast()


@pytest.fixture
def program(here: people.Cast, now: datetime) -> Program:
    return Program(key_of(here.nadia, now, "audience:read", "audience:write", "letters:send", studio=here.studio))


@pytest.fixture
def running(here: people.Cast, now: datetime) -> Sequence:
    return sequences.published(here.studio, by=person(here.nadia.pk), at=now)


def _make(program: Program, key: int = 1, **wanted: Any) -> Any:
    return program.post(ALL, {"name": "Welcome", **wanted}, Idempotency_Key=KEY.format(key))


def test_from_nothing_to_running(here: people.Cast, program: Program, now: datetime) -> None:
    made = _make(program).json()
    assert made == _make(program).json()
    assert (made["state"], made["draft"], made["last"], made["unpublished"]) == ("draft", 0, 0, True)
    assert [each["words"] for each in made["findings"]] == ["Add a first step."]
    one, tag = f"{ALL}/{made['id']}", audience.tag(here.studio, "vip")
    steps = [
        {"id": "n1", "kind": "wait", "span": {"days": 2}, "next": "n2"},
        {"id": "n2", "kind": "condition", "rules": {"tag": tag.pk}, "yes": "n3", "no": "n4"},
        {"id": "n3", "kind": "send", "content": HELLO, "next": "n4"},
        {"id": "n4", "kind": "split", "ways": [{"share_bp": 4000, "next": "n5"}, {"share_bp": 6000}]},
        {"id": "n5", "kind": "goal", "event": "tagged", "about": tag.pk, "next": "n6"},
        {"id": "n6", "kind": "webhook", "words": ""},
    ]
    drafted = program.post(f"{one}/draft", {"seen": 0, "start": "n1", "steps": steps}).json()
    assert (drafted["draft"], drafted["last"], drafted["start"]) == (1, 6, "n1")
    assert [drafted["graph"][place]["sentence"] for place in (0, 2)] == ["Wait 2 days", "Send “Hello”"]
    assert [each["step"] for each in drafted["findings"]] == ["n6"]
    refused = problem(program.post(f"{one}/publication", {"seen": 1}), 422, "not_ready")
    assert [each["field"] for each in refused["errors"]] == ["n6"]
    again = [{name: value for name, value in each.items() if name != "sentence"} for each in drafted["graph"]]
    again[-1]["words"] = "Somebody is through"
    redrafted = program.post(f"{one}/draft", {"seen": 1, "start": "n1", "steps": again}).json()
    assert redrafted["findings"] == [], redrafted
    problem(program.post(f"{one}/draft", {"seen": 1, "start": "n1", "steps": again}), 409, "changed_meanwhile")
    problem(program.post(f"{one}/publication", {"seen": 1}), 409, "changed_meanwhile")
    published = program.post(f"{one}/publication", {"seen": 2}).json()
    assert (published["state"], published["version"], published["unpublished"]) == ("active", 1, False)
    (version,) = program.get(f"{one}/versions").json()["items"]
    assert version == {"number": 1, "published_at": version["published_at"], "current": True}
    kept = program.get(f"{one}/versions/1").json()
    assert [each["id"] for each in kept["graph"]] == [each["id"] for each in published["graph"]]
    assert kept["graph"][2]["letter"] != published["graph"][2]["letter"]
    problem(program.get(f"{one}/versions/2"), 404, "not_found")


def test_an_old_version_is_taken_up_again(
    here: people.Cast, program: Program, running: Sequence, now: datetime
) -> None:
    one = f"{ALL}/{running.pk}"
    then = program.get(one).json()
    emptied = program.post(f"{one}/draft", {"seen": then["draft"], "start": "n4", "steps": [EXIT]}).json()
    path, seen = f"{one}/versions/1/restoration", {"seen": emptied["draft"]}
    writer = Program(key_of(here.nadia, now, "audience:read", studio=here.studio))
    problem(writer.post(path, seen), 403, "scope")
    problem(Program(key_of(here.mitu, now)).post(path, seen), 403, "role")
    problem(program.post(path, {"seen": then["draft"]}), 409, "changed_meanwhile")
    problem(program.post(f"{one}/versions/2/restoration", seen), 404, "version")
    assert program.get(one).json() == emptied
    back = program.post(path, seen).json()
    assert (back["graph"], back["start"], back["last"], back["unpublished"]) == (then["graph"], "n1", 4, False)
    assert (back["draft"], back["version"]) == (emptied["draft"] + 1, 1)


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([{"id": "n1", "kind": "send", "letter": 9_999_999}], "unknown"),
        ([{"id": "n1", "kind": "wait"}], "wait"),
        ([{"id": "n1", "kind": "wait", "span": {"days": 1}, "next": "n9"}], "exit"),
        ([{"id": "n1", "kind": "split", "ways": [{"share_bp": 1}, {"share_bp": 2}]}], "ways"),
        ([{"id": "n1", "kind": "tag", "tag": 9_999_999}], "unknown"),
        ([{"id": "n1", "kind": "condition", "rules": {"nonsense": 1}}], ""),
        ([{"id": "n1", "kind": "goal", "event": "subscribed", "about": 3}], "event"),
        ([{"id": "n1", "kind": "exit"}, {"id": "n1", "kind": "exit"}], "step_twice"),
        ([{"id": "n1", "kind": "send", "content": HELLO}, {"id": "n2", "kind": "wait"}], "wait"),
    ],
)
def test_a_wrong_draft_changes_nothing(program: Program, steps: Any, code: str) -> None:
    made = _make(program).json()
    answer = program.post(f"{ALL}/{made['id']}/draft", {"seen": 0, "start": "n1", "steps": steps})
    problem(answer, 422, code or answer.json()["code"])
    assert not Message.objects.exists()
    assert program.get(f"{ALL}/{made['id']}").json() == made


def test_the_id_of_a_step_is_never_used_again(program: Program) -> None:
    one = f"{ALL}/{_make(program).json()['id']}/draft"
    steps = [{"id": "n1", "kind": "exit"}, {"id": "n2", "kind": "exit"}]
    program.post(one, {"seen": 0, "start": "n1", "steps": steps})
    program.post(one, {"seen": 1, "start": "n1", "steps": steps[:1]})
    problem(program.post(one, {"seen": 2, "start": "n1", "steps": steps}), 422, "id_used")
    steps[1]["id"] = "n3"
    assert program.post(one, {"seen": 2, "start": "n1", "steps": steps}).json()["last"] == 3


def test_templates_and_settings(here: people.Cast, program: Program, now: datetime) -> None:
    keys = [each["key"] for each in program.get("/sequence-templates").json()["items"]]
    assert "welcome" in keys
    guide = offer(now, Shop(here.studio, here.nadia, person(here.nadia.pk)), "Guide")
    for place, key in enumerate(keys):
        made = _make(program, place, template=key, offer=guide.pk).json()
        assert made["findings"] == []
        assert len(made["letters"]) == len([each for each in made["graph"] if each["kind"] == "send"]) > 0
    problem(_make(program, 9, offer=guide.pk), 422, "offer_unknown")
    problem(_make(program, 9, template="welcome", offer=9_999_999), 422, "offer_unknown")
    chosen = _make(program, 9, template="welcome", triggers=[{"kind": "bought", "about": guide.pk}]).json()
    assert chosen["triggers"] == [{"kind": "bought", "about": guide.pk}]
    window = {"opens": "21:00", "closes": "02:00", "days": [4]}
    wanted = {"name": "New", "goal": {"kind": "bought", "about": guide.pk}, "reentry": "always", "window": window}
    changed = program.post(f"{ALL}/{chosen['id']}", wanted).json()
    assert (changed["name"], changed["triggers"], changed["reentry"], changed["window"]) == (
        "New",
        [],
        "always",
        window,
    )
    assert changed["goal"] == {"kind": "bought", "about": guide.pk}
    bare = program.post(f"{ALL}/{chosen['id']}", {"name": "New"}).json()
    assert (bare["goal"], bare["window"], bare["reentry"]) == (None, None, "never")
    problem(
        program.post(f"{ALL}/{chosen['id']}", {"name": "New", "goal": {"kind": "tagged", "about": 1}}), 422, "event"
    )


def test_it_is_paused_resumed_copied_and_archived(program: Program, running: Sequence) -> None:
    one = f"{ALL}/{running.pk}"
    for to, state in (("pause", "paused"), ("resume", "active")):
        assert program.post(f"{one}/state", {"to": to}).json()["state"] == state
    assert program.post(f"{one}/state", {"to": "resume"}).status_code == 409
    copied = [program.post(f"{one}/copies", {}, Idempotency_Key=KEY.format(1)).json() for _each in range(2)]
    assert copied[0] == copied[1]
    assert (copied[0]["name"], copied[0]["state"], copied[0]["inside"]) == ("Welcome (copy)", "draft", 0)
    assert program.post(f"{one}/state", {"to": "archive"}).json()["state"] == "archived"
    for path, body in (("", {"name": "X"}), ("/draft", {"seen": 1, "steps": []}), ("/publication", {"seen": 1})):
        problem(program.post(f"{one}{path}", body), 409, "archived")
    assert [each["id"] for each in program.get(ALL, state="archived").json()["items"]] == [running.pk]
    assert len(program.get(ALL).json()["items"]) == 2


def test_people_come_in_are_counted_and_leave(
    here: people.Cast, program: Program, running: Sequence, now: datetime
) -> None:
    one, mina = f"{ALL}/{running.pk}", audience.contact(here.studio, name="Mina")

    def enrol(key: int) -> Any:
        return program.post(f"{one}/people", {"contact": mina.pk}, Idempotency_Key=KEY.format(key))

    first, same = enrol(1), enrol(1)
    assert (first.status_code, first.json()) == (201, same.json())
    inside = first.json()
    assert (inside["contact"]["name"], inside["state"], inside["step"], inside["version"]) == (
        "Mina",
        "active",
        "n1",
        1,
    )
    problem(enrol(2), 409, "not_again")
    left = audience.contact(here.studio, "left@example.com", state=UNSUBSCRIBED)
    problem(program.post(f"{one}/people", {"contact": left.pk}, Idempotency_Key=KEY.format(3)), 409, "contact_gone")
    (waiting,) = program.get(f"{one}/numbers").json()["items"]
    assert (waiting["step"], waiting["entered"], waiting["waiting"], waiting["money"]) == ("n1", 1, 1, [])
    assert program.get(f"{one}/people", step="n2").json()["items"] == []
    ended = program.post(f"{one}/people/{inside['id']}/end", {}).json()
    assert (ended["state"], ended["reason"]) == ("left", "taken out by hand")
    assert program.get(f"{one}/people", state="active").json()["items"] == []
    Enrolment.objects.update(state="held", ended_at=None)
    assert program.post(f"{one}/people/retrial", {}).json() == {"retried": 1}
    support = Program(key_of(here.mitu, now))
    assert support.get(f"{one}/numbers").json()["items"][0]["money"] is None
    problem(support.post(f"{one}/people", {"contact": mina.pk}, Idempotency_Key=KEY.format(4)), 403, "role")


def test_a_whole_segment_comes_in_once(here: people.Cast, program: Program, running: Sequence, now: datetime) -> None:
    one, everybody = f"{ALL}/{running.pk}", segments.segment(here.studio, {"all": []}, at=now)
    for number in range(3):
        audience.contact(here.studio, f"c{number}@example.com")
    audience.contact(here.studio, "left@example.com", state=UNSUBSCRIBED)
    seen = program.get(f"{one}/forecast/{everybody.pk}").json()
    assert seen == {"meant": 4, "entering": 3, "getting": 3, "already": 0, "kept_out": 1}

    def bring(key: int) -> Any:
        return program.post(f"{one}/intakes", {"segment": everybody.pk}, Idempotency_Key=KEY.format(key))

    first, same = bring(1), bring(1)
    assert (first.status_code, first.json()) == (202, same.json())
    assert (first.json()["state"], first.json()["percent"]) == ("running", 0)
    problem(bring(2), 409, "intake_running")
    drain(now)
    done = program.get(f"{one}/intakes/{first.json()['id']}").json()
    assert (done["state"], done["entered"], done["kept_out"], done["percent"]) == ("done", 3, 1, 100)
    second = bring(3).json()
    stopped = program.post(f"{one}/intakes/{second['id']}/cancellation", {}).json()
    assert stopped["state"] == "cancelled"
    assert program.post(f"{one}/intakes/{second['id']}/cancellation", {}).status_code == 409
    assert (Enrolment.objects.count(), Intake.objects.count()) == (3, 2)
    problem(program.get(f"{one}/forecast/9999999"), 404, "not_found")
    actions.pause(running, by=person(here.nadia.pk), at=now + timedelta(minutes=1))
    problem(bring(4), 409, "not_running")


def test_whom_a_search_finds_comes_in_and_nobody_by_forgetting(
    here: people.Cast, program: Program, running: Sequence, now: datetime
) -> None:
    one = f"{ALL}/{running.pk}"
    vip, other = audience.tag(here.studio, "vip"), audience.contact(here.studio, "other@example.com")
    for number in range(3):
        contacts.tag(audience.contact(here.studio, f"c{number}@example.com"), vip.pk, by=SYSTEM, at=now)
    audience.contact(here.studio, "left@example.com", state=UNSUBSCRIBED)
    wanted = {"filter": {"tag": "VIP", "q": "c"}}
    assert program.post(f"{one}/forecast", wanted).json()["entering"] == 3
    everybody = program.post(f"{one}/forecast", {"everybody": True}).json()
    assert (everybody["meant"], everybody["entering"], everybody["kept_out"]) == (5, 4, 1)
    segment = segments.segment(here.studio, {"all": []}, at=now)
    for given, code in (
        ({}, "whom_missing"),
        ({"filter": {}}, "whom_missing"),
        ({"filter": {"tag": "none"}}, "tag_unknown"),
        ({"segment": segment.pk, "everybody": True}, "whom_twice"),
        ({"filter": {"q": "c"}, "everybody": True}, "whom_missing"),
        ({"segment": 9_999_999}, "segment_unknown"),
    ):
        problem(program.post(f"{one}/forecast", given), 422, code)
        problem(program.post(f"{one}/intakes", given, Idempotency_Key=KEY.format(1)), 422, code)
    assert not Intake.objects.exists()
    begun = program.post(f"{one}/intakes", wanted, Idempotency_Key=KEY.format(1)).json()
    assert (begun["segment"], begun["name"], begun["filter"]) == (None, "", {"q": "c", "state": "", "tag": vip.pk})
    drain(now)
    assert program.get(f"{one}/intakes/{begun['id']}").json()["entered"] == 3
    assert not Enrolment.objects.filter(contact=other).exists()
    problem(Program(key_of(here.mitu, now)).post(f"{one}/forecast", {"everybody": True}), 403, "role")


def test_who_may_what(here: people.Cast, program: Program, running: Sequence, now: datetime) -> None:
    one = f"{ALL}/{running.pk}"
    writer = Program(key_of(here.nadia, now, "audience:read", "audience:write", studio=here.studio))
    for path, body in (("/publication", {"seen": 1}), ("/state", {"to": "pause"}), ("/people/retrial", {})):
        problem(writer.post(f"{one}{path}", body), 403, "scope")
    other = people.studio(people.account("far@example.com"), handle="far")
    theirs = sequences.published(other, by=person(other.members.get().account_id), at=now)
    for path in ("", "/versions", "/numbers", "/people", "/intakes"):
        problem(program.get(f"{ALL}/{theirs.pk}{path}"), 404, "not_found")
    problem(program.post(f"{ALL}/{theirs.pk}/state", {"to": "pause"}), 404, "not_found")
    problem(Program(key_of(here.karim, now)).get(ALL), 404, "not_found")
    problem(program.post(ALL, {"name": "X"}), 422, "invalid")
