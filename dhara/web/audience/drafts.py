"""The last states of a draft, so that a change can be taken back: kept in the session of who made it.

A state may be put back only while the draft is still what that change made of it: what others did is never undone.
"""

from __future__ import annotations

from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase

from dhara.audience.models import Sequence
from dhara.audience.sequences import queries

KEPT: Final = 8
_KEY: Final = "sequence_drafts"


def remember(session: SessionBase, saved: Sequence, before: dict[str, Any]) -> None:
    """`before` is the graph that the version now saved replaced. Only one sequence's states are kept at a time."""
    states = [each for each in _states(session, saved) if each[0] < saved.draft_version]
    session[_KEY] = {"of": saved.pk, "states": [*states, [saved.draft_version, before]][-KEPT:]}


def can_undo(session: SessionBase, sequence: Sequence) -> bool:
    states = _states(session, sequence)
    return bool(states) and states[-1][0] == sequence.draft_version


def last(session: SessionBase, sequence: Sequence) -> dict[str, Any] | None:
    """The graph before the last change, if that is still the last."""
    if not can_undo(session, sequence):
        return None
    graph: dict[str, Any] = _states(session, sequence)[-1][1]
    return graph


def undone(session: SessionBase, saved: Sequence) -> None:
    """After the last state was put back as `saved`, which `remember` took for a change: the one before may follow."""
    states = _states(session, saved)[:-2]
    if states:
        states[-1] = [saved.draft_version, states[-1][1]]
    session[_KEY] = {"of": saved.pk, "states": states}


def changed(sequence: Sequence) -> bool:
    """Whether the draft is something else than what runs."""
    return sequence.current is not None and queries.unpublished(sequence)


def _states(session: SessionBase, sequence: Sequence) -> list[Any]:
    kept = session.get(_KEY) or {}
    return list(kept["states"]) if kept.get("of") == sequence.pk else []
