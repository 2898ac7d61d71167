"""What was published of a sequence, and to take it up again."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import Field

from dhara.api.v1.access import AUDIENCE, WRITING_AUDIENCE, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.endpoints.sequences import ONE, SequenceId, one, out
from dhara.api.v1.schemas import sequences as shapes
from dhara.api.v1.schemas import steps as step_shapes
from dhara.api.v1.schemas.market import Paged
from dhara.audience.models import SequenceVersion
from dhara.audience.sequences import actions, queries
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere

router = Router(tags=["Sequences"])
VersionNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]
_ALL = f"{ONE}/versions"
_ONE = f"{_ALL}/{{version}}"


@router.get(_ALL, response=shapes.VersionPage, operation_id="list_sequence_versions", summary="What was published")
@needs(AUDIENCE)
def list_sequence_versions(
    request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], asked: Query[Paged]
) -> Any:
    """The latest first; none ever changes."""
    studio, me = desk_of(request, handle, "see_audience")
    found = one(studio, me, sequence)
    versions = found.versions.defer("graph").order_by("-pk")
    shown, more = Cursors("versions", sequence=found.pk).page(versions, asked)
    return shapes.VersionPage(items=[shapes.version_row(each, found) for each in shown], next=more)


@router.get(
    _ONE,
    response=shapes.VersionOut,
    operation_id="get_sequence_version",
    summary="One version",
)
@needs(AUDIENCE)
def get_sequence_version(
    request: HttpRequest, handle: Path[Handle], sequence: Path[SequenceId], version: Path[VersionNumber]
) -> Any:
    """The steps by which people go, or went."""
    studio, me = desk_of(request, handle, "see_audience")
    found = one(studio, me, sequence)
    kept = SequenceVersion.objects.filter(sequence=found, number=version).first()
    if kept is None:
        raise NotFoundHere()
    steps = step_shapes.steps_out(kept.graph, queries.known(studio, kept.graph))
    return shapes.version_out(kept, found, steps)


@router.post(
    f"{_ONE}/restoration",
    response=shapes.SequenceOut,
    operation_id="restore_sequence_version",
    summary="Take up an old version again",
)
@needs(WRITING_AUDIENCE)
def restore_sequence_version(
    request: HttpRequest,
    handle: Path[Handle],
    sequence: Path[SequenceId],
    version: Path[VersionNumber],
    wanted: shapes.RestorationIn,
) -> Any:
    """It becomes the draft, with its letters as they were sent; what runs does not change by that.

    What is gone since is left open, and is among the `findings`.
    """
    studio, me = desk_of(request, handle, "edit_letters")
    actions.restore(one(studio, me, sequence), version, seen=wanted.seen, by=me.by, at=clock.now())
    return out(studio, me, sequence)
