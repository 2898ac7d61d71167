"""Time of a week that is paid by the hour: read it, write it down, put it right, take it away.

The week is closed, and its bill accepted, by `take_step`.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import WORK, WORKING, Caller, caller, needs
from dhara.api.v1.endpoints import work as rooms
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.schemas import hours as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.work.engagements.models import Unit
from dhara.work.engagements.modes.hourly import HOURLY
from dhara.work.hours import actions
from dhara.work.hours.models import TimeEntry
from dhara.work.hours.rules import Worked

router = Router(tags=["Hours"])
TimeId = Annotated[int, Field(ge=1, le=BIGGEST)]
_WORK: Final = "/work"
_WEEK: Final = f"{_WORK}/{{work}}/units/{{unit}}/time"
_ONE: Final = f"{_WEEK}/{{entry}}"


@router.get(_WEEK, response=shapes.WeekOut, operation_id="get_week", summary="The time of a week")
@needs(WORK)
def get_week(request: HttpRequest, work: Path[TimeId], unit: Path[TimeId]) -> Any:
    """Both sides read what was written down, and what it comes to."""
    me = caller(request)
    return _shown(_week(rooms.unit_of(work, unit, me)), me)


@router.post(_WEEK, response={201: shapes.WeekOut}, operation_id="write_time", summary="Write time down")
@needs(WORKING)
def write_time(
    request: HttpRequest,
    work: Path[TimeId],
    unit: Path[TimeId],
    wanted: shapes.TimeIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """For who does the work, in a week that is paid and open, within its limit; nobody works twice at one time.

    Send the same `Idempotency-Key` again when no answer came: it is written once.
    """
    me, at = caller(request), clock.now()
    found = _week(rooms.unit_to_act_on(work, unit, me))

    def write() -> int:
        return actions.write(found.pk, _worked(wanted), by=me.by, at=at).pk

    make_once(write, key=rooms.key_of(me, f"time:{unit}", idempotency_key), body=body_of(wanted), at=at)
    return Status(201, _shown(found, me))


@router.post(_ONE, response=shapes.WeekOut, operation_id="change_time", summary="Put time right")
@needs(WORKING)
def change_time(
    request: HttpRequest, work: Path[TimeId], unit: Path[TimeId], entry: Path[TimeId], wanted: shapes.TimeIn
) -> Any:
    """Other times or words, as long as the week is open."""
    me = caller(request)
    found = _week(rooms.unit_to_act_on(work, unit, me))
    _check(found, entry)
    actions.correct(entry, _worked(wanted), by=me.by, at=clock.now())
    return _shown(found, me)


@router.post(f"{_ONE}/removal", response=shapes.WeekOut, operation_id="remove_time", summary="Take time away")
@needs(WORKING)
def remove_time(
    request: HttpRequest,
    work: Path[TimeId],
    unit: Path[TimeId],
    entry: Path[TimeId],
    idempotency_key: IdempotencyKey,
) -> Any:
    """As long as the week is open.

    Send the same `Idempotency-Key` again when no answer came: it is taken away once.
    """
    me, at = caller(request), clock.now()
    found = _week(rooms.unit_to_act_on(work, unit, me))

    def remove() -> int:
        _check(found, entry)
        actions.remove(entry, by=me.by, at=at)
        return entry

    make_once(remove, key=rooms.key_of(me, f"time-away:{unit}", idempotency_key), body=str(entry), at=at)
    return _shown(found, me)


def _worked(wanted: shapes.TimeIn) -> Worked:
    return Worked(wanted.begins_at, wanted.ends_at, wanted.text)


def _week(unit: Unit) -> Unit:
    """Raises NotFoundHere for work that is not by the hour."""
    if unit.mode != HOURLY.code:
        raise NotFoundHere()
    return unit


def _check(unit: Unit, entry_id: int) -> None:
    """Raises NotFoundHere."""
    if not TimeEntry.objects.filter(pk=entry_id, unit=unit).exists():
        raise NotFoundHere()


def _shown(unit: Unit, me: Caller) -> shapes.WeekOut:
    fresh = Unit.objects.select_related("engagement__worker", "worker").get(pk=unit.pk)
    return shapes.week_out(fresh, rooms.eye_of(fresh.engagement, rooms.viewer_of(me), fresh.worker))
