"""The doors to the files of paid work: who may have how much of one is asked anew at every request for bytes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dhara.kit import clock
from dhara.kit.actor import Actor
from dhara.kit.files.links import LinkExpired, LinkInvalid
from dhara.kit.files.ranges import ranged_response
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer, is_operator, operator_actor
from dhara.people.models import Account
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private
from dhara.web.work.seats import Seat
from dhara.work.engagements.rules import MODES, Role
from dhara.work.handins import queries, rules
from dhara.work.models import SubmittedFile


def file(request: HttpRequest, seat: Seat, handin_id: int) -> HttpResponseBase:
    """From the room: on to a short-lived link, or a page that says when it opens."""
    return _onwards(request, _of(seat, handin_id), seat.side, seat.by, seat.base)


def preview(request: HttpRequest, seat: Seat, handin_id: int) -> HttpResponseBase:
    return _look(request, _of(seat, handin_id))


def _of(seat: Seat, handin_id: int) -> SubmittedFile:
    found = _found(handin_id)
    if found.submission.unit.engagement_id != seat.engagement.pk:
        raise Http404
    return found


def _found(handin_id: int) -> SubmittedFile:
    found = queries.handed_in(handin_id) if handin_id < 2**63 else None
    if found is None:
        raise Http404
    return found


@require_safe
@private
@login_required
def own(request: HttpRequest, handin_id: int) -> HttpResponseBase:
    """The same for whoever is signed in on one of the sides, and for operators."""
    found, role, by = _signed_in(request, handin_id)
    room = _room_of(found) if role != "operator" else ""
    return _onwards(request, found, role, by, room)


@require_safe
@private
@login_required
def own_preview(request: HttpRequest, handin_id: int) -> HttpResponseBase:
    found, _role, _by = _signed_in(request, handin_id)
    return _look(request, found)


def _signed_in(request: HttpRequest, handin_id: int) -> tuple[SubmittedFile, Role, Actor]:
    found, by = _found(handin_id), Viewer(request.user).actor
    role = queries.side_of(by, found.submission.unit)
    if role is None and isinstance(request.user, Account) and is_operator(request.user):
        by, role = operator_actor(request.user), "operator"
    if role is None:
        raise Http404
    return found, role, by


def _onwards(request: HttpRequest, found: SubmittedFile, role: Role, by: Actor, room: str) -> HttpResponseBase:
    if queries.access_of(found, role) != rules.ORIGINAL:
        why = rules.closed(found.submission.unit.status)
        context = {"file": found, "why": why, "room": room}
        return render(request, "work/file_closed.html", context, status=403)
    return redirect("work:fetch", ticket=queries.link_for(found, by, clock.now()))


def _look(request: HttpRequest, found: SubmittedFile) -> HttpResponseBase:
    """The marked picture, in place. Whoever sees the room sees it."""
    if found.preview is None:
        raise Http404
    return ranged_response(request, found.preview, f"{found.name}.jpg", inline=True)


@require_safe
@private
@limited("work-file", 600, 60)
def fetch(request: HttpRequest, ticket: str) -> HttpResponseBase:
    """Bytes, whole or a range of them; every other answer is a page that says why not, and the way on."""
    try:
        return _bytes(request, ticket, clock.now())
    except LinkExpired as expired:
        return _trouble(request, expired, _room(expired.payload))
    except LinkInvalid as invalid:
        return _trouble(request, invalid)
    except Refused as refusal:
        return _trouble(request, refusal)


def _room(payload: dict[str, Any]) -> str:
    """Where whoever is signed in finds a fresh link; a guest's own address is in no link."""
    found = queries.handed_in(payload["file"]) if payload["who"] == "person" else None
    return _room_of(found) if found else ""


def _room_of(found: SubmittedFile) -> str:
    """Small tasks have no room: whoever looks at one has come from its own page."""
    unit = found.submission.unit
    return "" if MODES[unit.mode].pooled else f"/work/{unit.engagement_id}/"


def _bytes(request: HttpRequest, ticket: str, at: datetime) -> HttpResponseBase:
    found = queries.open_link(ticket, at)
    return ranged_response(request, found.file, found.name)


def _trouble(request: HttpRequest, refusal: Refused, room: str = "") -> HttpResponse:
    return render(request, "work/file_trouble.html", {"refusal": refusal, "room": room}, status=refusal.status)
