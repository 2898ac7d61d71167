"""Addresses that get no letters, over the API."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse

from dhara.audience.contacts import actions, rules
from dhara.audience.models import Contact, Suppression
from dhara.audience.suppression import rules as why
from dhara.audience.suppression.actions import suppress
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.refusal import Conflict
from tests.api.door import Program, key_of, problem
from tests.make import audience, people

pytestmark = pytest.mark.django_db
BASE = "/studios/nadia/suppressions"
MINA = "mina@example.com"


@pytest.fixture
def here(now: datetime, frozen: Any) -> people.Cast:
    return people.cast()


@pytest.fixture
def program(here: people.Cast, now: datetime) -> Program:
    return Program(key_of(here.nadia, now, "audience:read", "audience:write", studio=here.studio))


def body(answer: HttpResponse) -> list[dict[str, Any]]:
    assert answer.status_code < 300, answer.content
    return list(json.loads(answer.content)["items"])


def test_an_address_is_kept_out_asked_for_and_let_in(here: people.Cast, program: Program) -> None:
    mina = audience.contact(here.studio, MINA)
    first = program.post(BASE, {"email": "MINA@example.com", "words": "Asked by phone"})
    assert (first.status_code, program.post(BASE, {"email": MINA, "words": "Twice"}).status_code) == (201, 200)
    (row,) = body(program.get(BASE, email=MINA))
    assert (row["reason"], row["detail"], row["contact"], row["lifted_by"]) == (
        "by_hand", "Asked by phone", mina.pk, "studio",
    )  # fmt: skip
    assert body(program.get(BASE, email="karim@example.com")) == []
    assert [each["id"] for each in body(program.get(BASE, reason="by_hand"))] == [row["id"]]
    assert body(program.get(BASE, reason="complaint")) == []
    assert body(program.post(f"{BASE}/lifting", {"email": MINA, "words": "She called again"})) == []
    assert [each.data["words"] for each in mina.events.filter(kind="noted").order_by("id")] == [
        "Asked by phone", "She called again",
    ]  # fmt: skip
    problem(program.post(f"{BASE}/lifting", {"email": MINA, "words": "x"}), 409, "not_kept_out")


def test_who_left_is_brought_back_by_nobody(here: people.Cast, program: Program, now: datetime) -> None:
    left = audience.contact(here.studio, MINA, state=rules.UNSUBSCRIBED)
    actions.erase(erased := audience.contact(here.studio, "e@x.example"), by=GUEST, at=now)
    for email, reason in ((MINA, "unsubscribed"), ("e@x.example", "erased")):
        problem(program.post(f"{BASE}/lifting", {"email": email, "words": "x"}), 409, "left_themselves")
        (row,) = body(program.post(BASE, {"email": email, "words": "Once more"}))
        assert (row["reason"], row["lifted_by"]) == (reason, "themselves")
    assert {Contact.objects.get(pk=each.pk).status for each in (left, erased)} == {"unsubscribed", "erased"}


@pytest.mark.parametrize("first", ["complain", "erase"])
def test_what_hides_that_somebody_left_leaves_it_behind(
    here: people.Cast, program: Program, now: datetime, first: str
) -> None:
    """They complained, or letters came back; then they were erased: no list that is imported may hold them again."""
    mina = audience.contact(here.studio, MINA)
    if first == "complain":
        mina = actions.complain(mina, by=SYSTEM, at=now)
    else:
        mina = actions.bounce(mina, hard=True, by=SYSTEM, at=now)
    actions.erase(mina, by=GUEST, at=now)
    (row,) = body(program.post(f"{BASE}/lifting", {"email": MINA, "words": "The address is good"}))
    assert (row["reason"], row["lifted_by"]) == ("unsubscribed", "themselves")
    with pytest.raises(Conflict):
        actions.add(here.studio, MINA, by=person(here.nadia.pk), at=now, agreed=True, words="On a list")


def test_after_a_bounce_letters_can_reach_it_again(here: people.Cast, program: Program, now: datetime) -> None:
    mina = actions.bounce(audience.contact(here.studio, MINA), hard=True, by=SYSTEM, at=now)
    assert body(program.post(f"{BASE}/lifting", {"email": MINA, "words": "A new mailbox"})) == []
    assert actions.revive(mina, by=person(here.nadia.pk), at=now, words="A new mailbox").status == rules.SUBSCRIBED


def test_what_the_host_keeps_out_stays(here: people.Cast, program: Program, now: datetime) -> None:
    suppress(None, why.key_of(MINA), why.COMPLAINT, at=now)
    (row,) = body(program.get(BASE, email=MINA))
    assert row["lifted_by"] == "host"
    assert body(program.get(BASE)) == []
    problem(program.post(f"{BASE}/lifting", {"email": MINA, "words": "x"}), 409, "host_keeps_out")
    assert Suppression.objects.count() == 1


@pytest.mark.parametrize(
    ("wanted", "code"),
    [({"email": "nobody", "words": "x"}, "email_bad"), ({"email": MINA, "words": " "}, "words_needed")],
)
def test_what_is_wrong_leaves_nothing(program: Program, wanted: dict[str, Any], code: str) -> None:
    for path in (BASE, f"{BASE}/lifting"):
        problem(program.post(path, wanted), 422, code)
    assert not Suppression.objects.exists()


def test_only_for_those_who_answer_for_sending(here: people.Cast, now: datetime) -> None:
    other = people.studio(here.karim, handle="second")
    suppress(other, why.key_of(MINA), why.COMPLAINT, at=now)
    assert body(Program(key_of(here.nadia, now)).get(BASE, email=MINA)) == []
    for who in (here.rafi, here.mitu):
        program = Program(key_of(who, now))
        problem(program.get(BASE), 403, "role")
        problem(program.post(BASE, {"email": MINA, "words": "x"}), 403, "role")
        problem(program.post(f"{BASE}/lifting", {"email": MINA, "words": "x"}), 403, "role")
    assert not Suppression.objects.filter(studio=here.studio).exists()
