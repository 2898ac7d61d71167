"""A copy of a sequence: the same steps and settings, letters of its own, nobody in it."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.audience.messages import actions as messages
from dhara.audience.models import Enrolment, Message, Sequence, Tag
from dhara.audience.sequences import actions, queries, rules
from dhara.kit.actor import SYSTEM, person
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Studio
from tests.audience.sequences import make
from tests.make.people import account
from tests.make.people import studio as make_studio

WINDOW = {"from": "09:00", "until": "21:00", "days": [0, 1]}


@pytest.fixture
def place(db: None) -> Studio:
    return make_studio()


def _old(place: Studio, now: datetime) -> Sequence:
    letter, tag = make.letter(place, now), make.tag(place, now)
    steps = [{"kind": "send", "message": letter.pk}, make.WAIT, {"kind": "tag", "do": "add", "tag": tag.pk}]
    twice = {"kind": "send", "message": letter.pk}
    event = ("tagged", f"tag:{tag.pk}")
    return make.sequence(
        place, now, *steps, twice, triggers=[event, ("bought", "")], goal={"kind": "bought", "ref": ""},
        reentry=rules.AFTER_EXIT, cooldown_days=3, window=WINDOW,
    )  # fmt: skip


def test_a_copy_says_the_same_and_is_its_own(place: Studio, now: datetime) -> None:
    old, owner = _old(place, now), make.owner(place)
    actions.enter(old, make.contact(place, now), by=SYSTEM, at=now)
    actions.archive(old, by=owner, at=now)
    made = actions.copy(Sequence.objects.get(pk=old.pk), by=owner, at=now)
    old.refresh_from_db()
    assert (made.name, made.status, made.current) == ("Welcome (copy)", rules.DRAFT, None)
    assert (made.reentry, made.cooldown_days, made.window, made.goal) == (
        old.reentry, old.cooldown_days, old.window, old.goal,
    )  # fmt: skip
    assert [(each.kind, each.ref) for each in queries.triggers(made)] == [
        (each.kind, each.ref) for each in queries.triggers(old)
    ]
    assert not Enrolment.objects.filter(sequence=made).exists()
    nodes = made.draft["nodes"]
    assert nodes["n1"]["message"] == nodes["n4"]["message"] != old.draft["nodes"]["n1"]["message"]
    assert {**nodes, "n1": 0, "n4": 0} == {**old.draft["nodes"], "n1": 0, "n4": 0}
    own = Message.objects.get(pk=nodes["n1"]["message"])
    messages.edit(own, by=owner, at=now, content={"en": {**make.LETTER, "subject": "Other"}})
    assert Message.objects.get(pk=old.draft["nodes"]["n1"]["message"]).content["en"]["subject"] == "Hello"
    assert actions.publish(made, by=owner, at=now).number == 1


def test_what_is_gone_is_left_open(place: Studio, now: datetime) -> None:
    old, owner = _old(place, now), make.owner(place)
    Tag.objects.all().delete()
    made = actions.copy(old, by=owner, at=now)
    assert made.draft["nodes"]["n3"] == {"kind": "tag", "do": "add", "tag": None, "next": "n4"}
    assert [(each.kind, each.ref) for each in queries.triggers(made)] == [("bought", "")]
    assert [each.node for each in rules.problems(made.draft)] == ["n3"]


def test_an_empty_one_and_a_stranger(place: Studio, now: datetime) -> None:
    empty = actions.make(place, "Empty", by=make.owner(place), at=now)
    assert actions.copy(empty, by=make.owner(place), at=now, name="Second").draft["nodes"] == {}
    with pytest.raises(NotFoundHere):
        actions.copy(empty, by=person(account("x@example.com").pk), at=now)
    assert Sequence.objects.count() == 2
