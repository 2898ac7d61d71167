"""Sequences for tests: a studio, its contacts, letters and graphs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.audience.contacts import actions as contacts
from dhara.audience.contacts.models import Contact, Tag
from dhara.audience.messages import actions as messages
from dhara.audience.messages.models import Message
from dhara.audience.sequences import actions, rules
from dhara.audience.sequences.models import Sequence
from dhara.kit.actor import SYSTEM, Actor, person
from dhara.people.models import Studio

LETTER: dict[str, Any] = {"subject": "Hello", "blocks": [{"kind": "text", "html": "<p>Good to have you here.</p>"}]}


def owner(studio: Studio) -> Actor:
    return person(studio.members.get(role="owner").account_id)


def contact(
    studio: Studio, at: datetime, email: str = "mim@example.com", *, subscribed: bool = True, **known: Any
) -> Contact:
    made = contacts.find_or_make(studio, email, by=SYSTEM, at=at, **known)
    return contacts.subscribe(made, by=SYSTEM, at=at, source="import:1") if subscribed else made


def letter(studio: Studio, at: datetime, subject: str = "Hello") -> Message:
    content = {"en": {**LETTER, "subject": subject}}
    return messages.write(studio, "sequence", content, by=SYSTEM, at=at)


def tag(studio: Studio, at: datetime, name: str = "vip") -> Tag:
    return Tag.objects.create(studio=studio, name=name, created_at=at)


def chain(*nodes: dict[str, Any]) -> dict[str, Any]:
    """Steps one after the other, n1 first; a node that says where it leads keeps it."""
    made = {}
    for place, node in enumerate(nodes, start=1):
        follows = f"n{place + 1}" if place < len(nodes) else ""
        made[f"n{place}"] = node if {"next", "yes", "ways"} & node.keys() else {**node, "next": follows}
    return {"start": "n1", "nodes": made}


def sequence(
    studio: Studio,
    at: datetime,
    *nodes: dict[str, Any],
    graph: dict[str, Any] | None = None,
    publish: bool = True,
    **settled: Any,
) -> Sequence:
    """A sequence of these steps, running unless `publish` is False."""
    by = owner(studio)
    made = actions.make(studio, "Welcome", by=by, at=at)
    made = actions.save_draft(made, graph or chain(*nodes), by=by, at=at)
    if settled:
        made = actions.settle(made, by=by, at=at, **settled)
    if publish:
        actions.publish(made, by=by, at=at)
    return made


def pump(at: datetime) -> int:
    """All who are due go on, until nobody is."""
    count = 0
    while taken := actions.pump(at=at):
        count += taken
    return count


WAIT = {"kind": rules.WAIT, "for": {"days": 1}}
