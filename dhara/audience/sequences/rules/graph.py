"""Graphs of sequences: what is well formed, what is ready to be published, where people of a changed graph go on.

{"start": "n1", "last": 3, "nodes": {"n1": {"kind": "send", "message": 5, "next": "n2"}, …}}. `last` is the greatest
number ever given to a node, so that an id never means two nodes; "" is the end of the sequence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.audience.sequences.rules.checks import Known, Node
from dhara.audience.sequences.rules.nodes import KINDS, WAIT, exits
from dhara.kit.refusal import Invalid

Graph = dict[str, Any]
MAX_NODES: Final = 100
_ID: Final = re.compile(r"n([1-9][0-9]{0,8})")


@dataclass(frozen=True)
class Problem:
    """Why a graph can not be published; `node` is "" where it is about all of it."""

    node: str
    words: Any


def empty_graph() -> Graph:
    return {"start": "", "last": 0, "nodes": {}}


def clean_graph(graph: Any, known: Known) -> Graph:
    """The graph with what belongs into it and nothing else; it may be unfinished, as drafts are.

    Raises Invalid, whose `field` names the node, for what can not be meant: unknown kinds, things of somebody else,
    exits that lead to no node, too many nodes.
    """
    nodes = graph.get("nodes") if isinstance(graph, dict) else None
    if not isinstance(nodes, dict):
        raise Invalid("graph", _("This is no sequence."))
    if len(nodes) > MAX_NODES:
        raise Invalid("graph", _("A sequence has at most %(most)s steps.") % {"most": MAX_NODES})
    cleaned = {name: _clean_node(name, node, nodes, known) for name, node in nodes.items()}
    start = graph.get("start") or ""
    if start and start not in nodes:
        raise Invalid("graph", _("The sequence begins at a step that does not exist."))
    last = graph.get("last")
    numbers = [int(name[1:]) for name in nodes]
    given = last if isinstance(last, int) and not isinstance(last, bool) and 0 < last < 10**9 else 0
    return {"start": start, "last": max([given, *numbers]), "nodes": cleaned}


def _clean_node(name: Any, node: Any, nodes: dict[str, Any], known: Known) -> Node:
    if not isinstance(name, str) or not _ID.fullmatch(name) or not isinstance(node, dict):
        raise Invalid("graph", _("This is no sequence."), str(name))
    kind = KINDS.get(str(node.get("kind")))
    if kind is None:
        raise Invalid("kind", _("There is no such kind of step."), name)
    try:
        fields = kind.clean(node, known)
    except Invalid as error:
        raise Invalid(error.code, error.message, name) from None
    ways = kind.exits(node)
    if any(target and target not in nodes for target in ways.values()):
        raise Invalid("exit", _("A way leads to a step that does not exist."), name)
    cleaned = {"kind": kind.name, **fields}
    return cleaned if "ways" in cleaned else {**cleaned, **ways}


def as_drafted(graph: Graph) -> Graph:
    """A published graph as its draft was: each letter is the one that its frozen copy was made of."""
    nodes = {}
    for name, node in graph["nodes"].items():
        own = {key: value for key, value in node.items() if key != "of"}
        nodes[name] = {**own, "message": node["of"]} if node.get("of") else own
    return {**graph, "nodes": nodes}


def problems(graph: Graph) -> list[Problem]:
    """What keeps a cleaned graph from being published, in the order in which one reads it."""
    if not graph["start"]:
        return [Problem("", _("Add a first step."))]
    order = walk(graph)
    found = [Problem(name, words) for name in order if (words := KINDS[kind_of(graph, name)].lacks(_node(graph, name)))]
    lost = [name for name in graph["nodes"] if name not in order]
    found += [Problem(name, _("No way leads to this step. Connect it, or remove it.")) for name in lost]
    circle = _circle(graph)
    if circle:
        found.append(Problem(circle, _("These steps go round in a circle without waiting. Put a wait into it.")))
    return found


def walk(graph: Graph, start: str | None = None) -> list[str]:
    """All nodes that can be reached from `start` (else the graph's), each once, in the order of reading."""
    found: dict[str, None] = {}
    ahead = [graph["start"] if start is None else start]
    while ahead:
        name = ahead.pop()
        if name and name not in found and name in graph["nodes"]:
            found[name] = None
            ahead += reversed(exits(_node(graph, name)).values())
    return list(found)


def leading_to(graph: Graph, target: str) -> list[tuple[str, str]]:
    """(node, outcome) of each exit that leads there; ("", "start") where the sequence begins with it."""
    found = [("", "start")] if graph["start"] == target else []
    return found + [
        (name, outcome) for name, node in graph["nodes"].items() for outcome, to in exits(node).items() if to == target
    ]


def successor(old: Graph, new: Graph, node: str) -> str:
    """Where people who stand on `node` of the old graph go on in the new one.

    That is the node itself where it still can be reached, else the nearest after it, along the ways of the old graph,
    that can; "" (the end) where there is none.
    """
    there = set(walk(new))
    ahead, seen = [node], {node}
    while ahead:
        name = ahead.pop(0)
        if name in there:
            return name
        following = exits(_node(old, name)).values() if name in old["nodes"] else []
        for target in following:
            if target and target not in seen:
                seen.add(target)
                ahead.append(target)
    return ""


def kind_of(graph: Graph, name: str) -> str:
    return str(graph["nodes"][name]["kind"])


def of_kind(graph: Graph, kind: str) -> Iterator[tuple[str, Node]]:
    return ((name, node) for name, node in graph["nodes"].items() if node["kind"] == kind)


def _node(graph: Graph, name: str) -> Node:
    node: Node = graph["nodes"][name]
    return node


def _circle(graph: Graph) -> str:
    """A node from which one comes back to it without a wait in between, or ""."""
    nodes = {name: node for name, node in graph["nodes"].items() if node["kind"] != WAIT}
    left = {name: {to for to in exits(node).values() if to in nodes} for name, node in nodes.items()}
    while left:
        ends = [name for name, targets in left.items() if not targets]
        if not ends:
            return str(next(iter(left)))
        for name in ends:
            del left[name]
        for targets in left.values():
            targets.difference_update(ends)
    return ""
