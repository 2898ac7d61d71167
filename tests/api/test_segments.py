"""Segments over the API."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse

from dhara.audience.contacts import rules
from dhara.audience.models import Segment
from tests.api.door import Program, key_of, problem
from tests.make import audience, people
from tests.make import segments as make

pytestmark = pytest.mark.django_db
BASE = "/studios/nadia/segments"
READERS = {"all": [{"status": "subscribed"}, {"language": "bn"}]}


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


def test_a_segment_is_made_once_counted_changed_and_removed(here: people.Cast, program: Program) -> None:
    audience.contact(here.studio, "a@x.example", language="bn")
    audience.contact(here.studio, "b@x.example", language="bn", state=rules.KNOWN)
    key, wanted = uuid.uuid4().hex, {"name": "Readers", "rules": {"language": "bn"}}
    first, again = (body(sent(program, wanted, key)) for _time in range(2))
    assert first == again
    assert (first["meant"], first["getting"], first["sentence"]) == (2, 1, "Everybody who reads Bengali.")
    problem(sent(program, wanted), 422, "name_taken")
    audience.contact(here.studio, "c@x.example", language="bn")
    one = f"{BASE}/{first['id']}"
    assert (body(program.get(one))["meant"], body(program.get(BASE))["items"][0]["count"]) == (3, 2)
    changed = body(program.post(one, {"rules": READERS}))
    assert (changed["name"], changed["rules"], changed["meant"], changed["count"]) == ("Readers", READERS, 2, 2)
    assert body(program.post(one, {"name": "Others"}))["rules"] == READERS
    assert body(program.post(f"{one}/removal", {})) == {"removed": True}
    assert program.get(one).status_code == 404
    assert not Segment.objects.exists()


def test_the_sentence_is_in_the_reader_s_language(here: people.Cast, now: datetime) -> None:
    found = make.segment(here.studio, at=now)
    bengali = Program(key_of(here.nadia, now), **{"Accept-Language": "bn"})
    english = Program(key_of(here.nadia, now))
    said = [body(each.get(f"{BASE}/{found.pk}"))["sentence"] for each in (english, bengali)]
    assert said[0] != said[1]
    assert [body(each.get(BASE))["items"][0]["sentence"] for each in (english, bengali)] == said


def test_rules_are_counted_without_being_saved(here: people.Cast, program: Program) -> None:
    audience.contact(here.studio, "a@x.example")
    assert body(program.post(f"{BASE}/count", {"rules": {}}))["meant"] == 1
    assert body(program.post(f"{BASE}/count", {"rules": {"not": {"status": "subscribed"}}}))["meant"] == 0
    for wrong in ({"tag": 2**40}, {"nothing": 1}, {"all": [{"all": {}}]}, {"field": "none", "is": "x"}):
        assert program.post(f"{BASE}/count", {"rules": wrong}).status_code == 422
        assert sent(program, {"name": "x", "rules": wrong}).status_code == 422
    assert not Segment.objects.exists()


def test_members_are_those_of_now(here: people.Cast, program: Program, now: datetime) -> None:
    found = make.segment(here.studio, READERS, at=now)
    ids = [audience.contact(here.studio, f"{n}@x.example", language="bn").pk for n in range(5)]
    audience.contact(here.studio, "gone@x.example", language="bn", state=rules.UNSUBSCRIBED)
    first = body(program.get(f"{BASE}/{found.pk}/members", limit=3))
    rest = body(program.get(f"{BASE}/{found.pk}/members", limit=3, cursor=first["next"]))
    assert [each["id"] for each in first["items"] + rest["items"]] == ids[::-1]
    assert rest["next"] is None


def test_roles_are_those_of_the_pages(here: people.Cast, now: datetime) -> None:
    found = make.segment(here.studio, at=now)
    one = f"{BASE}/{found.pk}"
    support, editor = Program(key_of(here.mitu, now)), Program(key_of(here.rafi, now))
    for answer in (
        sent(support, {"name": "x", "rules": {}}),
        support.post(one, {"name": "x"}),
        support.post(f"{one}/removal", {}),
        support.post(f"{BASE}/count", {"rules": {}}),
    ):
        problem(answer, 403, "role")
    assert support.get(f"{one}/members").status_code == 200
    assert editor.post(one, {"name": "Other"}).status_code == 200
    foreign = make.segment(people.studio(here.karim, handle="second"), at=now)
    problem(editor.get(f"{BASE}/{foreign.pk}"), 404, "not_found")
