"""Addresses that get no letters of a studio: look, keep one out, let one in again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from dhara.api.v1.access import AUDIENCE, WRITING_AUDIENCE, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.schemas import suppressions as shapes
from dhara.audience.contacts import actions
from dhara.audience.contacts import queries as contacts
from dhara.audience.models import Suppression
from dhara.audience.suppression import queries
from dhara.kit import clock
from dhara.people.models import Studio

router = Router(tags=["Suppression"])
_ALL = "/studios/{handle}/suppressions"


@router.get(
    _ALL, response=shapes.SuppressionPage, operation_id="list_suppressions", summary="Addresses that get no letters"
)
@needs(AUDIENCE)
def list_suppressions(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.SuppressionsAsked]) -> Any:
    """The latest first. The addresses are not kept: ask with `email` whether one is among them, and why."""
    studio, _me = desk_of(request, handle, "edit_sending")
    cursors = Cursors("suppressions", studio=studio.pk, email=asked.email, reason=asked.reason)
    shown, more = cursors.page(queries.of_studio(studio.pk, reason=asked.reason, email=asked.email), asked)
    return shapes.SuppressionPage(items=_told(studio, shown), next=more)


@router.post(
    _ALL,
    response={200: shapes.SuppressionsOut, 201: shapes.SuppressionsOut},
    operation_id="keep_address_out",
    summary="Send no letters to an address",
)
@needs(WRITING_AUDIENCE)
def keep_address_out(request: HttpRequest, handle: Path[Handle], wanted: shapes.SuppressionIn) -> Any:
    """Twice is once. Whoever left by themselves stays on the list for that. The answer is what is kept about it now."""
    studio, me = desk_of(request, handle, "edit_sending")
    new = actions.keep_out(studio, wanted.email, wanted.words, by=me.by, at=clock.now())
    return Status(201 if new else 200, _about(studio, wanted.email))


@router.post(
    f"{_ALL}/lifting",
    response=shapes.SuppressionsOut,
    operation_id="let_address_in",
    summary="Let an address have letters again",
)
@needs(WRITING_AUDIENCE)
def let_address_in(request: HttpRequest, handle: Path[Handle], wanted: shapes.SuppressionIn) -> Any:
    """After it came back, complained or was stopped by hand; who had left has left still. Answers what is left."""
    studio, me = desk_of(request, handle, "edit_sending")
    actions.let_in(studio, wanted.email, wanted.words, by=me.by, at=clock.now())
    return _about(studio, wanted.email)


def _about(studio: Studio, email: str) -> shapes.SuppressionsOut:
    return shapes.SuppressionsOut(items=_told(studio, queries.of_studio(studio.pk, email=email)))


def _told(studio: Studio, rows: Iterable[Suppression]) -> list[shapes.SuppressionOut]:
    rows = list(rows)
    known = contacts.by_key(studio, [each.email_key for each in rows])
    return [shapes.suppression_out(each, known) for each in rows]
