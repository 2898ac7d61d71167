"""Bring many into a sequence at once: a segment, whom a search finds, the whole audience."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import AUDIENCE, SENDING_LETTERS, Caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.endpoints.sequences import ONE, SequenceId, one
from dhara.api.v1.endpoints.taggings import filters_of
from dhara.api.v1.schemas import sequence_people as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.api.v1.schemas.market import Paged
from dhara.audience.contacts.queries import Filters
from dhara.audience.models import Intake, Segment, Sequence
from dhara.audience.segments import queries as segments
from dhara.audience.sequences import actions, queries
from dhara.kit import clock
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.people.models import Studio

router = Router(tags=["Sequences"])
SegmentId = Annotated[int, Field(ge=1, le=BIGGEST)]
IntakeId = Annotated[int, Field(ge=1, le=BIGGEST)]
_INTAKES = f"{ONE}/intakes"


@router.get(
    f"{ONE}/forecast/{{segment}}",
    response=shapes.ForecastOut,
    operation_id="forecast_intake",
    summary="Who would come in",
)
@needs(AUDIENCE)
def forecast_intake(
    request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], segment: Path[SegmentId]
) -> Any:
    """If the segment came in now."""
    studio, me = desk_of(request, handle, "send_letters")
    found, meant = one(studio, me, sequence), segments.visible_to(me.viewer, studio).filter(pk=segment).first()
    if meant is None:
        raise NotFoundHere()
    return shapes.forecast_out(queries.forecast(found, meant, at=clock.now()))


@router.post(
    f"{ONE}/forecast", response=shapes.ForecastOut, operation_id="forecast_many", summary="Who of many would come in"
)
@needs(AUDIENCE)
def forecast_many(
    request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], wanted: shapes.IntakeIn
) -> Any:
    """If they came in now; of a segment, of whom a search finds, or of the whole audience. Nothing changes."""
    studio, me = desk_of(request, handle, "send_letters")
    found = one(studio, me, sequence)
    return shapes.forecast_out(queries.forecast(found, _of(studio, me, wanted), at=clock.now()))


@router.get(_INTAKES, response=shapes.IntakePage, operation_id="list_intakes", summary="Who was brought in at once")
@needs(AUDIENCE)
def list_intakes(request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], asked: Query[Paged]) -> Any:
    """The latest first."""
    studio, me = desk_of(request, handle, "see_audience")
    found = one(studio, me, sequence)
    shown, more = Cursors("intakes", sequence=found.pk).page(queries.intakes(found), asked)
    return shapes.IntakePage(items=[shapes.intake_out(each) for each in shown], next=more)


@router.post(_INTAKES, response={202: shapes.IntakeOut}, operation_id="enrol_segment", summary="Bring many in")
@needs(SENDING_LETTERS)
def enrol_segment(
    request: HttpRequest,
    handle: Path[Handle],
    sequence: Path[SequenceId],
    wanted: shapes.IntakeIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """Everybody of a segment, whom a search finds, or the whole audience. A job does it: ask how far it is.

    Who may come in begins at the first step, each once; who has left or gets no letters stays out.

    Send the same `Idempotency-Key` again when no answer came: you get the intake that was begun.
    """
    studio, me = desk_of(request, handle, "send_letters")
    found, at = one(studio, me, sequence), clock.now()

    def make() -> int:
        return actions.enrol_many(found, _of(studio, me, wanted), by=me.by, at=at).pk

    made, _new = make_once(make, key=f"intake:{found.pk}:{idempotency_key}", body=body_of(wanted), at=at)
    return Status(202, shapes.intake_out(_intake(found, made)))


@router.get(f"{_INTAKES}/{{intake}}", response=shapes.IntakeOut, operation_id="get_intake", summary="How far it is")
@needs(AUDIENCE)
def get_intake(request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], intake: Path[IntakeId]) -> Any:
    """While the sequence is paused it waits."""
    studio, me = desk_of(request, handle, "see_audience")
    return shapes.intake_out(_intake(one(studio, me, sequence), intake))


@router.post(
    f"{_INTAKES}/{{intake}}/cancellation", response=shapes.IntakeOut, operation_id="stop_intake", summary="Stop it"
)
@needs(SENDING_LETTERS)
def stop_intake(request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], intake: Path[IntakeId]) -> Any:
    """Nobody more comes in; who is in stays."""
    studio, me = desk_of(request, handle, "send_letters")
    return shapes.intake_out(actions.stop_intake(one(studio, me, sequence), intake, by=me.by, at=clock.now()))


def _of(studio: Studio, me: Caller, wanted: shapes.IntakeIn) -> Segment | Filters:
    """Raises Invalid for a segment or a tag that is not there, and where not exactly one of the three was said."""
    if wanted.segment is None:
        return filters_of(studio, wanted.filter, everybody=wanted.everybody)
    if wanted.filter is not None or wanted.everybody:
        raise Invalid("whom_twice", _("Say whom once: a segment, a filter, or everybody."), "segment")
    found = segments.visible_to(me.viewer, studio).filter(pk=wanted.segment).first()
    if found is None:
        raise Invalid("segment_unknown", field="segment")
    return found


def _intake(sequence: Sequence, intake_id: int) -> Intake:
    found = queries.intakes(sequence).filter(pk=intake_id).first()
    if found is None:
        raise NotFoundHere()
    return found
