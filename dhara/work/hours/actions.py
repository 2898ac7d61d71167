"""Write time down, put it right, take it away; and what follows from the steps of a week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, NotAllowed, NotFoundHere
from dhara.people.models import Account
from dhara.work.engagements.models import Unit
from dhara.work.engagements.modes.common import ACTIVE
from dhara.work.engagements.modes.hourly import HOURLY, edit_until
from dhara.work.engagements.queries import role_of
from dhara.work.engagements.rules import FUND, WORKER, Step
from dhara.work.funding import actions as funding
from dhara.work.hours import queries, rules
from dhara.work.hours.models import TimeEntry
from dhara.work.hours.rules import Worked


@transaction.atomic
def write(unit_id: int, given: Worked, *, by: Actor, at: datetime) -> TimeEntry:
    """Time that whoever does the work has worked in a paid week.

    Raises NotFoundHere for an outsider, NotAllowed for the buyer, Conflict `week_closed` or `time_overlaps`, Invalid.
    """
    unit = _running(unit_id, by=by, at=at)
    made = TimeEntry(unit=unit, author_id=by.id or 0, created_at=at)
    return _kept(unit, made, given, at=at)


@transaction.atomic
def correct(entry_id: int, given: Worked, *, by: Actor, at: datetime) -> TimeEntry:
    """Other times or words for an entry of the studio's, as `write`; it stays its author's."""
    unit, entry = _theirs(entry_id, by=by, at=at)
    return _kept(unit, entry, given, at=at)


@transaction.atomic
def remove(entry_id: int, *, by: Actor, at: datetime) -> None:
    """Take an entry of the studio's away."""
    _unit, entry = _theirs(entry_id, by=by, at=at)
    entry.delete()


def _kept(unit: Unit, entry: TimeEntry, given: Worked, *, at: datetime) -> TimeEntry:
    """The week is locked, so nobody adds to it at this moment."""
    week = queries.week_of(unit)
    assert week is not None
    others = [each.minutes for each in TimeEntry.objects.filter(unit=unit).exclude(pk=entry.pk)]
    worked = rules.clean(given, week, others, at=at)
    entry.begins_at, entry.ends_at, entry.text = worked.begins_at, worked.ends_at, worked.text
    # One after another for each author: two that overlap would each wait for the other's end, and one be killed.
    Account.objects.select_for_update(no_key=True).get(pk=entry.author_id)
    _unless_overlapping(entry.save)
    return entry


def _unless_overlapping(save: Callable[[], None]) -> None:
    """The database knows all that somebody wrote down, in whichever project and at whichever moment."""
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        if "timeentry_once" not in str(error):
            raise
        words = _("You have written down work at this time already, here or in another project.")
        raise Conflict("time_overlaps", words) from error


def _running(unit_id: int, *, by: Actor, at: datetime) -> Unit:
    """The week, locked. Raises NotFoundHere, NotAllowed, Conflict `week_closed`."""
    found = Unit.objects.select_for_update(of=("self",)).select_related("engagement")
    unit = found.filter(pk=unit_id, mode=HOURLY.code).first()
    role = role_of(by, unit) if unit else None
    if unit is None or role is None:
        raise NotFoundHere()
    if role != WORKER:
        raise NotAllowed("wrong_role", _("Only who does the work writes time down."))
    if unit.status != ACTIVE or at >= edit_until(unit):
        raise Conflict("week_closed", _("This week is not open: its time can not be changed."))
    return unit


def _theirs(entry_id: int, *, by: Actor, at: datetime) -> tuple[Unit, TimeEntry]:
    unit_id = TimeEntry.objects.filter(pk=entry_id).values_list("unit", flat=True).first()
    if unit_id is None:
        raise NotFoundHere()
    unit = _running(unit_id, by=by, at=at)
    entry = TimeEntry.objects.filter(pk=entry_id).first()  # it may have gone while the week was waited for
    if entry is None:
        raise NotFoundHere()
    return unit, entry


def follow(unit: Unit, step: Step, *, by: Actor, at: datetime) -> None:
    """After a step of a week: money that went back is sent on; when one week is paid, the next can be.

    Called in the step's transaction, with the unit locked.
    """
    funding.follow(unit, step, by=by, at=at)
    if step.money == FUND:
        following = Unit.objects.create(
            engagement_id=unit.engagement_id,
            mode=unit.mode,
            worker_id=unit.worker_id,
            position=unit.position + 1,
            amount=unit.amount,
            terms=unit.terms,
            status=HOURLY.initial,
            status_at=at,
            created_at=at,
        )
        following.start_timers(at)
