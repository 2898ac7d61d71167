"""The kinds of nodes of a graph, as data: what each holds, how it is checked, and where one goes on from it.

A node is a JSON object: {"kind": "wait", "for": {"days": 2}, "next": "n3"}. Where an exit leads is the id of a node, or
"" for the end of the sequence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.audience.sequences.rules import checks
from dhara.audience.sequences.rules.checks import Known, Node

SEND, WAIT, CONDITION, SPLIT, TAG, FIELD, NOTIFY, WEBHOOK, GOAL, EXIT = (
    "send",
    "wait",
    "condition",
    "split",
    "tag",
    "field",
    "notify",
    "webhook",
    "goal",
    "exit",
)
NEXT, YES, NO = "next", "yes", "no"
WAYS: Final = "abcde"


@dataclass(frozen=True)
class NodeKind:
    """`fields` are the names of what it holds besides its exits; `fresh` a new node's values of them.

    `clean(node, known)` gives these fields as they should be, or raises Invalid. What is only not filled in yet is no
    error: `lacks(node)` says it, in words, and it keeps the sequence from being published.
    """

    name: str
    words: Any
    fields: tuple[str, ...]
    clean: Callable[[Node, Known], Node]
    lacks: Callable[[Node], Any]
    fresh: Mapping[str, Any] = field(default_factory=dict)
    outcomes: tuple[str, ...] = (NEXT,)

    def exits(self, node: Node) -> dict[str, str]:
        """Outcome → id of the node it leads to, "" for the end; in the order in which they are drawn."""
        if self.name == SPLIT:
            return {WAYS[place]: str(way.get("next", "")) for place, way in enumerate(node.get("ways", []))}
        return {outcome: str(node.get(outcome) or "") for outcome in self.outcomes}

    def leading(self, node: Node, outcome: str, target: str) -> Node:
        """The same node with one exit leading elsewhere. Raises KeyError where it has no such exit."""
        if outcome not in self.exits(node):
            raise KeyError(outcome)
        if self.name != SPLIT:
            return {**node, outcome: target}
        ways = [dict(way) for way in node["ways"]]
        ways[WAYS.index(outcome)]["next"] = target
        return {**node, "ways": ways}


_KINDS: Final = (
    NodeKind(SEND, _("Send a letter"), ("message",), checks.send, checks.lacks_letter, {"message": None}),
    NodeKind(WAIT, _("Wait"), ("for", "until", "weekday"), checks.wait, checks.lacks_nothing, {"for": {"days": 1}}),
    NodeKind(
        CONDITION, _("Condition"), ("rules",), checks.condition, checks.lacks_rules, {"rules": {}}, outcomes=(YES, NO)
    ),
    NodeKind(
        SPLIT,
        _("Split test"),
        ("ways",),
        checks.split,
        checks.lacks_nothing,
        {"ways": [{"share_bp": 5000, "next": ""}, {"share_bp": 5000, "next": ""}]},
        outcomes=tuple(WAYS),
    ),
    NodeKind(TAG, _("Tag"), ("do", "tag"), checks.tag, checks.lacks_tag, {"do": "add", "tag": None}),
    NodeKind(FIELD, _("Set a field"), ("key", "value"), checks.set_field, checks.lacks_field, {"key": "", "value": ""}),
    NodeKind(NOTIFY, _("Tell me"), ("words",), checks.words, checks.lacks_words, {"words": ""}),
    NodeKind(WEBHOOK, _("Webhook"), ("words",), checks.words, checks.lacks_words, {"words": ""}),
    NodeKind(GOAL, _("Goal"), ("event", "ref"), checks.goal, checks.lacks_goal, {"event": "bought", "ref": ""}),
    NodeKind(EXIT, _("End"), (), checks.nothing, checks.lacks_nothing, outcomes=()),
)
KINDS: Final[dict[str, NodeKind]] = {kind.name: kind for kind in _KINDS}
# kind → words
NODES: Final = {kind.name: kind.words for kind in _KINDS}
OUTCOMES: Final = {NEXT: "", YES: _("Yes"), NO: _("No"), **{way: way.upper() for way in WAYS}}


def exits(node: Node) -> dict[str, str]:
    """Where one goes on from a node of any kind."""
    return KINDS[node["kind"]].exits(node)
