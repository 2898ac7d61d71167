"""What publishing changes."""

from __future__ import annotations

from dhara.audience.sequences import rules
from dhara.web.audience.drawing.differences import differences
from tests.web.audience.test_spots import Graph, made

KNOWN = rules.Known(messages={1: "Hello", 2: "Guide"})
LINE = made((".next", "send"), ("n1.next", "wait"), ("n2.next", "send"))


def said(before: Graph, after: Graph, rewritten: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(each.kind, each.node) for each in differences(rules.as_drafted(before), after, KNOWN, rewritten)]


def test_frozen_letters_are_the_same_letters() -> None:
    draft = rules.change(LINE, "n1", {"message": 1})
    frozen = {**draft, "nodes": {**draft["nodes"], "n1": {**draft["nodes"]["n1"], "message": 7, "of": 1}}}
    assert rules.as_drafted(frozen) == draft
    assert said(frozen, draft) == []
    assert said(frozen, draft, ("n1",)) == [("rewritten", "n1")]


def test_each_change_is_said_once() -> None:
    longer = rules.insert(LINE, "n1", "next", "notify")
    assert said(LINE, longer) == [("added", "n4")]
    assert said(longer, LINE) == [("removed", "n4")]
    slower = rules.change(LINE, "n2", {"for": {"days": 5}})
    (found,) = differences(LINE, slower, KNOWN)
    assert (found.kind, found.was, found.now) == ("changed", "1 day", "5 days")


def test_what_stands_elsewhere_was_moved() -> None:
    assert {kind for kind, _node in said(LINE, rules.move(LINE, "n2", "n3", "next"))} == {"moved"}


def test_people_of_a_removed_step_go_on_behind_it() -> None:
    (found,) = differences(LINE, rules.remove(LINE, "n2"), KNOWN)
    assert found.goes_to == "Send a letter"
    (found,) = differences(LINE, rules.remove(LINE, "n3"), KNOWN)
    assert found.goes_to is None
