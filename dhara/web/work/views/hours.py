"""Time of a week: write it down, put it right, take it away."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dhara.kit import clock
from dhara.kit.locale.digits import to_latin
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, Refused
from dhara.web.work import weekly
from dhara.web.work.seats import Seat, of_account
from dhara.web.work.views.room import page
from dhara.work.engagements.rules import BUYER
from dhara.work.hours import actions
from dhara.work.hours.rules import MOST_TEXT, Worked
from dhara.work.models import TimeEntry

FIELDS: Final = ("day", "begins", "ends", "text")
# The form's field of a refusal's.
_NAMES: Final = {"begins_at": "begins", "ends_at": "ends", "text": "text"}


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, project_id: int, week: int) -> HttpResponseBase:
    """GET: the form on a page of its own. POST: write time down."""
    return _add(request, engagement_id=project_id, position=week)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, project_id: int, week: int, entry_id: int) -> HttpResponseBase:
    """GET: an entry of the studio's in the form. POST: other times or words, or with `remove` take it away."""
    return _entry(request, engagement_id=project_id, position=week, entry_id=entry_id)


@of_account
def _add(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    _check(seat)
    if request.method != "POST":
        return _form(request, seat, weekly.empty(clock.now(), _zone(seat)))
    typed, at = _typed(request), clock.now()
    try:
        actions.write(seat.unit.pk, _worked(typed, seat), by=seat.by, at=at)
    except Refused as refusal:
        return _refused(request, seat, typed, refusal, at)
    messages.success(request, _("Written down."))
    return redirect(seat.home)


@of_account
def _entry(request: HttpRequest, seat: Seat, entry_id: int) -> HttpResponseBase:
    _check(seat)
    found = TimeEntry.objects.filter(pk=entry_id, unit=seat.unit).first() if entry_id < 2**63 else None
    if found is None:
        raise NotFoundHere
    if request.method != "POST":
        return _form(request, seat, weekly.filled(found, _zone(seat)), known=found)
    typed, at = _typed(request), clock.now()
    try:
        if "remove" in request.POST:
            actions.remove(found.pk, by=seat.by, at=at)
        else:
            actions.correct(found.pk, _worked(typed, seat), by=seat.by, at=at)
    except Refused as refusal:
        return _refused(request, seat, typed, refusal, at, known=found)
    messages.success(request, _("Taken away.") if "remove" in request.POST else _("Changed."))
    return redirect(seat.home)


def _check(seat: Seat) -> None:
    """For a week by the hour, and who does its work."""
    if not seat.hourly:
        raise NotFoundHere
    if seat.side == BUYER or not seat.acts:
        raise NotAllowed("wrong_role", _("Only who does the work writes time down."))


def _zone(seat: Seat) -> ZoneInfo:
    return ZoneInfo(seat.studio.time_zone)


def _typed(request: HttpRequest) -> dict[str, str]:
    given = {name: request.POST.get(name, "")[:1_000] for name in FIELDS}
    return {name: value if name == "text" else to_latin(value).strip() for name, value in given.items()}


def _worked(typed: dict[str, str], seat: Seat) -> Worked:
    span = weekly.read(typed, _zone(seat))
    if span is None:
        raise Invalid("time_wrong", _("Say the day, and from when to when you worked, such as 09:30."), "begins_at")
    return Worked(*span, typed["text"])


def _refused(
    request: HttpRequest,
    seat: Seat,
    typed: dict[str, str],
    refusal: Refused,
    at: datetime,
    known: TimeEntry | None = None,
) -> HttpResponseBase:
    """Beside the form; a week that was closed in the meantime is shown as it is now."""
    if isinstance(refusal, NotAllowed | NotFoundHere):
        raise refusal
    if isinstance(refusal, Conflict) and refusal.code == "week_closed":
        return page(request, seat.again(), at, refusal, typed["text"])
    return _form(request, seat, typed, refusal, known)


def _form(
    request: HttpRequest,
    seat: Seat,
    typed: dict[str, str],
    refusal: Refused | None = None,
    known: TimeEntry | None = None,
) -> HttpResponse:
    context = seat.context(
        form=typed,
        known=known,
        refusal=refusal,
        wrong=_NAMES.get(refusal.field or "", "") if refusal else "",
        action=weekly.time_url(seat) + (f"{known.pk}/" if known else ""),
        hours=weekly.diary(seat, clock.now()),
        most=MOST_TEXT,
    )
    return render(request, "work/time.html", context, status=refusal.status if refusal else 200)
