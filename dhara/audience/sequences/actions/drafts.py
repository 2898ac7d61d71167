"""Make a sequence, name it, draft its graph, say who comes in and when letters may go out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.sequences import queries, rules
from dhara.audience.sequences.models import Sequence, SequenceVersion, Trigger
from dhara.audience.sequences.rules import Graph
from dhara.kit.actor import Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio

MOST, MOST_TRIGGERS, LONGEST_COOLDOWN = 200, 20, 3650


@transaction.atomic
def make(studio: Studio, name: str, *, by: Actor, at: datetime, template: str = "") -> Sequence:
    """An empty draft. Raises Invalid for the name, Conflict where the studio has too many."""
    require_actor(by, studio, "edit_letters")
    if queries.by_name(studio).count() >= MOST:
        raise Conflict("too_many", _("This studio has as many sequences as there can be. Put some away first."))
    return Sequence.objects.create(
        studio=studio,
        name=_name(name),
        template=template,
        draft=rules.empty_graph(),
        status=rules.DRAFT,
        status_at=at,
        created_at=at,
        changed_at=at,
    )


@transaction.atomic
def rename(sequence: Sequence, name: str, *, by: Actor, at: datetime) -> Sequence:
    found = locked(sequence, by, "edit_letters")
    found.name, found.changed_at = _name(name), at
    found.save(update_fields=["name", "changed_at"])
    return found


@transaction.atomic
def save_draft(sequence: Sequence, graph: Graph, *, by: Actor, at: datetime, seen: int | None = None) -> Sequence:
    """Keep a graph as the draft; people go on by the published version. `seen` is the `draft_version` it began from.

    Raises Invalid with the node as `field`, and Conflict when somebody else has changed the draft meanwhile.
    """
    found = locked(sequence, by, "edit_letters")
    if seen is not None and seen != found.draft_version:
        raise Conflict("changed_meanwhile", _("Somebody else changed this sequence a moment ago. Look again, please."))
    found.draft = rules.clean_graph(graph, queries.known(found.studio, graph))
    found.draft_version += 1
    found.changed_at = at
    found.save(update_fields=["draft", "draft_version", "changed_at"])
    return found


@transaction.atomic
def settle(
    sequence: Sequence,
    *,
    by: Actor,
    at: datetime,
    triggers: Iterable[tuple[str, str]] | None = None,
    reentry: str | None = None,
    cooldown_days: int | None = None,
    window: Mapping[str, Any] | None = None,
    goal: Mapping[str, Any] | None = None,
) -> Sequence:
    """Say who comes in (kind, ref), whether again, when letters may go out and what ends it; at once, for all.

    What is None stays as it is. Raises Invalid, whose `field` is the name of the argument.
    """
    found = locked(sequence, by, "edit_letters")
    wanted = None if triggers is None else list(dict.fromkeys(triggers))
    given = [*(wanted or []), *([(goal.get("kind", ""), goal.get("ref") or "")] if goal else [])]
    known = queries.known(found.studio, None, *given)
    if wanted is not None:
        if len(wanted) > MOST_TRIGGERS:
            raise Invalid("triggers", _("Choose fewer ways in."), "triggers")
        _bring_in(found, [_event("triggers", pair, known) for pair in wanted])
    if goal is not None:
        found.goal = dict(zip(("kind", "ref"), _event("goal", given[-1], known), strict=True)) if goal else {}
    if reentry is not None and reentry not in rules.REENTRY:
        raise Invalid("reentry", _("Please choose one of the list."), "reentry")
    if cooldown_days is not None and not 0 <= cooldown_days <= LONGEST_COOLDOWN:
        raise Invalid("cooldown_days", _("Choose a number of days up to ten years."), "cooldown_days")
    found.reentry = found.reentry if reentry is None else reentry
    found.cooldown_days = found.cooldown_days if cooldown_days is None else cooldown_days
    found.window = found.window if window is None else rules.clean_window(window)
    found.changed_at = at
    found.save(update_fields=["goal", "reentry", "cooldown_days", "window", "changed_at"])
    write_goals(found)
    return found


def _event(field: str, pair: tuple[str, str], known: rules.Known) -> tuple[str, str]:
    try:
        return rules.event(*pair, known)
    except Invalid as error:
        raise Invalid(error.code, error.message, field) from None


def _bring_in(sequence: Sequence, wanted: list[tuple[str, str]]) -> None:
    sequence.triggers.filter(role=rules.ENTERS).delete()
    Trigger.objects.bulk_create(
        Trigger(sequence=sequence, studio_id=sequence.studio_id, kind=kind, ref=ref, role=rules.ENTERS)
        for kind, ref in wanted
    )


def write_goals(sequence: Sequence) -> None:
    """Keep the goals of the sequence and of the steps of all its versions where `on_event` looks for them."""
    goals = {(sequence.goal["kind"], sequence.goal.get("ref", ""))} if sequence.goal else set()
    for graph in SequenceVersion.objects.filter(sequence=sequence).values_list("graph", flat=True):
        goals |= {(node["event"], node["ref"]) for _name, node in rules.of_kind(graph, rules.GOAL)}
    sequence.triggers.filter(role=rules.GOAL_OF).delete()
    Trigger.objects.bulk_create(
        Trigger(sequence=sequence, studio_id=sequence.studio_id, kind=kind, ref=ref, role=rules.GOAL_OF)
        for kind, ref in sorted(goals)
    )


def locked(sequence: Sequence, by: Actor, verb: str) -> Sequence:
    """The row as it is now, held until the transaction ends. Raises NotFoundHere, NotAllowed, Conflict if put away."""
    found = Sequence.objects.select_for_update(of=("self",), no_key=True).select_related("studio", "current")
    row = found.filter(pk=sequence.pk).first()
    if row is None:
        raise NotFoundHere()
    require_actor(by, row.studio, verb)
    if row.status == rules.ARCHIVED:
        raise Conflict("archived", _("This sequence was put away."))
    return row


def _name(given: str) -> str:
    name = clean_text(given)
    if not 1 <= len(name) <= 120:
        raise Invalid("name", _("Give it a name of at most 120 characters."), "name")
    return name
