"""Who or what put a tag on contacts and took it off."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import Field

from dhara.api.v1.access import AUDIENCE, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.contacts import ContactId
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.schemas import tag_changes as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.api.v1.schemas.market import Paged
from dhara.audience.automations.causes import causes
from dhara.audience.contacts import queries
from dhara.audience.models import ContactEvent
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Studio

router = Router(tags=["Contacts"])
TagId = Annotated[int, Field(ge=1, le=BIGGEST)]


@router.get(
    "/studios/{handle}/tags/{tag}/changes",
    response=shapes.TagChangePage,
    operation_id="list_tag_changes",
    summary="Who put a tag on, and who took it off",
)
@needs(AUDIENCE)
def list_tag_changes(request: HttpRequest, handle: Path[Handle], tag: Path[TagId], asked: Query[Paged]) -> Any:
    """The latest first, of all contacts. Who was erased is not in it."""
    studio, _me = desk_of(request, handle, "see_audience")
    if not queries.tags_of(studio).filter(pk=tag).exists():
        raise NotFoundHere()
    cursors = Cursors("tag-changes", tag=tag)
    return _page(studio, queries.taggings_told(studio, tag_id=tag), asked, cursors)


@router.get(
    "/studios/{handle}/contacts/{contact}/tag-changes",
    response=shapes.TagChangePage,
    operation_id="list_contact_tag_changes",
    summary="Which tags a contact got and lost",
)
@needs(AUDIENCE)
def list_contact_tag_changes(
    request: HttpRequest, handle: Path[Handle], contact: Path[ContactId], asked: Query[Paged]
) -> Any:
    """The latest first, tags among them that were removed since."""
    studio, _me = desk_of(request, handle, "see_audience")
    if queries.one(studio, contact) is None:
        raise NotFoundHere()
    cursors = Cursors("contact-tag-changes", contact=contact)
    return _page(studio, queries.taggings_told(studio, contact_id=contact), asked, cursors)


def _page(studio: Studio, told: QuerySet[ContactEvent], asked: Paged, cursors: Cursors) -> shapes.TagChangePage:
    shown, more = cursors.page(told, asked)
    who = causes(shown, studio)
    return shapes.TagChangePage(items=[shapes.tag_change_out(each, who[each.pk]) for each in shown], next=more)
