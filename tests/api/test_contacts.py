"""Contacts over the API."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from dhara.audience.contacts import actions, rules
from dhara.audience.models import Consent, Contact
from dhara.kit.actor import GUEST
from tests.api.door import Program, key_of
from tests.make import audience as make
from tests.make import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(now: datetime, frozen: Any) -> people.Cast:
    return people.cast()


@pytest.fixture
def program(here: people.Cast, now: datetime) -> Program:
    return Program(key_of(here.nadia, now, "audience:read", "audience:write", studio=here.studio))


def body(answer: HttpResponse) -> dict[str, Any]:
    return dict(json.loads(answer.content))


BASE = "/studios/nadia/contacts"


def test_a_contact_is_put_by_its_address(here: people.Cast, program: Program) -> None:
    make.field(here.studio, "age", kind=rules.NUMBER)
    wanted = {"email": "Mina@x.example", "name": "Mina", "tags": ["Fair"], "fields": {"age": "৩২"}}
    first = program.post(BASE, wanted)
    assert first.status_code == 201
    assert body(first) | {"id": 0, "created_at": ""} == {
        "id": 0, "created_at": "", "email": "mina@x.example", "name": "Mina", "language": here.studio.language,
        "state": "known", "tags": ["Fair"], "fields": {"age": 32}, "subscribed_at": None, "active_at": None,
    }  # fmt: skip
    changed = program.post(BASE, {"email": "mina@x.example", "name": "Mina A.", "agreed": True, "words": "By phone"})
    assert (changed.status_code, body(changed)["state"], body(changed)["name"]) == (200, "subscribed", "Mina A.")
    assert (Consent.objects.get().source, Contact.objects.count()) == ("api", 1)


def test_what_is_wrong_leaves_nothing(here: people.Cast, program: Program) -> None:
    for wanted, code in (
        ({"email": "nobody"}, "email_bad"),
        ({"email": "a@b.example", "agreed": True}, "consent_words"),
        ({"email": "a@b.example", "tags": ["x"], "fields": {"unknown": "1"}}, "field_gone"),
    ):
        assert body(program.post(BASE, wanted))["code"] == code
    left = make.contact(here.studio, state=rules.UNSUBSCRIBED)
    refused = program.post(BASE, {"email": left.email, "agreed": True, "words": "She said so", "tags": ["x"]})
    assert (refused.status_code, body(refused)["code"]) == (409, "contact_gone")
    assert Contact.objects.get().status == rules.UNSUBSCRIBED
    assert not actions.tags_named(here.studio, [], by=GUEST, at=left.created_at)
    assert body(program.get("/studios/nadia/tags"))["items"] == []


def test_the_list_asks_the_same_for_one_and_twenty(here: people.Cast, program: Program, now: datetime) -> None:
    tag, counts = make.tag(here.studio, "Fair"), []
    program.get(BASE)  # the key is seen for the first time
    for many in (1, 20):
        for n in range(many):
            actions.tag(make.contact(here.studio, f"{many}.{n}@x.example"), tag.pk, by=GUEST, at=now)
        with CaptureQueriesContext(connection) as asked:
            assert len(body(program.get(f"{BASE}?tag=fair&limit=100"))["items"]) >= many
        counts.append(len(asked))
    assert counts[0] == counts[1]
    first = body(program.get(f"{BASE}?limit=20"))
    rest = body(program.get(f"{BASE}?limit=20&cursor={first['next']}"))
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (20, 1, None)
    assert program.get(f"{BASE}?limit=9&q=x&cursor={first['next']}").status_code == 404


def test_tags_unsubscribe_and_erase(here: people.Cast, program: Program, now: datetime) -> None:
    mina = make.contact(here.studio)
    tagged = program.post(f"{BASE}/{mina.pk}/tagging", {"add": ["a", "b"]})
    assert body(tagged)["tags"] == ["a", "b"]
    assert body(program.post(f"{BASE}/{mina.pk}/tagging", {"remove": ["A", "none"]}))["tags"] == ["b"]
    left = program.post(f"{BASE}/{mina.pk}/unsubscription", {"reason": "Asked by phone"})
    assert body(left)["state"] == "unsubscribed"
    assert program.post(f"{BASE}/{mina.pk}/erasure", {"email": "other@x.example"}).status_code == 422
    assert body(program.post(f"{BASE}/{mina.pk}/erasure", {"email": "MINA@example.com"})) == {"erased": True}
    assert program.get(f"{BASE}/{mina.pk}").status_code == 404


def test_a_reader_writes_nothing(here: people.Cast, now: datetime) -> None:
    reader = Program(key_of(here.nadia, now, "audience:read", studio=here.studio))
    assert body(reader.post(BASE, {"email": "a@b.example"}))["code"] == "scope"
    editor = Program(key_of(here.rafi, now, "audience:read", "audience:write", studio=here.studio))
    assert editor.post(BASE, {"email": "a@b.example"}).status_code == 403
    assert not Contact.objects.exists()
