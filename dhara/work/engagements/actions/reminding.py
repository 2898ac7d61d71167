"""Remind whoever the work waits for, each time once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.facts.queries import is_recorded
from dhara.work.engagements import rules
from dhara.work.engagements.facts import WorkReminded
from dhara.work.engagements.models import Unit


@transaction.atomic
def remind(unit_id: int, *, by: Actor, at: datetime) -> None:
    """Say what is due to be said in the unit's state; come again where that was put off in the meantime."""
    unit = Unit.objects.select_for_update(of=("self",)).select_related("engagement").filter(pk=unit_id).first()
    if unit is None:
        return
    due: tuple[str, datetime] | None = None
    later: tuple[str, datetime] | None = None
    for reminder in rules.MODES[unit.mode].reminders:
        when, end = reminder.when(unit), reminder.until(unit)
        if reminder.state != unit.status or when is None or (end is not None and at >= end):
            continue
        if when <= at:
            due = (reminder.what, when)
        elif later is None:
            later = (reminder.name, when)
    if due is not None:
        _say(unit, *due, by=by, at=at)
    elif later is not None:
        unit.start_timer(*later)


def put_off(unit: Unit) -> None:
    """Its due moment is another one now: remind before that, too."""
    for reminder in rules.MODES[unit.mode].reminders:
        when = reminder.when(unit)
        if reminder.state == unit.status and when is not None:
            unit.start_timer(reminder.name, when)


def _say(unit: Unit, what: str, when: datetime, *, by: Actor, at: datetime) -> None:
    fact = WorkReminded(unit.pk, unit.engagement_id, unit.mode, what, when.isoformat())
    if not is_recorded(fact):
        record(fact, by=by, at=at, studio_id=unit.worker_id)
