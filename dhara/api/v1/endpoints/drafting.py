"""What a program sends as the steps of a draft becomes its graph and its letters, all or nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.api.v1.schemas.messages import content_of
from dhara.api.v1.schemas.steps import DraftIn, nodes_of
from dhara.audience.messages import actions as messages
from dhara.audience.models import Message, Sequence
from dhara.audience.sequences import actions, rules
from dhara.kit.actor import Actor
from dhara.kit.refusal import Invalid


@transaction.atomic
def draft(sequence: Sequence, wanted: DraftIn, *, by: Actor, at: datetime) -> None:
    """Raises Conflict where the draft is another by now, Invalid with the step as `field`."""
    nodes = nodes_of(wanted)
    _new_ids(sequence, nodes)
    own = {node.get("message") for _name, node in rules.of_kind(sequence.draft, rules.SEND)} - {None}
    for step in wanted.steps:
        if step.kind != rules.SEND:
            continue
        if step.letter is not None and step.letter not in own:
            raise Invalid("unknown", _("This letter does not exist here."), step.id)
        if step.content is None:
            continue
        content = content_of(step.content)
        if step.letter is None:
            nodes[step.id]["message"] = messages.write(sequence.studio, "sequence", content or None, by=by, at=at).pk
        elif content:
            letter = Message.objects.select_related("studio").get(pk=step.letter)
            messages.edit(letter, content=content, by=by, at=at)
    graph = {"start": wanted.start, "last": sequence.draft["last"], "nodes": nodes}
    actions.save_draft(sequence, graph, seen=wanted.seen, by=by, at=at)


def _new_ids(sequence: Sequence, nodes: dict[str, Any]) -> None:
    """An id never means two steps: one that is not there has a greater number than any before."""
    known = {*sequence.draft["nodes"], *(sequence.current.graph["nodes"] if sequence.current else ())}
    for name in nodes:
        if name not in known and int(name[1:]) <= sequence.draft["last"]:
            raise Invalid("id_used", _("This id was another step's. Take a greater number than `last`."), name)
