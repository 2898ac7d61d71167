"""A studio's broadcasts: write one, send it, steer it, read what came of it."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.v1.access import AUDIENCE, SENDING_LETTERS, WRITING_AUDIENCE, Caller, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.sales import studio_of
from dhara.api.v1.schemas import broadcasts as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.messages import content_of
from dhara.audience.broadcasts import actions, queries
from dhara.audience.messages import actions as messages
from dhara.audience.models import Broadcast
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Studio

router = Router(tags=["Broadcasts"])
BroadcastId = Annotated[int, Field(ge=1, le=BIGGEST)]
VERBS = {
    "start": actions.start,
    "withdraw": actions.unschedule,
    "pause": actions.pause,
    "resume": actions.resume,
    "cancel": actions.cancel,
    "repeat": actions.again,
}
_ALL = "/studios/{handle}/broadcasts"
_ONE = f"{_ALL}/{{broadcast}}"


@router.get(_ALL, response=shapes.BroadcastPage, operation_id="list_broadcasts", summary="Broadcasts")
@needs(AUDIENCE)
def list_broadcasts(request: HttpRequest, handle: Path[Handle], asked: Query[Paged]) -> Any:
    """A studio's broadcasts, the latest first."""
    studio, _me = _seen(request, handle)
    shown, more = Cursors("broadcasts", studio=studio.pk).page(queries.of_studio(studio), asked)
    return shapes.BroadcastPage(items=[shapes.broadcast_out(each) for each in shown], next=more)


@router.post(_ALL, response={201: shapes.BroadcastOut}, operation_id="make_broadcast", summary="Write a broadcast")
@needs(WRITING_AUDIENCE)
def make_broadcast(request: HttpRequest, handle: Path[Handle], given: shapes.BroadcastIn) -> Any:
    """A draft: nothing is sent."""
    studio, me = _seen(request, handle)
    with transaction.atomic():
        made = actions.make(studio, shapes.plan_of(given), by=me.by, at=clock.now())
        _write(made, given, me)
    return Status(201, shapes.broadcast_out(_found(studio, made.pk)))


@router.get(_ONE, response=shapes.BroadcastOut, operation_id="get_broadcast", summary="One broadcast")
@needs(AUDIENCE)
def get_broadcast(request: HttpRequest, handle: Path[Handle], broadcast: Path[BroadcastId]) -> Any:
    """How it stands."""
    studio, _me = _seen(request, handle)
    return shapes.broadcast_out(_found(studio, broadcast))


@router.put(_ONE, response=shapes.BroadcastOut, operation_id="change_broadcast", summary="Change a draft")
@needs(WRITING_AUDIENCE)
def change_broadcast(
    request: HttpRequest, handle: Path[Handle], broadcast: Path[BroadcastId], given: shapes.BroadcastIn
) -> Any:
    """Only while it is a draft; what is scheduled must be withdrawn first."""
    studio, me = _seen(request, handle)
    with transaction.atomic():
        changed = actions.edit(studio, broadcast, shapes.plan_of(given), by=me.by)
        _write(changed, given, me)
    return shapes.broadcast_out(_found(studio, broadcast))


@router.post(
    f"{_ONE}/schedule", response=shapes.BroadcastOut, operation_id="schedule_broadcast", summary="Send it later"
)
@needs(SENDING_LETTERS)
def schedule_broadcast(
    request: HttpRequest, handle: Path[Handle], broadcast: Path[BroadcastId], given: shapes.ScheduleIn
) -> Any:
    """Refused for a letter that the checks find something wrong with; who is meant is settled when it begins."""
    studio, me = _seen(request, handle)
    moment = clock.now()
    actions.schedule(studio, broadcast, send_at=given.send_at, by_zone=given.by_zone, by=me.by, at=moment)
    return shapes.broadcast_out(_found(studio, broadcast))


@router.post(
    f"{_ONE}/state", response=shapes.BroadcastOut, operation_id="move_broadcast", summary="Send, pause, resume, cancel"
)
@needs(SENDING_LETTERS)
def move_broadcast(
    request: HttpRequest, handle: Path[Handle], broadcast: Path[BroadcastId], given: shapes.MoveIn
) -> Any:
    """What has left can not be called back. Sending twice is refused."""
    studio, me = _seen(request, handle)
    VERBS[given.to](studio, broadcast, by=me.by, at=clock.now())
    return shapes.broadcast_out(_found(studio, broadcast))


@router.get(f"{_ONE}/report", response=shapes.ReportOut, operation_id="get_broadcast_report", summary="What came of it")
@needs(AUDIENCE)
def get_broadcast_report(request: HttpRequest, handle: Path[Handle], broadcast: Path[BroadcastId]) -> Any:
    """How far it is, who opened and followed links, and the money that followed."""
    studio, me = _seen(request, handle)
    found = _found(studio, broadcast)
    seen = me.viewer.may(studio, "see_money")
    return shapes.report_out(found, queries.report(found), queries.counts(found), with_money=seen)


def _seen(request: HttpRequest, handle: str) -> tuple[Studio, Caller]:
    me = caller(request)
    studio = studio_of(handle, me)
    me.viewer.require(studio, "see_audience")
    return studio, me


def _found(studio: Studio, broadcast_id: int) -> Broadcast:
    found = queries.of_studio(studio).filter(pk=broadcast_id).first()
    if found is None:
        raise NotFoundHere()
    return found


def _write(broadcast: Broadcast, given: shapes.BroadcastIn, me: Caller) -> None:
    if given.content is not None and (content := content_of(given.content)):
        messages.edit(broadcast.message, by=me.by, at=clock.now(), content=content)
