"""Reads: the change that waits for an answer, until when, and which changes make sense now."""

from __future__ import annotations

from datetime import datetime

from dhara.work.changes import rules
from dhara.work.changes.models import Change
from dhara.work.engagements.models import Unit
from dhara.work.engagements.rules import MODES


def of_unit(unit: Unit) -> list[Change]:
    """All that was proposed about a unit, the first one first."""
    found = list(unit.changes.select_related("author").order_by("id"))
    for each in found:
        each.unit = unit
    return found


def answer_by(change: Change) -> datetime:
    """Until when the other side may answer; the change has its unit with the engagement."""
    return change.created_at + rules.patience(change)


def fits(unit: Unit, sort: str) -> bool:
    """Whether the work is where such a change means something."""
    mode = MODES[unit.mode]
    if sort == rules.CANCEL:
        return mode.step(unit.status, "cancel") is not None
    return unit.due_at is not None and any(
        step.verb in ("deliver", "submit") for step in mode.open_to(unit.status, "worker")
    )
