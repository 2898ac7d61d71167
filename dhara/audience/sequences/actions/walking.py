"""Let people go through their graphs, many at once: one pass over all of them for each node they come through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, ItemsView, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from dhara.audience.contacts.models import ContactEvent
from dhara.audience.contacts.rules import GONE, SUBSCRIBED
from dhara.audience.segments import queries as segments
from dhara.audience.sending.actions.queueing_each import Letter
from dhara.audience.sequences import rules
from dhara.audience.sequences.actions import telling
from dhara.audience.sequences.actions.claiming import PASSED, REACHED, SKIPPED, Walker
from dhara.audience.sequences.actions.marking import set_fields, tag, untag

# So many nodes are gone through at a time; who has not come to a wait by then goes on with the next batch.
MOST_NODES: Final = 20


@dataclass
class Batch:
    """What is to be written for all of them."""

    at: datetime
    letters: list[Letter] = field(default_factory=list)


Run = Callable[[Sequence[Walker], Batch], None]


def walk(walkers: Sequence[Walker], batch: Batch) -> None:
    """Each as far as they come: to a wait, a closed send window or the end."""
    for each in walkers:
        _let_go(each)
    for _round in range(MOST_NODES):
        moving = [each for each in walkers if not each.parked]
        if not moving:
            return
        by_kind: dict[str, list[Walker]] = defaultdict(list)
        for each in moving:
            by_kind[each.standing["kind"]].append(each)
        for kind, run in RUNS.items():
            if kind in by_kind:
                run(by_kind[kind], batch)
    for each in walkers:
        if not each.parked:
            each.park(batch.at)


def _let_go(walker: Walker) -> None:
    """Who wants nothing any more leaves; who stands on nothing has come to the end."""
    if walker.status in GONE:
        walker.end(rules.LEFT, _("wants no letters any more"))
    elif walker.node not in walker.graph["nodes"]:
        walker.end(rules.FINISHED)


def _send(walkers: Sequence[Walker], batch: Batch) -> None:
    for each in walkers:
        opens = rules.next_open(each.window, batch.at, each.where)
        if opens > batch.at:
            each.park(opens)
        elif each.status != SUBSCRIBED or not each.email:
            each.go(SKIPPED, batch.at, by=rules.NEXT)
        else:
            letter = Letter(
                studio_id=each.studio_id,
                message_id=each.standing["message"],
                contact_id=each.contact_id,
                email=each.email,
                language=each.language,
                source=f"enrolment:{each.id}",
                due_at=batch.at,
            )
            batch.letters.append(letter)
            each.go(rules.NEXT, batch.at, letter=len(batch.letters) - 1)


def _condition(walkers: Sequence[Walker], batch: Batch) -> None:
    """One question for all who stand before the same condition."""
    for (studio_id, _version, _name), group in _grouped(walkers):
        meant = segments.members(studio_id, group[0].standing["rules"], at=batch.at)
        yes = set(meant.filter(pk__in=[each.contact_id for each in group]).values_list("pk", flat=True))
        for each in group:
            each.go(rules.YES if each.contact_id in yes else rules.NO, batch.at)


def _split(walkers: Sequence[Walker], batch: Batch) -> None:
    for each in walkers:
        each.go(rules.way_of(each.standing, each.sequence_id, each.node, each.contact_id), batch.at)


def _tag(walkers: Sequence[Walker], batch: Batch) -> None:
    for do, act in (("add", tag), ("remove", untag)):
        pairs = [
            (each.contact_id, each.standing["tag"], each.studio_id, each.sequence_id)
            for each in walkers
            if each.standing["do"] == do
        ]
        act(pairs, at=batch.at)
    _all_on(walkers, batch)


def _field(walkers: Sequence[Walker], batch: Batch) -> None:
    set_fields(
        [(each.contact_id, each.studio_id, each.standing["key"], each.standing["value"]) for each in walkers],
        at=batch.at,
    )
    _all_on(walkers, batch)


def _notify(walkers: Sequence[Walker], batch: Batch) -> None:
    telling.notify(walkers, at=batch.at)
    _all_on(walkers, batch)


def _webhook(walkers: Sequence[Walker], batch: Batch) -> None:
    telling.call(walkers, at=batch.at)
    _all_on(walkers, batch)


def _goal(walkers: Sequence[Walker], batch: Batch) -> None:
    """Who has done it since they came in has reached it; who has not goes on all the same."""
    for (studio_id, _version, _name), group in _grouped(walkers):
        node = group[0].standing
        since = min(each.entered_at for each in group)
        done = ContactEvent.objects.filter(
            studio_id=studio_id, kind=node["event"], contact_id__in=[each.contact_id for each in group], at__gte=since
        )
        if node["ref"]:
            done = done.filter(subject=node["ref"])
        moments: dict[int, datetime] = {}
        for contact_id, at in done.values_list("contact_id", "at"):
            moments[contact_id] = max(at, moments.get(contact_id, at))
        for each in group:
            reached = each.contact_id in moments and moments[each.contact_id] >= each.entered_at
            each.go(REACHED if reached else PASSED, batch.at, by=rules.NEXT)


def _all_on(walkers: Sequence[Walker], batch: Batch) -> None:
    """By the one exit; without one, to the end. Who waits is called only after that: arriving set the moment."""
    for each in walkers:
        each.go(rules.NEXT, batch.at)


def _grouped(walkers: Sequence[Walker]) -> ItemsView[tuple[int, int, str], list[Walker]]:
    """Who stands on the same node of the same version."""
    groups: dict[tuple[int, int, str], list[Walker]] = defaultdict(list)
    for each in walkers:
        groups[each.studio_id, each.version_id, each.node].append(each)
    return groups.items()


# What stands on the nodes of each kind does what it says.
RUNS: Final[dict[str, Run]] = {
    rules.WAIT: _all_on,
    rules.SPLIT: _split,
    rules.TAG: _tag,
    rules.FIELD: _field,
    rules.NOTIFY: _notify,
    rules.WEBHOOK: _webhook,
    rules.CONDITION: _condition,
    rules.GOAL: _goal,
    rules.SEND: _send,
    rules.EXIT: _all_on,
}
