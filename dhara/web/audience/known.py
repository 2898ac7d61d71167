"""What a studio has that steps can name: all of it for the forms, what a graph names for its picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from dhara.audience.segments import rules as segment_rules
from dhara.audience.segments import things
from dhara.audience.sequences import queries, rules
from dhara.people.models import Studio

# What events can be about.
ABOUT = ("form", "tag", "offer")


def choices(studio: Studio) -> rules.Known:
    """Everything there is to choose from; one read for each kind of thing."""
    own = {kind: things.choices(studio.pk, kind) for kind in (*ABOUT, "field", "message")}
    return rules.Known(
        messages=dict(own["message"]),
        tags=dict(own["tag"]),
        fields=dict(own["field"]),
        things={f"{kind}:{key}": name for kind in ABOUT for key, name in own[kind]},
    )


def of_graph(studio: Studio, graph: dict[str, Any], events: Iterable[tuple[str, str]] = ()) -> rules.Known:
    """The names of what a graph and `events` name, conditions too; as many reads with three steps as with thirty."""
    known = queries.known(studio, graph, *events)
    asked: dict[str, set[Any]] = {}
    for _name, node in rules.of_kind(graph, rules.CONDITION):
        for kind, ids in segment_rules.things_of(node["rules"]).items() if node.get("rules") else ():
            asked.setdefault(kind, set()).update(ids)
    names = things.names(studio.pk, asked) if asked else {}
    return replace(known, rules_in_words=lambda given: segment_rules.in_words(given, names))
