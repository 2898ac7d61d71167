"""Tag all contacts that a search finds: begin, look how far it is, stop it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import AUDIENCE, WRITING_AUDIENCE, Caller, needs
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.schemas import taggings as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.audience.contacts import actions, queries
from dhara.audience.models import Tagging
from dhara.kit import clock
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.people.models import Studio

router = Router(tags=["Contacts"])
TaggingId = Annotated[int, Field(ge=1, le=BIGGEST)]
_ALL = "/studios/{handle}/taggings"
_ONE = f"{_ALL}/{{tagging}}"


@router.post(_ALL, response={201: shapes.TaggingOut}, operation_id="tag_found", summary="Tag all that a search finds")
@needs(WRITING_AUDIENCE)
def tag_found(
    request: HttpRequest, handle: Path[Handle], wanted: shapes.TaggingIn, idempotency_key: IdempotencyKey
) -> Any:
    """Each gets it as one by one: rules, sequences and webhooks see it. At most five at once.

    Send the same `Idempotency-Key` again when no answer came: you get how far it is.
    """
    studio, me = desk_of(request, handle, "edit_contacts")
    at = clock.now()

    def make() -> int:
        return _begin(studio, wanted, me, at).pk

    made, _new = make_once(make, key=f"tagging:{studio.pk}:{idempotency_key}", body=body_of(wanted), at=at)
    return Status(201, _out(studio, made))


@router.get(_ONE, response=shapes.TaggingOut, operation_id="get_tagging", summary="How far a tagging is")
@needs(AUDIENCE)
def get_tagging(request: HttpRequest, handle: Path[Handle], tagging: Path[TaggingId]) -> Any:
    """Not found once its tag was removed."""
    studio, _me = desk_of(request, handle, "edit_contacts")
    return _out(studio, tagging)


@router.post(f"{_ONE}/cancellation", response=shapes.TaggingOut, operation_id="stop_tagging", summary="Stop a tagging")
@needs(WRITING_AUDIENCE)
def stop_tagging(request: HttpRequest, handle: Path[Handle], tagging: Path[TaggingId]) -> Any:
    """What was done stays."""
    studio, me = desk_of(request, handle, "edit_contacts")
    actions.stop_tagging(studio, tagging, by=me.by, at=clock.now())
    return _out(studio, tagging)


def _begin(studio: Studio, wanted: shapes.TaggingIn, me: Caller, at: datetime) -> Tagging:
    filters = filters_of(studio, wanted.filter, everybody=wanted.everybody)
    if wanted.off:
        tag_id = _known(studio, wanted.tag, "tag")
    else:
        tag_id = actions.tags_named(studio, [wanted.tag], by=me.by, at=at)[0].pk
    return actions.tag_found(studio, filters, tag_id, off=wanted.off, by=me.by, at=at)


def filters_of(studio: Studio, given: shapes.FilterIn | None, *, everybody: bool) -> queries.Filters:
    """Raises Invalid where nobody said whom: what is forgotten must not mean everybody."""
    asked = given or shapes.FilterIn.model_validate({})
    tag_id = _known(studio, asked.tag, "filter.tag") if asked.tag else None
    found = queries.Filters(asked.q.strip(), asked.state, tag_id)
    if bool(found) is everybody:
        raise Invalid("whom_missing", _("Please say whom: with a filter, or everybody."), "filter")
    return found


def _known(studio: Studio, name: str, field: str) -> int:
    found = queries.tags_of(studio).filter(name__iexact=name.strip()).first()
    if found is None:
        raise Invalid("tag_unknown", _("This studio has no tag of this name."), field)
    return found.pk


def _out(studio: Studio, tagging_id: int) -> shapes.TaggingOut:
    found = queries.taggings_of(studio).filter(pk=tagging_id).first()
    if found is None:
        raise NotFoundHere()
    return shapes.tagging_out(found)
