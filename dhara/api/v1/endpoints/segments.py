"""A studio's segments: who is meant, in rules and in words; how many these are now; who they are."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import AUDIENCE, WRITING_AUDIENCE, Caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.schemas import segments as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.api.v1.schemas.contacts import ContactPage, contact_out
from dhara.api.v1.schemas.market import Paged
from dhara.audience.contacts.queries import tags_on
from dhara.audience.models import Segment
from dhara.audience.segments import actions, queries, rules
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Studio

router = Router(tags=["Segments"])
SegmentId = Annotated[int, Field(ge=1, le=BIGGEST)]
_ALL = "/studios/{handle}/segments"
_ONE = f"{_ALL}/{{segment}}"


@router.get(_ALL, response=shapes.SegmentPage, operation_id="list_segments", summary="A studio's segments")
@needs(AUDIENCE)
def list_segments(request: HttpRequest, handle: Path[Handle], asked: Query[Paged]) -> Any:
    """The latest first, with their rules in words. Counts are as they were last counted."""
    studio, me = desk_of(request, handle, "see_audience")
    segments = queries.visible_to(me.viewer, studio).order_by("-pk")
    shown, more = Cursors("segments", studio=studio.pk).page(segments, asked)
    said = queries.sentences(shown, studio.pk)
    return shapes.SegmentPage(items=[shapes.segment_out(each, said[each.pk]) for each in shown], next=more)


@router.post(_ALL, response={201: shapes.SegmentNow}, operation_id="make_segment", summary="Make a segment")
@needs(WRITING_AUDIENCE)
def make_segment(
    request: HttpRequest, handle: Path[Handle], wanted: shapes.SegmentIn, idempotency_key: IdempotencyKey
) -> Any:
    """It is always up to date: whoever comes to match is in it by itself.

    Send the same `Idempotency-Key` again when no answer came: you get the segment that was made.
    """
    studio, me = desk_of(request, handle, "edit_letters")
    at = clock.now()

    def make() -> int:
        return actions.make(studio, name=wanted.name, given=wanted.rules, by=me.by, at=at).pk

    made, _new = make_once(make, key=f"segment:{studio.pk}:{idempotency_key}", body=body_of(wanted), at=at)
    return Status(201, _now(_one(studio, me, made)))


@router.post(f"{_ALL}/count", response=shapes.SizeOut, operation_id="count_rules", summary="How many rules mean now")
@needs(AUDIENCE)
def count_rules(request: HttpRequest, handle: Path[Handle], wanted: shapes.RulesIn) -> Any:
    """Without saving them."""
    studio, _me = desk_of(request, handle, "edit_letters")
    clean = rules.clean(wanted.rules, studio)
    meant, getting = queries.sizes(studio.pk, clean, at=clock.now())
    return shapes.SizeOut(sentence=queries.sentence(clean, studio.pk), meant=meant, getting=getting)


@router.get(_ONE, response=shapes.SegmentNow, operation_id="get_segment", summary="One segment")
@needs(AUDIENCE)
def get_segment(request: HttpRequest, handle: Path[Handle], segment: Path[SegmentId]) -> Any:
    """Its rules, the same in words, and how many are meant now."""
    studio, me = desk_of(request, handle, "see_audience")
    return _now(_one(studio, me, segment))


@router.post(_ONE, response=shapes.SegmentNow, operation_id="change_segment", summary="Change a segment")
@needs(WRITING_AUDIENCE)
def change_segment(
    request: HttpRequest, handle: Path[Handle], segment: Path[SegmentId], wanted: shapes.SegmentChangeIn
) -> Any:
    """What uses it means the new rules from now on; what was sent to it was frozen then."""
    studio, me = desk_of(request, handle, "edit_letters")
    found = _one(studio, me, segment)
    return _now(actions.change(found, name=wanted.name, given=wanted.rules, by=me.by, at=clock.now()))


@router.post(
    f"{_ONE}/removal", response=shapes.RemovedOut, operation_id="remove_segment", summary="Remove a segment for good"
)
@needs(WRITING_AUDIENCE)
def remove_segment(request: HttpRequest, handle: Path[Handle], segment: Path[SegmentId]) -> Any:
    """Its people stay in the audience."""
    studio, me = desk_of(request, handle, "edit_letters")
    actions.remove(_one(studio, me, segment), by=me.by)
    return shapes.RemovedOut(removed=True)


@router.get(f"{_ONE}/members", response=ContactPage, operation_id="list_segment_members", summary="Who is in a segment")
@needs(AUDIENCE)
def list_segment_members(
    request: HttpRequest, handle: Path[Handle], segment: Path[SegmentId], asked: Query[Paged]
) -> Any:
    """Who is meant now, the latest contacts first."""
    studio, me = desk_of(request, handle, "see_audience")
    one = _one(studio, me, segment)
    members = queries.members(studio.pk, one.rules, at=clock.now()).order_by("-pk")
    shown, more = Cursors("members", segment=one.pk).page(members, asked)
    tags = tags_on([each.pk for each in shown])
    return ContactPage(items=[contact_out(each, tags.get(each.pk, [])) for each in shown], next=more)


def _one(studio: Studio, me: Caller, segment_id: int) -> Segment:
    found = queries.visible_to(me.viewer, studio).filter(pk=segment_id).select_related("studio").first()
    if found is None:
        raise NotFoundHere()
    return found


def _now(found: Segment) -> shapes.SegmentNow:
    sizes = queries.sizes(found.studio_id, found.rules, at=clock.now())
    return shapes.segment_now(found, queries.sentence(found.rules, found.studio_id), sizes)
