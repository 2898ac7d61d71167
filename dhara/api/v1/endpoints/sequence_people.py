"""Who is in a sequence: let one in or out, let those who are held try again."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import AUDIENCE, SENDING_LETTERS, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.endpoints.sequences import ONE, SequenceId, one
from dhara.api.v1.schemas import sequence_people as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.audience.contacts import queries as contacts
from dhara.audience.models import Enrolment, Sequence
from dhara.audience.sequences import actions, queries
from dhara.kit import clock
from dhara.kit.refusal import Invalid, NotFoundHere

router = Router(tags=["Sequences"])
PersonId = Annotated[int, Field(ge=1, le=BIGGEST)]
_PEOPLE = f"{ONE}/people"


@router.get(_PEOPLE, response=shapes.PeoplePage, operation_id="list_sequence_people", summary="Who is in it")
@needs(AUDIENCE)
def list_sequence_people(
    request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], asked: Query[shapes.PeopleAsked]
) -> Any:
    """Each passage, the latest first: of those who are in it, and of those who were."""
    studio, me = desk_of(request, handle, "see_audience")
    found = one(studio, me, sequence)
    cursors = Cursors("sequence-people", sequence=found.pk, state=asked.state, step=asked.step)
    shown, more = cursors.page(queries.people(found, state=asked.state, node=asked.step), asked)
    return shapes.PeoplePage(items=_told(found, shown), next=more)


@router.post(_PEOPLE, response={201: shapes.PersonOut}, operation_id="enrol_contact", summary="Let a contact in")
@needs(SENDING_LETTERS)
def enrol_contact(
    request: HttpRequest,
    handle: Path[Handle],
    sequence: Path[SequenceId],
    wanted: shapes.EnrolIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """They begin at the first step. Refused for who is in it already, or does not come in again yet."""
    studio, me = desk_of(request, handle, "send_letters")
    found, at = one(studio, me, sequence), clock.now()
    contact = contacts.visible_to(me.viewer, studio).filter(pk=wanted.contact).first()
    if contact is None:
        raise Invalid("contact_unknown", field="contact")
    key = f"enrolment:{found.pk}:{idempotency_key}"
    made, _new = make_once(
        lambda: actions.enrol(found, contact, by=me.by, at=at).pk, key=key, body=body_of(wanted), at=at
    )
    return Status(201, _told(found, [_person(found, made)])[0])


@router.post(
    f"{_PEOPLE}/{{person}}/end", response=shapes.PersonOut, operation_id="end_passage", summary="Take a contact out"
)
@needs(SENDING_LETTERS)
def end_passage(request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], person: Path[PersonId]) -> Any:
    """Whose passage has ended already stays as they are."""
    studio, me = desk_of(request, handle, "send_letters")
    found = one(studio, me, sequence)
    actions.unenrol(found, _person(found, person).contact, by=me.by, at=clock.now())
    return _told(found, [_person(found, person)])[0]


@router.post(
    f"{_PEOPLE}/retrial", response=shapes.RetriedOut, operation_id="retry_passages", summary="Let who is held try again"
)
@needs(SENDING_LETTERS)
def retry_passages(
    request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], wanted: shapes.RetryIn
) -> Any:
    """The step at which something went wrong; nothing is sent twice."""
    studio, me = desk_of(request, handle, "send_letters")
    one_of_them = None if wanted.person is None else [wanted.person]
    many = actions.retry(one(studio, me, sequence), one_of_them, by=me.by, at=clock.now())
    return shapes.RetriedOut(retried=many)


def _told(sequence: Sequence, found: list[Enrolment]) -> list[shapes.PersonOut]:
    versions = dict(sequence.versions.values_list("pk", "number"))
    return [shapes.person_out(each, versions) for each in found]


def _person(sequence: Sequence, enrolment_id: int) -> Enrolment:
    found = queries.people(sequence).filter(pk=enrolment_id).first()
    if found is None:
        raise NotFoundHere()
    return found
