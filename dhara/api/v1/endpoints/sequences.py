"""A studio's sequences: make one, change its settings and its draft, publish and steer it, read how it does."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import AUDIENCE, SENDING_LETTERS, WRITING_AUDIENCE, Caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints import drafting
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.problems import problem
from dhara.api.v1.schemas import sequences as shapes
from dhara.api.v1.schemas import steps as step_shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.audience.messages.queries import offers_of
from dhara.audience.models import Message, Sequence
from dhara.audience.sequences import actions, queries, rules
from dhara.kit import clock
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.people.models import Studio

router = Router(tags=["Sequences"])
SequenceId = Annotated[int, Field(ge=1, le=BIGGEST)]
VERBS = {"pause": actions.pause, "resume": actions.resume, "archive": actions.archive}
_ALL = "/studios/{handle}/sequences"
ONE = f"{_ALL}/{{sequence}}"


@router.get(
    "/sequence-templates",
    response=shapes.TemplatesOut,
    operation_id="list_sequence_templates",
    summary="Ready sequences",
)
@needs(AUDIENCE)
def list_sequence_templates(request: HttpRequest) -> Any:
    """What one can begin with, with letters in both languages."""
    return shapes.templates_out()


@router.get(_ALL, response=shapes.SequencePage, operation_id="list_sequences", summary="A studio's sequences")
@needs(AUDIENCE)
def list_sequences(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.SequencesAsked]) -> Any:
    """The latest first, each with how many people are or were in it."""
    studio, me = desk_of(request, handle, "see_audience")
    cursors = Cursors("sequences", studio=studio.pk, state=asked.state)
    found = queries.visible_to(me.viewer, studio)
    found = found.filter(status=asked.state) if asked.state else found
    shown, more = cursors.page(queries.with_counts(found), asked)
    return shapes.SequencePage(items=[shapes.row_out(each) for each in shown], next=more)


@router.post(_ALL, response={201: shapes.SequenceOut}, operation_id="make_sequence", summary="Make a sequence")
@needs(WRITING_AUDIENCE)
def make_sequence(
    request: HttpRequest, handle: Path[Handle], wanted: shapes.SequenceMakeIn, idempotency_key: IdempotencyKey
) -> Any:
    """A draft, from a template or empty: nobody comes in before it is published.

    Send the same `Idempotency-Key` again when no answer came: you get the sequence that was made.
    """
    studio, me = desk_of(request, handle, "edit_letters")
    at = clock.now()
    key = f"sequence:{studio.pk}:{idempotency_key}"
    made, _new = make_once(lambda: _make(studio, me, wanted), key=key, body=body_of(wanted), at=at)
    return Status(201, out(studio, me, made))


def _make(studio: Studio, me: Caller, wanted: shapes.SequenceMakeIn) -> int:
    at, offer = clock.now(), None
    if wanted.offer is not None:
        offer = offers_of(studio).filter(pk=wanted.offer).first()
        if offer is None or wanted.template is None:
            raise Invalid("offer_unknown", _("This offer is not there, or nothing would show it."), "offer")
    if wanted.template:
        made = actions.make_from(studio, wanted.template, by=me.by, at=at, name=wanted.name, offer=offer)
    else:
        made = actions.make(studio, wanted.name, by=me.by, at=at)
    if wanted.triggers is not None:
        actions.settle(made, triggers=shapes.events_of(wanted.triggers), by=me.by, at=at)
    return made.pk


@router.get(ONE, response=shapes.SequenceOut, operation_id="get_sequence", summary="One sequence")
@needs(AUDIENCE)
def get_sequence(request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId]) -> Any:
    """Its settings, its draft step by step, and what keeps it from being published."""
    studio, me = desk_of(request, handle, "see_audience")
    return out(studio, me, sequence)


@router.post(ONE, response=shapes.SequenceOut, operation_id="change_sequence", summary="Change a sequence's settings")
@needs(WRITING_AUDIENCE)
def change_sequence(
    request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], wanted: shapes.SequenceIn
) -> Any:
    """All of them as they shall be; they count at once, for everybody in it."""
    studio, me = desk_of(request, handle, "edit_letters")
    found, at = one(studio, me, sequence), clock.now()
    with transaction.atomic():
        actions.rename(found, wanted.name, by=me.by, at=at)
        actions.settle(found, **shapes.settings_of(wanted), by=me.by, at=at)
    return out(studio, me, sequence)


@router.post(f"{ONE}/draft", response=shapes.SequenceOut, operation_id="draft_sequence", summary="Change the steps")
@needs(WRITING_AUDIENCE)
def draft_sequence(
    request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], wanted: step_shapes.DraftIn
) -> Any:
    """All steps of the draft as they shall be, and what their letters say. What runs does not change by that."""
    studio, me = desk_of(request, handle, "edit_letters")
    drafting.draft(one(studio, me, sequence), wanted, by=me.by, at=clock.now())
    return out(studio, me, sequence)


@router.post(f"{ONE}/publication", response=shapes.SequenceOut, operation_id="publish_sequence", summary="Publish it")
@needs(SENDING_LETTERS)
def publish_sequence(
    request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], wanted: shapes.PublicationIn
) -> Any:
    """The draft becomes the version by which newcomers go; a draft begins to run. Refused with all `findings`."""
    studio, me = desk_of(request, handle, "send_letters")
    found = one(studio, me, sequence)
    if wanted.seen != found.draft_version:
        raise Conflict("changed_meanwhile", _("Somebody else changed this sequence a moment ago. Look again, please."))
    if found.status != rules.ARCHIVED and (lacking := queries.findings(found)):
        words = str(lacking[0].words)
        errors = [{"field": each.node or "graph", "code": "not_ready", "message": str(each.words)} for each in lacking]
        return problem(422, "not_ready", words, errors=errors)
    actions.publish(found, by=me.by, at=clock.now(), move_people=wanted.move_people)
    return out(studio, me, sequence)


@router.post(
    f"{ONE}/state", response=shapes.SequenceOut, operation_id="move_sequence", summary="Pause, resume or archive it"
)
@needs(SENDING_LETTERS)
def move_sequence(
    request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], wanted: shapes.SequenceMoveIn
) -> Any:
    """While it is paused everybody waits where they are. Who is in one that is archived leaves, for good."""
    studio, me = desk_of(request, handle, "send_letters")
    VERBS[wanted.to](one(studio, me, sequence), by=me.by, at=clock.now())
    return out(studio, me, sequence)


@router.post(
    f"{ONE}/copies", response={201: shapes.SequenceOut}, operation_id="copy_sequence", summary="Copy a sequence"
)
@needs(WRITING_AUDIENCE)
def copy_sequence(
    request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], idempotency_key: IdempotencyKey
) -> Any:
    """A draft with the same steps and settings and letters of its own. Nobody is in it."""
    studio, me = desk_of(request, handle, "edit_letters")
    found, at = one(studio, me, sequence), clock.now()
    key = f"sequence-copy:{studio.pk}:{idempotency_key}"
    copied, _new = make_once(lambda: actions.copy(found, by=me.by, at=at).pk, key=key, body=str(found.pk), at=at)
    return Status(201, out(studio, me, copied))


@router.get(
    f"{ONE}/numbers", response=shapes.NumbersOut, operation_id="get_sequence_numbers", summary="How each step does"
)
@needs(AUDIENCE)
def get_sequence_numbers(request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId]) -> Any:
    """Live, by step, over all versions; a step to which nobody has come is left out."""
    studio, me = desk_of(request, handle, "see_audience")
    found = queries.numbers(one(studio, me, sequence))
    return shapes.numbers_out(found, with_money=me.viewer.may(studio, "see_money"))


def one(studio: Studio, me: Caller, sequence_id: int) -> Sequence:
    """A sequence of the studio with its counts. Raises NotFoundHere."""
    found = queries.with_counts(queries.visible_to(me.viewer, studio)).filter(pk=sequence_id).first()
    if found is None:
        raise NotFoundHere()
    found.studio = studio
    kept: Sequence = found
    return kept


def out(studio: Studio, me: Caller, sequence_id: int) -> shapes.SequenceOut:
    found = one(studio, me, sequence_id)
    wanted = {node["message"] for _name, node in rules.of_kind(found.draft, rules.SEND) if node.get("message")}
    return shapes.sequence_out(
        found,
        step_shapes.steps_out(found.draft, queries.known(studio, found.draft)),
        triggers=queries.triggers(found),
        letters=Message.objects.filter(studio=studio, pk__in=wanted).order_by("id"),
        findings=queries.findings(found),
        unpublished=queries.unpublished(found),
    )
