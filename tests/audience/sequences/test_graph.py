"""Graphs: what is well formed, what is ready, what an editor does to them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dhara.audience.sequences import rules
from dhara.audience.sequences.rules import Graph, Known
from dhara.kit.refusal import Invalid, NotFoundHere

KNOWN = Known(messages={5: "Hello"}, tags={8: "vip"}, fields={"city": "City"}, things={"offer:12": "Guide"})
LETTER = {"kind": "send", "message": 5}


def chain(*nodes: dict[str, Any]) -> Graph:
    """Steps one after the other, n1 first."""
    made = {
        f"n{place}": {**node, "next": f"n{place + 1}" if place < len(nodes) else ""}
        for place, node in enumerate(nodes, start=1)
    }
    return rules.clean_graph({"start": "n1", "nodes": made}, KNOWN)


def build(kinds: list[tuple[str, int, int]]) -> Graph:
    """A graph that an editor could make: each kind put into one of the ways that there are then."""
    graph = rules.empty_graph()
    for kind, place, way in kinds:
        names = ["", *(name for name in graph["nodes"] if rules.exits(graph["nodes"][name]))]
        after = names[place % len(names)]
        ways = list(rules.exits(graph["nodes"][after])) if after else ["start"]
        graph = rules.insert(graph, after, ways[way % len(ways)], kind)
    return rules.clean_graph(graph, KNOWN)


graphs = some.lists(
    some.tuples(some.sampled_from(list(rules.KINDS)), some.integers(0, 50), some.integers(0, 5)), max_size=25
).map(build)


def test_a_chain_is_ready() -> None:
    graph = chain(LETTER, {"kind": "wait", "for": {"days": 2}}, {"kind": "tag", "do": "add", "tag": 8})
    assert rules.problems(graph) == []
    assert rules.walk(graph) == ["n1", "n2", "n3"]


@pytest.mark.parametrize(
    "node",
    [
        {"kind": "dance"},
        {"kind": "send", "message": 6},
        {"kind": "send", "message": True},
        {"kind": "send", "message": "5"},
        {"kind": "wait"},
        {"kind": "wait", "for": {"days": -1}},
        {"kind": "wait", "for": {"days": 1.5}},
        {"kind": "wait", "for": {"years": 1}},
        {"kind": "wait", "for": {"days": 731}},
        {"kind": "wait", "for": {"days": 1}, "weekday": 3},
        {"kind": "wait", "until": "25:00"},
        {"kind": "wait", "until": "09:00", "weekday": 7},
        {"kind": "tag", "do": "burn", "tag": 8},
        {"kind": "tag", "tag": 9},
        {"kind": "field", "key": "height", "value": "2"},
        {"kind": "notify", "words": "x" * 201},
        {"kind": "goal", "event": "sneezed"},
        {"kind": "goal", "event": "bought", "ref": "offer:13"},
        {"kind": "split", "ways": [{"share_bp": 10000}]},
        {"kind": "split", "ways": [{"share_bp": 9000}, {"share_bp": 900}]},
        {"kind": "split", "ways": [{"share_bp": 10001}, {"share_bp": -1}]},
        {"kind": "wait", "for": {"days": 1}, "next": "n9"},
    ],
)
def test_what_can_not_be_meant_is_refused_and_the_step_named(node: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.clean_graph({"start": "n1", "nodes": {"n1": LETTER, "n2": node}}, KNOWN)
    assert refusal.value.field == "n2"


@pytest.mark.parametrize(
    "graph", [None, [], {}, {"nodes": []}, {"nodes": {"a b": LETTER}}, {"start": "n2", "nodes": {"n1": LETTER}}]
)
def test_what_is_no_graph_is_refused(graph: Any) -> None:
    with pytest.raises(Invalid):
        rules.clean_graph(graph, KNOWN)


def test_a_hundred_steps_are_enough() -> None:
    nodes = {f"n{n}": LETTER for n in range(1, 102)}
    with pytest.raises(Invalid, match="100"):
        rules.clean_graph({"start": "n1", "nodes": nodes}, KNOWN)


@pytest.mark.parametrize("kind", [kind for kind in rules.KINDS if kind not in ("wait", "split", "exit", "goal")])
def test_a_fresh_step_is_a_draft_that_says_what_it_lacks(kind: str) -> None:
    graph = rules.clean_graph(rules.insert(rules.empty_graph(), "", "start", kind), KNOWN)
    [problem] = rules.problems(graph)
    assert problem.node == "n1"
    assert str(problem.words)


def test_loose_steps_may_be_drafted_and_not_published() -> None:
    graph = chain(LETTER, LETTER)
    loose = rules.connect(graph, "n1", "next", "")
    assert rules.clean_graph(loose, KNOWN) == loose
    assert [each.node for each in rules.problems(loose)] == ["n2"]


def test_a_circle_needs_a_wait() -> None:
    graph = chain(LETTER, {"kind": "wait", "for": {"minutes": 1}}, LETTER)
    assert rules.problems(rules.connect(graph, "n3", "next", "n1")) == []
    assert rules.problems(rules.connect(rules.remove(graph, "n2"), "n3", "next", "n1"))


def test_a_branch_joins_again() -> None:
    graph = rules.insert(chain(LETTER, LETTER), "n1", "next", "condition")
    assert rules.exits(graph["nodes"]["n3"]) == {"yes": "n2", "no": "n2"}
    assert rules.exits(graph["nodes"]["n1"]) == {"next": "n3"}


def test_removing_a_branch_takes_its_steps_along() -> None:
    graph = rules.insert(chain(LETTER, LETTER), "n1", "next", "condition")
    graph = rules.insert(graph, "n3", "no", "wait")
    assert rules.walk(rules.remove(graph, "n3")) == ["n1", "n2"]
    assert rules.remove(graph, "n3")["nodes"].keys() == {"n1", "n2"}
    assert rules.remove(graph, "n3", keep="no")["nodes"].keys() == {"n1", "n2", "n4"}


def test_an_id_never_comes_again() -> None:
    graph = rules.remove(chain(LETTER, LETTER), "n2")
    assert rules.new_id(graph) == "n3"
    assert "n3" in rules.insert(graph, "n1", "next", "wait")["nodes"]


def test_moving_keeps_all_steps() -> None:
    graph = chain(LETTER, {"kind": "wait", "for": {"days": 1}}, {"kind": "tag", "tag": 8})
    assert rules.walk(rules.move(graph, "n3", "", "start")) == ["n3", "n1", "n2"]
    assert rules.walk(rules.move(graph, "n1", "n3", "next")) == ["n2", "n3", "n1"]
    with pytest.raises(Invalid):
        rules.move(graph, "n1", "n1", "next")


def test_changing_keeps_the_ways() -> None:
    graph = rules.insert(chain(LETTER, LETTER), "n1", "next", "split")
    graph = rules.change(graph, "n3", {"ways": [{"share_bp": 2000}, {"share_bp": 3000}, {"share_bp": 5000}]})
    assert rules.exits(rules.clean_graph(graph, KNOWN)["nodes"]["n3"]) == {"a": "n2", "b": "n2", "c": "n2"}
    graph = rules.change(graph, "n1", {"message": None, "next": "n9"})
    assert graph["nodes"]["n1"] == {"kind": "send", "message": None, "next": "n3"}


def test_people_of_a_removed_step_go_on_behind_it() -> None:
    old = chain(LETTER, LETTER, LETTER)
    assert rules.successor(old, old, "n2") == "n2"
    assert rules.successor(old, rules.remove(old, "n2"), "n2") == "n3"
    assert rules.successor(old, rules.remove(rules.remove(old, "n2"), "n3"), "n2") == ""


def test_what_is_gone_is_said() -> None:
    for act in (
        lambda graph: rules.insert(graph, "n9", "next", "wait"),
        lambda graph: rules.insert(graph, "n1", "yes", "wait"),
        lambda graph: rules.insert(graph, "n1", "next", "dance"),
        lambda graph: rules.remove(graph, "n9"),
        lambda graph: rules.change(graph, "n9", {}),
        lambda graph: rules.connect(graph, "n1", "next", "n9"),
    ):
        with pytest.raises(NotFoundHere):
            act(chain(LETTER))


@given(graphs)
def test_what_an_editor_makes_is_well_formed_and_connected(graph: Graph) -> None:
    assert rules.clean_graph(graph, KNOWN) == graph
    assert not [each for each in rules.problems(graph) if "circle" in str(each.words)]


@given(graphs, some.data())
def test_removing_never_strands_anybody(graph: Graph, data: some.DataObject) -> None:
    if not graph["nodes"]:
        return
    name = data.draw(some.sampled_from(sorted(graph["nodes"])))
    reached, after = set(rules.walk(graph)), rules.remove(graph, name)
    assert rules.clean_graph(after, KNOWN) == after
    assert name not in after["nodes"]
    loose = {node for node in graph["nodes"] if node not in reached}
    assert set(after["nodes"]) <= set(rules.walk(after)) | loose
    for node in graph["nodes"]:
        target = rules.successor(graph, after, node)
        assert target == "" or target in rules.walk(after)
