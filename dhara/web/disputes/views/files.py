"""The doors to what was shown in a case: for its two sides and for operators, asked anew at every request."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dhara.kit import clock
from dhara.kit.files.ranges import ranged_response
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer, is_operator
from dhara.people.models import Account
from dhara.trust.disputes import queries
from dhara.trust.models import StatementFile
from dhara.web.disputes.seats import Seat
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private


@require_safe
@private
@login_required
def own(request: HttpRequest, shown_id: int) -> HttpResponseBase:
    """For whoever is signed in on one of the sides, and for operators."""
    found = _found(shown_id)
    side = queries.side_of(Viewer(request.user).actor, found.statement.case.unit)
    if side is None and not (isinstance(request.user, Account) and is_operator(request.user)):
        raise Http404
    return ranged_response(request, found.file, found.name)


@require_safe
@private
@limited("case-file", 600, 60)
def fetch(request: HttpRequest, token: str) -> HttpResponseBase:
    """By a link that a program was given: whether who asked for it is still a side is asked anew."""
    try:
        found = queries.open_link(token, clock.now())
    except Refused as refusal:
        return render(request, "disputes/file_trouble.html", {"refusal": refusal}, status=refusal.status)
    return ranged_response(request, found.file, found.name)


def of_case(request: HttpRequest, seat: Seat, shown_id: int) -> HttpResponseBase:
    """From the page of the case."""
    found = _found(shown_id)
    if seat.case is None or found.statement.case_id != seat.case.pk:
        raise Http404
    return ranged_response(request, found.file, found.name)


def _found(shown_id: int) -> StatementFile:
    found = queries.shown(shown_id)
    if found is None:
        raise Http404
    return found
