"""Copy a sequence: its steps with letters of their own, what brings people in, its settings. Nobody is in the copy."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.audience.messages import actions as messages
from dhara.audience.messages.models import Message
from dhara.audience.sequences import queries, rules
from dhara.audience.sequences.actions.drafts import make, save_draft, settle
from dhara.audience.sequences.models import Sequence
from dhara.audience.sequences.rules import Graph, Known
from dhara.kit.actor import Actor
from dhara.kit.locale.text import shorten
from dhara.kit.refusal import Invalid
from dhara.people.access.queries import require_actor


@transaction.atomic
def copy(sequence: Sequence, *, by: Actor, at: datetime, name: str = "") -> Sequence:
    """A draft as the sequence's own draft is, put away or not; what its steps name and is gone is left open.

    Raises NotAllowed, Invalid for the name, Conflict where the studio has too many.
    """
    require_actor(by, sequence.studio, "edit_letters")
    name = name or shorten(_("%(name)s (copy)") % {"name": sequence.name}, 120)
    made = make(sequence.studio, name, by=by, at=at, template=sequence.template)
    events = [(each.kind, each.ref) for each in queries.triggers(sequence)]
    goal = (sequence.goal.get("kind", ""), sequence.goal.get("ref", ""))
    known = queries.known(sequence.studio, sequence.draft, *events, goal)
    save_draft(made, _with_letters(sound(sequence.draft, known), by, at), by=by, at=at)
    return settle(
        made,
        by=by,
        at=at,
        triggers=[(kind, ref) for kind, ref in events if not ref or ref in known.things],
        goal=sequence.goal if not goal[1] or goal[1] in known.things else {},
        reentry=sequence.reentry,
        cooldown_days=sequence.cooldown_days,
        window=sequence.window,
    )


def sound(graph: Graph, known: Known) -> Graph:
    """The same steps; one that names what is gone is as it was when it was put in."""
    made = graph
    for name, node in graph["nodes"].items():
        kind = rules.KINDS[node["kind"]]
        try:
            kind.clean(node, known)
        except Invalid:
            made = rules.change(made, name, kind.fresh)
    return made


def _with_letters(graph: Graph, by: Actor, at: datetime) -> Graph:
    """Each letter copied, so that either can be changed by itself."""
    wanted = {node["message"] for _name, node in rules.of_kind(graph, rules.SEND) if node.get("message")}
    letters = Message.objects.select_related("studio").in_bulk(wanted)
    copies = {pk: messages.copy(letter, by=by, at=at).pk for pk, letter in sorted(letters.items())}
    nodes = {
        name: {**node, "message": copies.get(node["message"])} if node["kind"] == rules.SEND else node
        for name, node in graph["nodes"].items()
    }
    return {**graph, "nodes": nodes}
