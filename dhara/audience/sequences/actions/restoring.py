"""Take up an old version again: it becomes the draft, with its letters as they were sent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.messages import actions as messages
from dhara.audience.messages.models import Message
from dhara.audience.sequences import queries, rules
from dhara.audience.sequences.actions.copying import sound
from dhara.audience.sequences.actions.drafts import locked, save_draft
from dhara.audience.sequences.models import Sequence, SequenceVersion
from dhara.audience.sequences.rules import Graph
from dhara.kit.actor import Actor
from dhara.kit.refusal import NotFoundHere


@transaction.atomic
def restore(sequence: Sequence, number: int, *, seen: int, by: Actor, at: datetime) -> Sequence:
    """The version's steps as the draft; what runs does not change by that. What is gone since is left open.

    A letter that was written anew since comes back beside that one, so that neither's words are lost. Raises
    NotAllowed, NotFoundHere, and Conflict where the sequence was put away or its draft is not the one that was `seen`.
    """
    found = locked(sequence, by, "edit_letters")
    version = SequenceVersion.objects.filter(sequence=found, number=number).first()
    if version is None:
        raise NotFoundHere("version", _("There is no such version."))
    graph = _with_letters(version.graph, found.draft, by, at)
    graph["last"] = max(graph["last"], found.draft["last"])
    return save_draft(found, sound(graph, queries.known(found.studio, graph)), seen=seen, by=by, at=at)


def _with_letters(graph: Graph, draft: Graph, by: Actor, at: datetime) -> Graph:
    """Each letter as one that can be changed: what still says the same (in the draft, or the one it was) is kept."""
    nodes = rules.as_drafted(graph)["nodes"]
    sends = dict(rules.of_kind(graph, rules.SEND))
    drafted = {name: node.get("message") for name, node in rules.of_kind(draft, rules.SEND)}
    wanted = {node.get(key) for node in sends.values() for key in ("message", "of")} | set(drafted.values())
    letters = Message.objects.select_related("studio").in_bulk(wanted - {None})
    copies: dict[int, int] = {}
    for name, node in sends.items():
        sent, own = letters.get(node["message"]), node.get("of")
        kept = [pk for pk in (own, drafted.get(name)) if pk in letters and queries.alike(letters[pk], sent)]
        if kept or sent is None:
            own = kept[0] if kept else own
        else:
            if sent.pk not in copies:
                copies[sent.pk] = messages.copy(sent, by=by, at=at).pk
            own = copies[sent.pk]
        nodes[name] = {**nodes[name], "message": own}
    return {**graph, "nodes": nodes}
