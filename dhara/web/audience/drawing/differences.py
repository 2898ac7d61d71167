"""What publishing a draft changes, step by step, as words can say it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from dhara.audience.sequences import rules
from dhara.web.audience.drawing import words

Graph = Mapping[str, Any]
ADDED, REMOVED, CHANGED, MOVED, REWRITTEN = "added", "removed", "changed", "moved", "rewritten"


@dataclass(frozen=True)
class Difference:
    """`was` and `now` are the step's words; `goes_to` where people of a removed step go on (None: to the end)."""

    kind: str
    node: str
    step: str
    was: str = ""
    now: str = ""
    goes_to: str | None = None


def differences(runs: Graph, draft: Graph, known: rules.Known, rewritten: Collection[str] = ()) -> list[Difference]:
    """In the order in which one reads the draft, then what is gone. `rewritten`: steps whose letter says other things.

    `runs` is what was published, as the draft says it; `known` knows the names of both graphs.
    """
    before, after = runs["nodes"], draft["nodes"]
    found = []
    for name in rules.walk(dict(draft)):
        step = str(rules.NODES[after[name]["kind"]])
        now = words.title(after[name], known)
        if name not in before:
            found.append(Difference(ADDED, name, step, now=now))
        elif _fields(before[name]) != _fields(after[name]):
            found.append(Difference(CHANGED, name, step, was=words.title(before[name], known), now=now))
        elif name in rewritten:
            found.append(Difference(REWRITTEN, name, step, now=now))
        elif before[name] != after[name] and _followers_moved(before, after, name):
            found.append(Difference(MOVED, name, step, now=now))
    there = set(rules.walk(dict(draft)))
    for name in rules.walk(dict(runs)):
        if name not in there:
            target = rules.successor(dict(runs), dict(draft), name)
            goes = _said(after[target], known) if target else None
            step = str(rules.NODES[before[name]["kind"]])
            found.append(Difference(REMOVED, name, step, was=words.title(before[name], known), goes_to=goes))
    return found


def _followers_moved(before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> bool:
    """Whether another step that was there already follows now: new and removed neighbours are said by themselves."""
    was, now = rules.exits(before[name]), rules.exits(after[name])
    return any(
        (was[way] in after or not was[way]) and (now[way] in before or not now[way])
        for way in was
        if way in now and was[way] != now[way]
    )


def _fields(node: Mapping[str, Any]) -> dict[str, Any]:
    own = {key: value for key, value in node.items() if key not in (rules.NEXT, rules.YES, rules.NO)}
    if node["kind"] == rules.SPLIT:
        own["ways"] = [way["share_bp"] for way in node["ways"]]
    return own


def _said(node: Mapping[str, Any], known: rules.Known) -> str:
    title = words.title(node, known)
    return f"{rules.NODES[node['kind']]}: {title}" if title else str(rules.NODES[node["kind"]])
