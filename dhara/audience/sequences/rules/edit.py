"""What an editor does to a graph. Each gives a new graph and leaves the given one as it is; none reads anything."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from dhara.audience.sequences.rules.checks import Node
from dhara.audience.sequences.rules.graph import Graph, leading_to, walk
from dhara.audience.sequences.rules.nodes import KINDS, SPLIT, exits
from dhara.kit.refusal import Invalid, NotFoundHere


def new_id(graph: Graph) -> str:
    """The id that the next inserted node gets."""
    return f"n{graph['last'] + 1}"


def insert(graph: Graph, after: str, outcome: str, kind: str) -> Graph:
    """A fresh node of `kind` in the way that leaves `after` by `outcome` (after "": before the first step).

    All its exits lead where that way led before, so that branches come together again. Raises NotFoundHere.
    """
    if kind not in KINDS:
        raise NotFoundHere("kind", _("There is no such kind of step."))
    name = new_id(graph)
    target = _target(graph, after, outcome)
    node: Node = {"kind": kind, **copy.deepcopy(dict(KINDS[kind].fresh))}
    for way in KINDS[kind].exits(node):
        node = KINDS[kind].leading(node, way, target)
    made = {**graph, "last": graph["last"] + 1, "nodes": {**graph["nodes"], name: node}}
    return connect(made, after, outcome, name)


def connect(graph: Graph, after: str, outcome: str, target: str) -> Graph:
    """Let one exit lead to another node (or "" for the end). Raises NotFoundHere."""
    if target and target not in graph["nodes"]:
        raise NotFoundHere("step", _("This step does not exist any more."))
    _target(graph, after, outcome)
    if not after:
        return {**graph, "start": target}
    node = graph["nodes"][after]
    return {**graph, "nodes": {**graph["nodes"], after: KINDS[node["kind"]].leading(node, outcome, target)}}


def remove(graph: Graph, node: str, keep: str = "") -> Graph:
    """Without that node; what led to it leads on by its exit `keep` (else the first).

    Steps of its other branches to which no way leads any more go with it. Raises NotFoundHere.
    """
    before = set(walk(graph))
    shorter = _bypass(graph, node, keep)
    kept = set(walk(shorter))
    nodes = {name: each for name, each in shorter["nodes"].items() if name in kept or name not in before}
    gone = shorter["nodes"].keys() - nodes.keys()
    return _forgetting({**shorter, "nodes": nodes}, gone)


def move(graph: Graph, node: str, after: str, outcome: str) -> Graph:
    """The same node, with its first exit put into another way; its other branches stay with it.

    Raises NotFoundHere, and Invalid where steps would be cut off by it.
    """
    if after == node:
        raise Invalid("move", _("A step can not stand behind itself."))
    before = set(walk(graph))
    without = _bypass(graph, node, "")
    target = _target(without, after, outcome)
    own = graph["nodes"][node]
    ways = exits(own)
    moved = KINDS[own["kind"]].leading(own, next(iter(ways)), target) if ways else own
    made = connect({**without, "nodes": {**without["nodes"], node: moved}}, after, outcome, node)
    if ways and before - set(walk(made)):
        raise Invalid("move", _("Moved there, other steps could not be reached any more."))
    return made


def change(graph: Graph, node: str, fields: Mapping[str, Any]) -> Graph:
    """The node with other values of its fields (all of them: what is not given is gone); its exits stay.

    A split test keeps where its ways lead, by their place. Whether the values are right says `clean_graph`.
    Raises NotFoundHere.
    """
    own = _node(graph, node)
    kind = KINDS[own["kind"]]
    given: dict[str, Any] = {name: copy.deepcopy(fields[name]) for name in kind.fields if name in fields}
    changed: Node = {"kind": kind.name, **given, **exits(own)}
    if kind.name == SPLIT:
        changed = {"kind": kind.name, "ways": _led(given.get("ways") or own["ways"], list(exits(own).values()))}
    return {**graph, "nodes": {**graph["nodes"], node: changed}}


def _led(ways: Iterable[Node], old: list[str]) -> list[Node]:
    """New ways leading where those at their place did; further ones where the first does."""
    return [{**way, "next": old[place] if place < len(old) else old[0]} for place, way in enumerate(ways)]


def _node(graph: Graph, name: str) -> Node:
    if name not in graph["nodes"]:
        raise NotFoundHere("step", _("This step does not exist any more."))
    node: Node = graph["nodes"][name]
    return node


def _target(graph: Graph, after: str, outcome: str) -> str:
    if not after:
        return str(graph["start"])
    ways = exits(_node(graph, after))
    if outcome not in ways:
        raise NotFoundHere("step", _("This step does not exist any more."))
    return ways[outcome]


def _bypass(graph: Graph, node: str, keep: str) -> Graph:
    """What led to the node leads on behind it; the node is gone."""
    ways = exits(_node(graph, node))
    target = ways[keep] if keep in ways else next(iter(ways.values()), "")
    target = "" if target == node else target
    made = graph
    for name, outcome in leading_to(graph, node):
        if name != node:
            made = connect(made, name, outcome, target)
    return {**made, "nodes": {name: each for name, each in made["nodes"].items() if name != node}}


def _forgetting(graph: Graph, gone: set[str]) -> Graph:
    """Ways from loose steps that led to removed ones end."""
    for name, node in list(graph["nodes"].items()):
        for outcome, target in exits(node).items():
            if target in gone:
                graph = connect(graph, name, outcome, "")
    return graph
