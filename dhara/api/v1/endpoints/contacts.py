"""A studio's contacts, tags and fields."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.v1.access import AUDIENCE, WRITING_AUDIENCE, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.schemas import contacts as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.audience.contacts import actions, queries
from dhara.audience.models import Contact, Tag
from dhara.kit import clock
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.people.models import Studio

router = Router(tags=["Contacts"])
ContactId = Annotated[int, Field(ge=1, le=BIGGEST)]


@router.get(
    "/studios/{handle}/contacts",
    response=shapes.ContactPage,
    operation_id="list_contacts",
    summary="A studio's contacts",
)
@needs(AUDIENCE)
def list_contacts(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.ContactsAsked]) -> Any:
    """The latest first, with their tags and fields."""
    studio, _me = desk_of(request, handle, "see_audience")
    cursors = Cursors("contacts", studio=studio.pk, q=asked.q, state=asked.state, tag=asked.tag)
    contacts = queries.found(studio, queries.Filters(asked.q, asked.state)).order_by("-pk")
    if asked.tag:
        wanted = Tag.objects.filter(studio=studio, name__iexact=asked.tag).values("pk")
        contacts = contacts.filter(tagged__tag__in=wanted)
    shown, more = cursors.page(contacts, asked)
    tags = queries.tags_on([each.pk for each in shown])
    items = [shapes.contact_out(each, tags.get(each.pk, [])) for each in shown]
    return shapes.ContactPage(items=items, next=more)


@router.post(
    "/studios/{handle}/contacts",
    response={200: shapes.ContactOut, 201: shapes.ContactOut},
    operation_id="put_contact",
    summary="Add or change a contact, by its address",
)
@needs(WRITING_AUDIENCE)
def put_contact(request: HttpRequest, handle: Path[Handle], wanted: shapes.ContactIn) -> Any:
    """Twice is once. Without `agreed` a new one gets no letters; nobody who left is brought back."""
    studio, me = desk_of(request, handle, "edit_contacts")
    at = clock.now()
    with transaction.atomic():
        there = Contact.objects.filter(studio=studio, email__iexact=wanted.email.strip()).exists()
        tags = actions.tags_named(studio, wanted.tags, by=me.by, at=at)
        made = actions.add(
            studio,
            wanted.email,
            by=me.by,
            at=at,
            tag_ids=[tag.pk for tag in tags],
            words=wanted.words,
            source="api",
            name=wanted.name or "",
            language=wanted.language or "",
            agreed=wanted.agreed,
        )
        if there and (wanted.name is not None or wanted.language is not None):
            made = actions.edit(made, name=wanted.name, language=wanted.language, by=me.by, at=at)
        for key, value in wanted.fields.items():
            actions.set_field(made, key, value, by=me.by, at=at)
    return Status(200 if there else 201, _out(studio, made.pk))


@router.get(
    "/studios/{handle}/contacts/{contact}",
    response=shapes.ContactOut,
    operation_id="get_contact",
    summary="One contact",
)
@needs(AUDIENCE)
def get_contact(request: HttpRequest, handle: Path[Handle], contact: Path[ContactId]) -> Any:
    """Not found once it was erased."""
    studio, _me = desk_of(request, handle, "see_audience")
    return _out(studio, contact)


@router.post(
    "/studios/{handle}/contacts/{contact}/tagging",
    response=shapes.ContactOut,
    operation_id="tag_contact",
    summary="Put tags on a contact, and take some off",
)
@needs(WRITING_AUDIENCE)
def tag_contact(request: HttpRequest, handle: Path[Handle], contact: Path[ContactId], wanted: shapes.TagsIn) -> Any:
    """By name. What is there already, or not there, is no error."""
    studio, me = desk_of(request, handle, "edit_contacts")
    found, at = _one(studio, contact), clock.now()
    with transaction.atomic():
        for tag in actions.tags_named(studio, wanted.add, by=me.by, at=at):
            actions.tag(found, tag.pk, by=me.by, at=at)
        off = {name.strip().lower() for name in wanted.remove}
        for tag in queries.tags_on([found.pk]).get(found.pk, []):
            if tag.name.lower() in off:
                actions.untag(found, tag.pk, by=me.by, at=at)
    return _out(studio, contact)


@router.post(
    "/studios/{handle}/contacts/{contact}/unsubscription",
    response=shapes.ContactOut,
    operation_id="unsubscribe_contact",
    summary="Send a contact no more letters",
)
@needs(WRITING_AUDIENCE)
def unsubscribe_contact(
    request: HttpRequest, handle: Path[Handle], contact: Path[ContactId], wanted: shapes.LeaveIn
) -> Any:
    """Only they themselves can subscribe again."""
    studio, me = desk_of(request, handle, "edit_contacts")
    found = _one(studio, contact)
    actions.unsubscribe(found, by=me.by, at=clock.now(), source="api", words=wanted.reason)
    return _out(studio, contact)


@router.post(
    "/studios/{handle}/contacts/{contact}/erasure",
    response=shapes.ErasedOut,
    operation_id="erase_contact",
    summary="Erase a contact for good",
)
@needs(WRITING_AUDIENCE)
def erase_contact(request: HttpRequest, handle: Path[Handle], contact: Path[ContactId], wanted: shapes.EraseIn) -> Any:
    """Everything about them goes; a keyed hash of the address keeps them from being written to again."""
    studio, me = desk_of(request, handle, "edit_contacts")
    found = _one(studio, contact)
    if wanted.email.strip().lower() != found.email:
        raise Invalid("email_differs", field="email")
    actions.erase(found, by=me.by, at=clock.now())
    return shapes.ErasedOut(erased=True)


@router.get("/studios/{handle}/tags", response=shapes.TagsOut, operation_id="list_tags", summary="The tags of a studio")
@needs(AUDIENCE)
def list_tags(request: HttpRequest, handle: Path[Handle]) -> Any:
    """All of them, by name."""
    studio, _me = desk_of(request, handle, "see_audience")
    return shapes.TagsOut(items=[shapes.tag_out(tag) for tag in queries.tags_of(studio)])


@router.post("/studios/{handle}/tags", response={201: shapes.TagOut}, operation_id="make_tag", summary="Make a tag")
@needs(WRITING_AUDIENCE)
def make_tag(request: HttpRequest, handle: Path[Handle], wanted: shapes.TagIn) -> Any:
    """A studio has each name once, however it is written."""
    studio, me = desk_of(request, handle, "edit_contacts")
    return Status(201, shapes.tag_out(actions.make_tag(studio, wanted.name, by=me.by, at=clock.now())))


@router.get(
    "/studios/{handle}/contact-fields",
    response=shapes.FieldsOut,
    operation_id="list_contact_fields",
    summary="What a studio wants to know of its contacts",
)
@needs(AUDIENCE)
def list_contact_fields(request: HttpRequest, handle: Path[Handle]) -> Any:
    """The keys are those of `fields` in a contact."""
    studio, _me = desk_of(request, handle, "see_audience")
    return shapes.FieldsOut(items=[shapes.field_out(field) for field in queries.fields_of(studio)])


def _one(studio: Studio, contact_id: int) -> Contact:
    found = queries.one(studio, contact_id)
    if found is None:
        raise NotFoundHere()
    return found


def _out(studio: Studio, contact_id: int) -> shapes.ContactOut:
    found = _one(studio, contact_id)
    return shapes.contact_out(found, queries.tags_on([found.pk]).get(found.pk, []))
