"""Conversations over the API: whose they are, what is hidden, written once, read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.people.models import Conversation, Message
from tests.api.door import Program, key_of, problem
from tests.make import conversations as make
from tests.make import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SECRET = "Call me at 01712345678"


@pytest.fixture
def talk(cast: people.Cast, now: datetime) -> Conversation:
    made = make.conversation(cast.studio, cast.karim, at=now - timedelta(hours=2))
    make.write(made, cast.karim, SECRET, at=now - timedelta(hours=1))
    return made


def answer(program: Program, talk: Conversation, text: str, key: str = "a-random-word-of-mine") -> Any:
    return program.post(f"/conversations/{talk.pk}/messages", {"text": text}, Idempotency_Key=key)


def test_both_sides_read_and_answer(cast: people.Cast, talk: Conversation, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    (row,) = nadia.get("/conversations", studio="nadia").json()["items"]
    assert (row["side"], row["other"], row["unread"], row["kind"], row["about"]) == (
        "studio", "Karim", 1, "offer", 5,
    )  # fmt: skip
    assert nadia.get("/conversations").json()["items"] == []
    (own,) = karim.get("/conversations").json()["items"]
    assert (own["side"], own["unread"]) == ("customer", 0)
    told = nadia.get(f"/conversations/{talk.pk}").json()
    assert "01712345678" not in told["items"][0]["text"]
    assert karim.get(f"/conversations/{talk.pk}").json()["items"][0]["text"] == SECRET
    first, again = (answer(nadia, talk, "It will be ready on Thursday.") for _each in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert Message.objects.count() == 2
    problem(answer(nadia, talk, "Other"), 409, "idempotency_key_reused")
    assert [each["mine"] for each in karim.get(f"/conversations/{talk.pk}").json()["items"]] == [False, True]
    assert Message.objects.latest("pk").via == "api"


def test_what_is_read_is_marked(cast: people.Cast, talk: Conversation, now: datetime) -> None:
    nadia = Program(key_of(cast.nadia, now))
    make.write(talk, cast.karim, "Are you there?", at=now)
    newest, oldest = (each["id"] for each in nadia.get(f"/conversations/{talk.pk}").json()["items"])
    path = f"/conversations/{talk.pk}/reading"
    assert nadia.post(path, {"message": oldest}).json() == {"unread": 1}
    assert len(nadia.get("/conversations", studio="nadia", show="unread").json()["items"]) == 1
    problem(nadia.post(path, {"message": newest + 100}), 404, "not_found")
    assert nadia.post(path, {}).json() == {"unread": 0}
    assert nadia.get("/conversations", studio="nadia", show="unread").json()["items"] == []


def test_what_is_held_is_its_writer_s_only(cast: people.Cast, talk: Conversation, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    held = answer(nadia, talk, "Pay the registration fee of 500 taka first by bKash.").json()
    assert held["held"]
    assert len(karim.get(f"/conversations/{talk.pk}").json()["items"]) == 1
    assert len(nadia.get(f"/conversations/{talk.pk}").json()["items"]) == 2


def test_outsiders_roles_and_keys_of_studios(cast: people.Cast, talk: Conversation, now: datetime) -> None:
    other = people.studio(cast.nadia, handle="second")
    scopes = ("messages:read", "messages:write")
    outside = [
        Program(key_of(people.account("stranger@example.com"), now)),
        Program(key_of(cast.nadia, now, *scopes, studio=other)),
    ]
    for program in outside:
        problem(program.get(f"/conversations/{talk.pk}"), 404, "not_found")
        problem(answer(program, talk, "Let me in"), 404, "not_found")
        problem(program.post(f"/conversations/{talk.pk}/reading", {}), 404, "not_found")
        problem(program.get("/conversations", studio="nadia"), 404, "not_found")
    problem(Program(key_of(cast.rafi, now)).get(f"/conversations/{talk.pk}"), 403, "role")
    problem(Program(key_of(cast.rafi, now)).get("/conversations", studio="nadia"), 403, "role")
    own = Program(key_of(cast.nadia, now, *scopes, studio=cast.studio))
    assert [each["id"] for each in own.get("/conversations").json()["items"]] == [talk.pk]
    assert answer(own, talk, "Here I am.").status_code == 201
    assert Message.objects.count() == 2


def test_a_key_of_a_studio_does_not_open_what_the_account_asked_elsewhere(cast: people.Cast, now: datetime) -> None:
    elsewhere = people.studio(people.account("tuli@example.com"), handle="tuli")
    private = make.conversation(elsewhere, cast.nadia, at=now)
    make.write(private, cast.nadia, "Do you sell fonts?", at=now)
    program = Program(key_of(cast.nadia, now, "messages:read", studio=cast.studio))
    problem(program.get(f"/conversations/{private.pk}"), 404, "not_found")
    assert Program(key_of(cast.nadia, now)).get(f"/conversations/{private.pk}").status_code == 200
