"""Places and arrows of the picture of a sequence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dhara.web.audience.drawing.layout import Layout, Place, layout
from dhara.web.audience.drawing.merging import END, Graph

WAYS = ("yes", "no", "c", "d")


def at(drawn: Layout, name: str) -> Place:
    return next(each for each in drawn.places if each.kind == "step" and each.name == name)


def order(drawn: Layout) -> list[str]:
    return [each.name or each.kind for each in drawn.places]


def line(*names: str) -> dict[str, list[tuple[str, str]]]:
    return {name: [("next", after)] for name, after in zip(names, (*names[1:], END), strict=True)}


def test_a_line_runs_straight_down() -> None:
    drawn = layout(line("a", "b", "c"), "a")
    assert [(each.name, each.x, each.y, each.depth) for each in drawn.places] == [
        ("a", 0, 0, 0), ("b", 0, 1, 0), ("c", 0, 2, 0), ("", 0, 3, 0),
    ]  # fmt: skip
    assert [(each.source, each.way, each.end_y) for each in drawn.arrows] == [
        ("a", "next", 1), ("b", "next", 2), ("c", "next", 3),
    ]  # fmt: skip
    assert (drawn.columns, drawn.rows, drawn.places[-1].kind) == (2, 4, "end")


def test_nothing_is_an_end_that_one_can_add_to() -> None:
    drawn = layout({}, END)
    assert [each.kind for each in drawn.places] == ["end"]


def test_branches_stand_side_by_side_and_meet_in_the_middle() -> None:
    graph: Graph = {"q": [("yes", "a"), ("no", "b")], **line("a"), **line("b"), "m": [("next", END)]}
    graph = {**graph, "a": [("next", "m")], "b": [("next", "m")]}
    drawn = layout(graph, "q")
    assert [(at(drawn, name).x, at(drawn, name).y) for name in "qabm"] == [(1, 0), (0, 1), (2, 1), (1, 2)]
    assert [at(drawn, name).depth for name in "qabm"] == [0, 1, 1, 0]
    assert (at(drawn, "a").source, at(drawn, "a").way) == ("q", "yes")
    assert at(drawn, "m").source == "", "more than one way leads here"
    assert order(drawn) == ["q", "a", "b", "m", "end"]


def test_an_empty_branch_keeps_a_lane_to_put_a_step_into() -> None:
    graph = {"q": [("yes", "a"), ("no", "m")], "a": [("next", "b")], "b": [("next", "m")], "m": [("next", END)]}
    drawn = layout(graph, "q")
    gap = next(each for each in drawn.places if each.kind == "gap")
    assert (gap.x, gap.y, gap.source, gap.way) == (2, 1, "q", "no")
    assert at(drawn, "m").y == 3
    last = next(each for each in drawn.arrows if (each.source, each.way, each.end_y) == ("q", "no", 3))
    assert (last.x, last.y, last.lane, last.end_x) == (2, 1, 2, 1), "down the lane, then to the middle"


def test_a_branch_that_ends_lets_the_other_go_on_in_its_own_lane() -> None:
    graph: Graph = {"q": [("yes", "x"), ("no", "a")], "x": [], "a": [("next", END)]}
    drawn = layout(graph, "q")
    assert (at(drawn, "x").x, at(drawn, "a").x) == (0, 2)
    assert order(drawn) == ["q", "x", "a", "end"]


def test_forks_within_forks_do_not_touch() -> None:
    graph: Graph = {
        "q": [("yes", "r"), ("no", "c")],
        "r": [("yes", "a"), ("no", "b")],
        "a": [("next", "m")],
        "b": [("next", "m")],
        "c": [("next", "m")],
        "m": [("next", END)],
    }
    drawn = layout(graph, "q")
    assert [at(drawn, name).x for name in "abcr"] == [0, 2, 4, 1]
    assert at(drawn, "m").y == 3
    assert at(drawn, "a").depth == 2


def test_a_way_back_is_a_jump_and_not_a_second_drawing() -> None:
    drawn = layout({"a": [("next", "q")], "q": [("yes", "a"), ("no", END)]}, "a")
    jump = next(each for each in drawn.places if each.kind == "jump")
    assert (jump.name, jump.source, jump.way) == ("a", "q", "yes")
    assert order(drawn).count("a") == 2


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Anything that can be written down: circles, ways into other branches, steps nobody comes to."""
    names = [f"n{number}" for number in range(draw(st.integers(1, 14)))]
    targets = st.sampled_from([*names, END, "gone"])
    return {name: list(zip(WAYS, draw(st.lists(targets, max_size=4)), strict=False)) for name in names}


def reached(graph: Graph, start: str) -> set[str]:
    seen, open_ = set(), [start]
    while open_:
        name = open_.pop()
        if name not in seen and name in graph:
            seen.add(name)
            open_ += [target for _way, target in graph[name]]
    return seen


@given(graphs())
def test_every_graph_is_drawn_whole_and_without_overlaps(graph: Graph) -> None:
    drawn = layout(graph, "n0")
    steps = [each.name for each in drawn.places if each.kind == "step"]
    assert sorted(steps) == sorted(reached(graph, "n0"))
    cells = [(each.x + offset, each.y) for each in drawn.places for offset in (0, 1)]
    assert len(cells) == len(set(cells))
    assert all(0 <= x < drawn.columns and 0 <= y < drawn.rows for x, y in cells)
    assert all(each.end_y > each.y and 0 <= each.lane < drawn.columns for each in drawn.arrows)


@given(graphs())
def test_every_way_has_its_arrow(graph: Graph) -> None:
    drawn = layout(graph, "n0")
    ways = {(name, way) for name in reached(graph, "n0") for way, _target in graph[name]}
    assert {(each.source, each.way) for each in drawn.arrows} == ways


def test_where_branches_meet_all_ways_are_known() -> None:
    graph: Graph = {"q": [("yes", "a"), ("no", END)], "a": [("next", END)]}
    drawn = layout(graph, "q")
    assert drawn.places[-1].joins == (("a", "next"), ("q", "no"))
    assert [each.joins for each in drawn.places[:-1]] == [(), (), ()]
