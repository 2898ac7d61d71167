"""Sequences with steps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.audience.messages import actions as messages
from dhara.audience.models import Enrolment, Intake, Segment, Sequence
from dhara.audience.sequences import actions, rules
from dhara.kit.actor import Actor
from dhara.people.models import Studio
from tests.make import audience

WORDS: dict[str, Any] = {"subject": "Your checklist", "blocks": [{"kind": "text", "html": "<p>Here it is.</p>"}]}


def sequence(studio: Studio, *, by: Actor, at: datetime, name: str = "Welcome", steps: int = 3) -> Sequence:
    """A draft with `steps` steps in a line: letter, wait, letter, wait …"""
    made = actions.make(studio, name, by=by, at=at)
    graph = rules.empty_graph()
    for number in range(steps):
        graph = _longer(graph, studio, number, by, at)
    return actions.save_draft(made, graph, by=by, at=at)


def _longer(graph: dict[str, Any], studio: Studio, number: int, by: Actor, at: datetime) -> dict[str, Any]:
    last = f"n{graph['last']}" if graph["last"] else ""
    name = rules.new_id(graph)
    longer = rules.insert(graph, last, rules.NEXT, rules.WAIT if number % 2 else rules.SEND)
    if number % 2:
        return longer
    letter = messages.write(studio, "sequence", {"en": dict(WORDS)}, by=by, at=at)
    return rules.change(longer, name, {"message": letter.pk})


def published(studio: Studio, *, by: Actor, at: datetime, name: str = "Welcome", steps: int = 3) -> Sequence:
    """The same, running."""
    made = sequence(studio, by=by, at=at, name=name, steps=steps)
    actions.publish(made, by=by, at=at)
    return Sequence.objects.select_related("current", "studio").get(pk=made.pk)


def enrolled(sequence: Sequence, *, by: Actor, at: datetime, email: str = "tuli@example.com") -> Enrolment:
    """A new contact in it."""
    return actions.enrol(sequence, audience.contact(sequence.studio, email), by=by, at=at)


def intake(sequence: Sequence, *, by: Actor, at: datetime, name: str = "Everybody") -> Intake:
    """A segment on its way in; no job has taken any of it in yet."""
    everybody, _new = Segment.objects.get_or_create(
        studio=sequence.studio, name=name, defaults={"rules": {"all": []}, "created_at": at, "changed_at": at}
    )
    return actions.enrol_many(sequence, everybody, by=by, at=at)
