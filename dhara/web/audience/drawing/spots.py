"""Places of a graph into which a step can be put, as addresses name them, and what an editor does with them.

A spot is "n3.yes" (the way "yes" out of n3), ".next" (before the first step), or several of these with commas where
branches meet: then what is put there stands before all that follows, for all who come by any of them.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from dhara.audience.sequences import rules
from dhara.kit.refusal import Conflict, Invalid
from dhara.web.audience.drawing.layout import layout
from dhara.web.audience.drawing.merging import END
from dhara.web.audience.drawing.picture import ENTRY, spot, ways

Graph = dict[str, Any]
Way = tuple[str, str]
MOST_WAYS = 50


def read(graph: Graph, given: str) -> list[Way]:
    """The ways that a spot names. Raises Conflict where they are not there, or no longer lead to one place."""
    found = [(source, outcome) for source, _dot, outcome in (each.partition(".") for each in given.split(","))]
    targets = {target_of(graph, *way) for way in found[:MOST_WAYS]}
    if len(targets) != 1 or len(found) > MOST_WAYS:
        raise Conflict("spot_gone", _("This place is not there any more. Please choose it in the picture again."))
    return found


def target_of(graph: Graph, source: str, outcome: str) -> str:
    """Where a way leads. Raises Conflict."""
    if not source and outcome == rules.NEXT:
        return str(graph["start"])
    node = graph["nodes"].get(source)
    if node is None or outcome not in rules.exits(node):
        raise Conflict("spot_gone", _("This place is not there any more. Please choose it in the picture again."))
    return rules.exits(node)[outcome]


def insert(graph: Graph, given: str, kind: str) -> tuple[Graph, str]:
    """The graph with a fresh step in that place, and its name. Raises Conflict."""
    first, *others = read(graph, given)
    name = rules.new_id(graph)
    made = rules.insert(graph, *first, kind)
    for source, outcome in others:
        made = rules.connect(made, source, outcome, name)
    return made, name


def move(graph: Graph, node: str, given: str) -> Graph:
    """The step at another place. Raises Conflict and Invalid, where it can not stand there."""
    found = [way for way in read(graph, given) if way[0] != node]
    if not found:
        raise Invalid("move", _("A step can not stand behind itself."))
    first, *others = found
    made = rules.move(graph, node, *first)
    for source, outcome in others:
        made = rules.connect(made, source, outcome, node)
    return made


def all_of(graph: Graph) -> list[str]:
    """Every spot of the picture, in reading order."""
    found: dict[str, None] = {}
    for place in layout(ways(graph), ENTRY).places:
        if place.joins:
            found[spot(*place.joins)] = None
        elif place.source:
            found[spot((place.source, place.way))] = None
        if place.kind == "step":
            own = [(place.name, outcome) for outcome, _target in ways(graph)[place.name]]
            if len(own) == 1:
                found[spot(*own)] = None
    return list(found)


def before(graph: Graph, node: str) -> str:
    """The spot before a step, for all who come to it."""
    return spot(*((source, outcome if source else rules.NEXT) for source, outcome in rules.leading_to(graph, node)))


def above(graph: Graph, node: str) -> str:
    """The spot one step further up; "" where the step can not simply go up."""
    earlier = _before(graph, node)
    if earlier is None or len(rules.exits(graph["nodes"][node])) != 1:
        return ""
    return before(graph, earlier)


def below(graph: Graph, node: str) -> str:
    """The spot one step further down; "" where there is none, or a fork is in the way."""
    onward = list(rules.exits(graph["nodes"][node]).values())
    if len(onward) != 1 or onward[0] == END or len(rules.leading_to(graph, onward[0])) != 1:
        return ""
    after = list(rules.exits(graph["nodes"][onward[0]]))
    return spot((onward[0], after[0])) if len(after) == 1 else ""


def _before(graph: Graph, node: str) -> str | None:
    """The only step before this one, if it is in a line with it."""
    leading = rules.leading_to(graph, node)
    if len(leading) != 1 or not leading[0][0]:
        return None
    source = leading[0][0]
    return source if len(rules.exits(graph["nodes"][source])) == 1 else None
