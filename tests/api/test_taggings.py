"""Tagging all that a search finds, over the API."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse

from dhara.audience.contacts import actions, rules
from dhara.audience.contacts.actions import bulk
from dhara.audience.models import ContactTag, Tag, Tagging
from dhara.kit import queue
from dhara.kit.actor import SYSTEM, person
from tests.api.door import Program, key_of, problem
from tests.make import audience, people

pytestmark = pytest.mark.django_db
BASE = "/studios/nadia/taggings"


@pytest.fixture
def here(now: datetime, frozen: Any) -> people.Cast:
    return people.cast()


@pytest.fixture
def program(here: people.Cast, now: datetime) -> Program:
    return Program(key_of(here.nadia, now, "audience:read", "audience:write", studio=here.studio))


def body(answer: HttpResponse) -> dict[str, Any]:
    assert answer.status_code < 300, answer.content
    return dict(json.loads(answer.content))


def sent(program: Program, wanted: dict[str, Any], key: str = "") -> HttpResponse:
    return program.post(BASE, wanted, Idempotency_Key=key or uuid.uuid4().hex)


def test_few_are_done_at_once_and_once(here: people.Cast, program: Program) -> None:
    mina = audience.contact(here.studio)
    audience.contact(here.studio, "left@x.example", state=rules.UNSUBSCRIBED)
    key, wanted = uuid.uuid4().hex, {"tag": "Fair", "filter": {"state": "subscribed"}}
    first, again = (body(sent(program, wanted, key)) for _time in range(2))
    assert first == again
    assert (first["state"], first["meant"], first["changed"], first["name"]) == ("done", 1, 1, "Fair")
    assert list(ContactTag.objects.values_list("contact_id", flat=True)) == [mina.pk]
    off = body(sent(program, {"tag": "fair", "off": True, "filter": {"tag": "FAIR", "q": "mina"}}))
    assert (off["changed"], off["filter"]) == (1, {"q": "mina", "state": "", "tag": first["tag"]})
    assert body(sent(program, {"tag": "All", "everybody": True}))["meant"] == 2
    assert Tagging.objects.count() == 3


def test_many_run_and_can_be_looked_at_and_stopped(
    here: people.Cast, program: Program, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "STEP", 2)
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 1)
    for n in range(5):
        audience.contact(here.studio, f"n{n}@x.example")
    begun = body(sent(program, {"tag": "Fair", "everybody": True}))
    assert (begun["state"], begun["seen"]) == ("running", 0)
    problem(sent(program, {"tag": "Other", "everybody": True}), 409, "tagging_runs")
    bulk.go_on(begun["id"], at=now, step=2)
    assert body(program.get(f"{BASE}/{begun['id']}"))["seen"] == 2
    assert body(program.post(f"{BASE}/{begun['id']}/cancellation", {}))["state"] == "cancelled"
    assert program.post(f"{BASE}/{begun['id']}/cancellation", {}).status_code == 409
    queue.drain(now)
    assert (ContactTag.objects.count(), Tag.objects.get().name) == (2, "Fair")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({}, "whom_missing"),
        ({"filter": {}}, "whom_missing"),
        ({"filter": {"q": " "}}, "whom_missing"),
        ({"filter": {"state": "known"}, "everybody": True}, "whom_missing"),
        ({"filter": {"tag": "none of ours"}}, "tag_unknown"),
        ({"filter": {"state": "known"}, "off": True}, "tag_unknown"),
    ],
)
def test_what_is_forgotten_never_means_everybody(
    here: people.Cast, program: Program, wrong: dict[str, Any], code: str
) -> None:
    audience.contact(here.studio)
    problem(sent(program, {"tag": "Fair", **wrong}), 422, code)
    assert not Tagging.objects.exists()
    assert not Tag.objects.exists()


def test_roles_are_those_of_the_pages(here: people.Cast, now: datetime) -> None:
    audience.contact(here.studio)
    support, editor = Program(key_of(here.mitu, now)), Program(key_of(here.rafi, now))
    made = body(sent(support, {"tag": "Fair", "everybody": True}))
    problem(sent(editor, {"tag": "Fair", "everybody": True}), 403, "role")
    problem(editor.get(f"{BASE}/{made['id']}"), 403, "role")
    problem(Program(key_of(here.karim, now)).get(f"{BASE}/{made['id']}"), 404, "not_found")


def test_who_tagged_is_told(here: people.Cast, now: datetime) -> None:
    program = Program(key_of(here.nadia, now, "audience:read", studio=here.studio))
    vip, mina = audience.tag(here.studio, "vip"), audience.contact(here.studio, "mina@x.example", name="Mina")
    actions.tag(mina, vip.pk, by=person(here.nadia.pk), at=now)
    actions.untag(mina, vip.pk, by=SYSTEM, at=now, source="rule:999")
    last, first = program.get(f"/studios/nadia/tags/{vip.pk}/changes").json()["items"]
    assert (first["contact"]["name"], first["tag"], first["on"]) == ("Mina", vip.pk, True)
    assert first["by"] == {"kind": "member", "id": here.nadia.pk, "name": here.nadia.get_full_name()}
    assert (last["on"], last["by"]) == (False, {"kind": "rule", "id": 999, "name": ""})
    of_one = f"/studios/nadia/contacts/{mina.pk}/tag-changes"
    assert program.get(of_one).json()["items"] == [last, first]
    gone = vip.pk
    vip.delete()
    problem(program.get(f"/studios/nadia/tags/{gone}/changes"), 404, "not_found")
    assert len(program.get(of_one).json()["items"]) == 2
    other = audience.contact(people.studio(here.karim, handle="second"))
    problem(program.get(f"/studios/nadia/contacts/{other.pk}/tag-changes"), 404, "not_found")
    problem(Program(key_of(here.karim, now)).get(of_one), 404, "not_found")
