"""Licence keys: programs ask whether one is good; studios look after those they sold."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import Field

from dhara.api.v1 import limits
from dhara.api.v1.access import LICENCES, USING, WRITING_LICENCES, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.sales import studio_of
from dhara.api.v1.schemas import licences as shapes
from dhara.delivery.licences import actions, queries
from dhara.delivery.licences.rules import UNKNOWN, Answer
from dhara.delivery.models import Licence
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Studio

router = Router(tags=["Licences"])
LicenceId = Annotated[int, Field(ge=1, le=2**63 - 1)]


@router.post(
    "/licences/verify", response=shapes.LicenceAnswer, operation_id="verify_licence", summary="Is this key good?"
)
@needs(USING)
def verify_licence(request: HttpRequest, given: shapes.VerifyIn) -> Any:
    """No API key is needed: the licence key is the secret. A refund is seen at once."""
    at = clock.now()
    return _told(
        request, actions.verify(offer_id=given.offer, key=given.key, instance=given.instance.strip(), at=at), at
    )


@router.post(
    "/licences/activate", response=shapes.LicenceAnswer, operation_id="activate_licence", summary="Use a key here"
)
@needs(USING)
def activate_licence(request: HttpRequest, given: shapes.ActivateIn) -> Any:
    """Let a machine use the key, as long as there are seats. Asking again for the same machine changes nothing."""
    at = clock.now()
    by = caller(request).by
    answer = actions.activate(
        offer_id=given.offer, key=given.key, instance=given.instance, name=given.name, by=by, at=at
    )
    return _told(request, answer, at)


@router.post(
    "/licences/deactivate",
    response=shapes.LicenceAnswer,
    operation_id="deactivate_licence",
    summary="Use a key here no longer",
)
@needs(USING)
def deactivate_licence(request: HttpRequest, given: shapes.DeactivateIn) -> Any:
    """Take a machine off the key, so that another one may use it. Works for refused keys too."""
    at, by = clock.now(), caller(request).by
    return _told(
        request, actions.deactivate(offer_id=given.offer, key=given.key, instance=given.instance, by=by, at=at), at
    )


@router.get(
    "/studios/{handle}/licences",
    response=shapes.LicencePage,
    operation_id="list_licences",
    summary="Licence keys that a studio sold",
)
@needs(LICENCES)
def list_licences(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.LicencesAsked]) -> Any:
    """The latest first, with the machines that use them. Only for members who may see licences."""
    studio, with_buyers = _studio(request, handle, "see_licences")
    cursors, at = Cursors("licences", studio=studio.pk, q=asked.q, status=asked.status), clock.now()
    rows = queries.of_studio(studio, text=asked.q, status=asked.status, with_buyers=with_buyers)
    shown, more = cursors.page(rows.prefetch_related(queries.machines()), asked)
    items = [shapes.licence_out(each, at, with_buyers=with_buyers) for each in shown]
    return shapes.LicencePage(items=items, next=more)


@router.post(
    "/studios/{handle}/licences/{licence}/disabling",
    response=shapes.LicenceOut,
    operation_id="disable_licence",
    summary="Stop a key",
)
@needs(WRITING_LICENCES)
def disable_licence(
    request: HttpRequest, handle: Path[Handle], licence: Path[LicenceId], given: shapes.DisablingIn
) -> Any:
    """It is refused from now on, and the buyer is written why."""
    found, with_buyers, at = _one(request, handle, licence)
    actions.disable(found.pk, reason=given.reason, by=caller(request).by, at=at)
    return _again(found, with_buyers, at)


@router.post(
    "/studios/{handle}/licences/{licence}/enabling",
    response=shapes.LicenceOut,
    operation_id="enable_licence",
    summary="Allow a key again",
)
@needs(WRITING_LICENCES)
def enable_licence(request: HttpRequest, handle: Path[Handle], licence: Path[LicenceId]) -> Any:
    """A key that was stopped is good again."""
    found, with_buyers, at = _one(request, handle, licence)
    actions.enable(found.pk, by=caller(request).by, at=at)
    return _again(found, with_buyers, at)


@router.post(
    "/studios/{handle}/licences/{licence}/rotation",
    response=shapes.LicenceOut,
    operation_id="rotate_licence",
    summary="Exchange a key",
)
@needs(WRITING_LICENCES)
def rotate_licence(request: HttpRequest, handle: Path[Handle], licence: Path[LicenceId]) -> Any:
    """Another key for the same purchase. The old one is refused, its machines are taken off, the buyer is written."""
    found, with_buyers, at = _one(request, handle, licence)
    actions.rotate(found.pk, by=caller(request).by, at=at)
    return _again(found, with_buyers, at)


def _told(request: HttpRequest, answer: Answer, at: datetime) -> shapes.LicenceAnswer:
    """Keys that nobody has are counted as guesses: of these few are allowed."""
    if answer.code == UNKNOWN:
        limits.refuse_beyond(limits.guessed(request, at))
    return shapes.answer_out(answer)


def _studio(request: HttpRequest, handle: str, verb: str) -> tuple[Studio, bool]:
    me = caller(request)
    studio = studio_of(handle, me)
    me.viewer.require(studio, verb)
    return studio, me.viewer.may(studio, "see_buyers")


def _one(request: HttpRequest, handle: str, licence_id: int) -> tuple[Licence, bool, datetime]:
    studio, with_buyers = _studio(request, handle, "edit_licences")
    found = queries.one_of_studio(studio, licence_id)
    if found is None:
        raise NotFoundHere()
    return found, with_buyers, clock.now()


def _again(licence: Licence, with_buyers: bool, at: datetime) -> shapes.LicenceOut:
    fresh = queries.one_of_studio(licence.studio, licence.pk)
    assert fresh is not None
    return shapes.licence_out(fresh, at, with_buyers=with_buyers)
