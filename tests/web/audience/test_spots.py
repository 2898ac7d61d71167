"""Places to put a step into."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhara.audience.sequences import rules
from dhara.kit.refusal import Conflict, Refused
from dhara.web.audience.drawing import spots

Graph = dict[str, Any]


def made(*steps: tuple[str, str]) -> Graph:
    """A graph by putting kinds into spots, one after the other: n1, n2, …"""
    graph = rules.empty_graph()
    for spot, kind in steps:
        graph, _name = spots.insert(graph, spot, kind)
    return graph


FORK = (".next", "send"), ("n1.next", "condition"), ("n2.yes", "tag")


def test_a_step_after_the_meeting_is_for_all() -> None:
    graph, name = spots.insert(made(*FORK), "n3.next,n2.no", "send")
    assert graph["nodes"]["n3"]["next"] == name == graph["nodes"]["n2"]["no"]
    assert graph["nodes"]["n2"]["yes"] == "n3"
    assert graph["nodes"][name]["next"] == ""


def test_ways_that_lead_elsewhere_are_no_place() -> None:
    for spot in ("n1.next,n2.no", "n9.next", "n1.yes", "", "n2", ".no", "n1.next," * 60):
        with pytest.raises(Conflict):
            spots.insert(made(*FORK), spot, "send")


def test_every_spot_of_the_picture_takes_a_step() -> None:
    graph = made(*FORK)
    assert spots.all_of(graph) == [".next", "n1.next", "n2.yes", "n3.next", "n2.no", "n3.next,n2.no"]
    for spot in spots.all_of(graph):
        longer, name = spots.insert(graph, spot, "wait")
        assert name in rules.walk(longer)


def test_up_and_down_change_places_in_a_line() -> None:
    graph = made((".next", "send"), ("n1.next", "wait"), ("n2.next", "tag"))
    assert rules.walk(spots.move(graph, "n2", spots.above(graph, "n2"))) == ["n2", "n1", "n3"]
    assert rules.walk(spots.move(graph, "n2", spots.below(graph, "n2"))) == ["n1", "n3", "n2"]
    assert spots.above(graph, "n1") == ""
    assert spots.below(graph, "n3") == ""


def test_forks_are_in_the_way_of_up_and_down() -> None:
    graph = made(*FORK)
    assert spots.above(graph, "n3") == ""
    assert spots.below(graph, "n1") == ""
    assert spots.above(graph, "n2") == "", "a fork is moved by choosing its place"


def test_moving_to_a_meeting_takes_all_ways() -> None:
    graph = spots.move(made(*FORK), "n1", "n3.next,n2.no")
    assert graph["start"] == "n2"
    assert graph["nodes"]["n3"]["next"] == "n1" == graph["nodes"]["n2"]["no"]


@given(st.lists(st.tuples(st.sampled_from(sorted(rules.NODES)), st.integers(0, 99)), max_size=9), st.integers(0, 999))
def test_whatever_is_put_in_or_moved_stays_a_sequence(steps: list[tuple[str, int]], pick: int) -> None:
    graph = rules.empty_graph()
    for kind, place in steps:
        there = spots.all_of(graph)
        graph, name = spots.insert(graph, there[place % len(there)], kind)
        assert name in rules.walk(graph)
    names, there = rules.walk(graph), spots.all_of(graph)
    if names:
        try:
            moved = spots.move(graph, names[pick % len(names)], there[pick % len(there)])
        except Refused:
            return
        rules.clean_graph(moved, rules.Known())
        assert names[pick % len(names)] in rules.walk(moved)
