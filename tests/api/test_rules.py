"""Rules over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.audience.models import AutomationRule, ContactTag, Tag
from dhara.audience.sequences import actions as sequences
from dhara.kit import clock
from tests.api.door import Program, key_of, problem
from tests.make import audience, people, segments
from tests.make.catalog import Shop, offer
from tests.make.people import person

pytestmark = pytest.mark.django_db
BASE = "/studios/nadia/rules"
KEY = "5f0c7d4e-9a41-4a6b-8c55-2f3d9a7b1e60"


@pytest.fixture
def here(now: datetime, frozen: Any) -> people.Cast:
    return people.cast()


@pytest.fixture
def program(here: people.Cast, now: datetime) -> Program:
    return Program(key_of(here.nadia, now, "audience:read", "audience:write", studio=here.studio))


def test_a_rule_is_made_once_read_in_words_changed_and_removed(here: people.Cast, program: Program) -> None:
    guide = offer(clock.now(), Shop(here.studio, here.nadia, person(here.nadia.pk)), "Guide")
    tag = audience.tag(here.studio, "buyer")
    launch = sequences.make(here.studio, "Launch", by=person(here.nadia.pk), at=clock.now())
    wanted = {
        "kind": "bought",
        "about": guide.pk,
        "effects": [{"do": "tag", "tag": tag.pk}, {"do": "leave", "sequence": launch.pk}, {"do": "notify"}],
    }
    first, again = (program.post(BASE, wanted, Idempotency_Key=KEY) for _each in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    made = first.json()
    assert made["sentence"] == (
        "When somebody buys “Guide”: give the tag “buyer”, leave the sequence “Launch”, tell the studio."
    )
    assert (made["kind"], made["about"], made["on"], made["used"], made["missing"]) == (
        "bought", guide.pk, True, 0, False,
    )  # fmt: skip
    assert made["effects"][0] == {"do": "tag", "tag": tag.pk, "sequence": None, "key": None, "value": None}
    one = f"{BASE}/{made['id']}"
    assert program.get(one).json() == made
    bangla = Program(**{**program.headers, "Accept-Language": "bn"})
    assert bangla.get(one).json()["sentence"] != made["sentence"]
    changed = program.post(one, {"kind": "subscribed", "effects": [{"do": "notify"}]}).json()
    assert changed["sentence"] == "When somebody subscribes: tell the studio."
    off = program.post(f"{one}/switching", {"on": False}).json()
    assert (off["on"], AutomationRule.objects.get().active) == (False, False)
    assert program.post(f"{one}/removal", {}).json() == {"removed": True}
    problem(program.get(one), 404, "not_found")
    problem(program.post(f"{one}/removal", {}), 404, "not_found")
    problem(program.post(BASE, {**wanted, "about": None}, Idempotency_Key=KEY), 409, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"kind": "subscribed", "about": 3, "effects": [{"do": "notify"}]}, "unknown_thing"),
        ({"kind": "bought", "about": 9_999_999, "effects": [{"do": "notify"}]}, "thing_unknown"),
        ({"kind": "bought", "effects": [{"do": "tag"}]}, "effect_wrong"),
        ({"kind": "bought", "effects": [{"do": "tag", "tag": 9_999_999}]}, "thing_unknown"),
        ({"kind": "bought", "effects": [{"do": "field", "key": "city"}]}, "effect_wrong"),
        ({"kind": "bought", "effects": [{"do": "field", "key": "city", "value": "Dhaka"}]}, "thing_unknown"),
        ({"kind": "bought", "effects": []}, "invalid"),
        ({"kind": "eaten", "effects": [{"do": "notify"}]}, "invalid"),
    ],
)
def test_what_is_wrong_makes_nothing(program: Program, wanted: Any, code: str) -> None:
    problem(program.post(BASE, wanted, Idempotency_Key=KEY), 422, code)
    assert not AutomationRule.objects.exists()


def test_a_rule_whose_things_are_gone_says_so_and_stays_off(here: people.Cast, program: Program, now: datetime) -> None:
    tag = audience.tag(here.studio, "buyer")
    rule = segments.rule(here.studio, "bought", {"do": "tag", "tag": tag.pk}, at=now)
    ContactTag.objects.all().delete()
    Tag.objects.all().delete()
    told = program.get(f"{BASE}/{rule.pk}").json()
    assert told["missing"]
    assert "(deleted)" in told["sentence"]
    program.post(f"{BASE}/{rule.pk}/switching", {"on": False})
    problem(program.post(f"{BASE}/{rule.pk}/switching", {"on": True}), 422, "thing_unknown")
    assert not AutomationRule.objects.get().active


def test_who_may_what(here: people.Cast, program: Program, now: datetime) -> None:
    wanted = {"kind": "bought", "effects": [{"do": "notify"}]}
    reader = Program(key_of(here.nadia, now, "audience:read", studio=here.studio))
    problem(reader.post(BASE, wanted, Idempotency_Key=KEY), 403, "scope")
    support = Program(key_of(here.mitu, now, "audience:read", "audience:write"))
    assert support.get(BASE).status_code == 200
    problem(support.post(BASE, wanted, Idempotency_Key=KEY), 403, "role")
    problem(Program(key_of(here.karim, now)).get(BASE), 404, "not_found")
    problem(program.post(BASE, wanted), 422, "invalid")
    other = people.studio(people.account("far@example.com"), handle="far")
    theirs = segments.rule(other, "bought", at=now)
    problem(program.get(f"{BASE}/{theirs.pk}"), 404, "not_found")
    assert not AutomationRule.objects.filter(studio=here.studio).exists()
