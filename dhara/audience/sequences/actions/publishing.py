"""Publish a draft as a version that never changes, with the letters as they are now."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.messages import actions as messages
from dhara.audience.messages.models import Message
from dhara.audience.sequences import queries, rules
from dhara.audience.sequences.actions.drafts import locked, write_goals
from dhara.audience.sequences.actions.waking import wake
from dhara.audience.sequences.facts import SequencePublished
from dhara.audience.sequences.models import Enrolment, Sequence, SequenceVersion
from dhara.audience.sequences.rules import Graph
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Invalid


@transaction.atomic
def publish(sequence: Sequence, *, by: Actor, at: datetime, move_people: bool = True) -> SequenceVersion:
    """The draft becomes the version by which newcomers go; a draft begins to run, a paused one stays paused.

    Who is in it goes on by the new version: on the same step where it still is, with the moment until which they
    wait already, else on its successor, at once. With `move_people` False all stay on the version they are on to
    their end. Letters are copied and frozen, so that the draft's can be changed without changing what is sent; a
    letter that says the same as before stays the same one. Raises Invalid with the node as `field`.
    """
    found = locked(sequence, by, "send_letters")
    graph = rules.clean_graph(found.draft, queries.known(found.studio, found.draft))
    for problem in rules.problems(graph):
        raise Invalid("not_ready", problem.words, problem.node or "graph")
    number = 1 if found.current is None else found.current.number + 1
    version = SequenceVersion(sequence=found, number=number, published_at=at)
    version.graph = _with_letters(graph, found.current.graph if found.current else None, by, at)
    old = _versions_with_people(found) if move_people else {}
    version.successors = _successors(found.current.graph, graph) if found.current else {}
    version.save(force_insert=True)
    fact = SequencePublished(found.pk, number)
    if found.status == rules.DRAFT:
        found.become(rules.ACTIVE, fact=fact, by=by, at=at, studio_id=found.studio_id, current=version)
    else:
        Sequence.objects.filter(pk=found.pk).update(current=version)
        record(fact, by=by, at=at, studio_id=found.studio_id)
    found.current = version
    write_goals(found)
    for before in old.values():
        _move(before, version, at)
    _follow(sequence, found)
    return version


def _with_letters(graph: Graph, before: Graph | None, by: Actor, at: datetime) -> Graph:
    """The graph with a frozen copy of each letter; `of` names the draft's letter."""
    copies = queries.kept(graph, before) if before else {}
    sends = dict(rules.of_kind(graph, rules.SEND))
    letters = Message.objects.select_related("studio").in_bulk({node["message"] for node in sends.values()})
    nodes = dict(graph["nodes"])
    for name, node in sends.items():
        own = node["message"]
        if own not in copies:
            copies[own] = _frozen(letters[own], name, by, at)
        nodes[name] = {**node, "message": copies[own], "of": own}
    return {**graph, "nodes": nodes}


def _frozen(letter: Message, node: str, by: Actor, at: datetime) -> int:
    if not queries.says_something(letter):
        raise Invalid("not_ready", _("This letter is empty. Write it first."), node)
    copy = messages.copy(letter, by=by, at=at)
    messages.freeze(copy, at=at)
    return copy.pk


def _versions_with_people(sequence: Sequence) -> dict[int, SequenceVersion]:
    inside = Enrolment.objects.filter(sequence=sequence, state__in=[rules.ACTIVE_IN, rules.HELD])
    return SequenceVersion.objects.in_bulk(list(inside.order_by().values_list("version", flat=True).distinct()))


def _successors(old: Graph, new: Graph) -> dict[str, str]:
    """Of each step of the old graph that is not in the new: where its people go on."""
    there = rules.walk(new)
    return {name: rules.successor(old, new, name) for name in old["nodes"] if name not in there}


def _move(before: SequenceVersion, version: SequenceVersion, at: datetime) -> None:
    """All who are on one version go over to another: one statement for those who stay on their step, one per other.

    A step that is of another kind now is another step: what has been waited for there does not count.
    """
    inside = Enrolment.objects.filter(version=before, state__in=[rules.ACTIVE_IN, rules.HELD])
    targets: dict[str, list[str]] = defaultdict(list)
    old, new = before.graph["nodes"], version.graph["nodes"]
    for name in old:
        target = rules.successor(before.graph, version.graph, name)
        if target != name or old[name]["kind"] != new[target]["kind"]:
            targets[target].append(name)
    for target, names in targets.items():
        changes: dict[str, Any] = {"version": version, "node": target, "next_run_at": at}
        inside.filter(node__in=names, state=rules.ACTIVE_IN).update(**changes)
        inside.filter(node__in=names).update(version=version, node=target)
    inside.update(version=version)
    if targets:
        wake(at, at=at)


def _follow(given: Sequence, found: Sequence) -> None:
    """The caller's row says what the locked one does."""
    for name in ("status", "status_at", "version", "current", "draft", "draft_version"):
        setattr(given, name, getattr(found, name))
