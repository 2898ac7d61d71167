"""The verbs of a broadcast: its moment, sending, pausing, ending a test, reaching the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dhara.audience.broadcasts import actions
from dhara.kit import clock
from dhara.kit.locale.digits import in_script
from dhara.kit.locale.languages import current
from dhara.kit.refusal import Invalid, NotFoundHere, Refused
from dhara.web.audience.forms.broadcasts import ScheduleForm
from dhara.web.audience.views.broadcasts import load, show
from dhara.web.studio.doors import Desk, member


@require_POST
@member("send_letters")
def schedule(request: HttpRequest, desk: Desk, broadcast_id: int) -> HttpResponse:
    form = ScheduleForm(request.POST, zone=desk.studio.time_zone)
    if form.is_valid():
        wanted = {"send_at": form.cleaned_data["send_at"], "by_zone": form.cleaned_data["by_zone"]}
        try:
            actions.schedule(desk.studio, broadcast_id, **wanted, by=desk.by, at=clock.now())
        except NotFoundHere:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is scheduled. Until then you can take it back."))
            return redirect("audience-broadcast", desk.studio.handle, broadcast_id)
    return show(request, desk, load(desk, broadcast_id), form=form, status=422)


@require_POST
@member("send_letters")
def withdrawal(request: HttpRequest, desk: Desk, broadcast_id: int) -> HttpResponse:
    return _do(request, desk, broadcast_id, actions.unschedule, _("It is a draft again."))


@require_POST
@member("send_letters")
def dispatch(request: HttpRequest, desk: Desk, broadcast_id: int) -> HttpResponse:
    return _do(request, desk, broadcast_id, actions.start, _("It has begun."))


@require_POST
@member("send_letters")
def pause(request: HttpRequest, desk: Desk, broadcast_id: int) -> HttpResponse:
    return _do(request, desk, broadcast_id, actions.pause, _("Paused. Letters that are in the air still arrive."))


@require_POST
@member("send_letters")
def resumption(request: HttpRequest, desk: Desk, broadcast_id: int) -> HttpResponse:
    return _do(request, desk, broadcast_id, actions.resume, _("It goes on."))


@require_POST
@member("send_letters")
def cancellation(request: HttpRequest, desk: Desk, broadcast_id: int) -> HttpResponse:
    return _do(request, desk, broadcast_id, actions.cancel, _("Cancelled. What had not left is not sent."))


@require_POST
@member("send_letters")
def decision(request: HttpRequest, desk: Desk, broadcast_id: int) -> HttpResponse:
    """`choice` is the number of the subject that all others shall get; without it the figures decide, now."""
    load(desk, broadcast_id)
    typed = request.POST.get("choice", "")
    if typed and not (typed.isascii() and typed.isdecimal()):
        raise Invalid("choice", _("Please choose one of the list."))
    choice = int(typed) if typed else None

    def decide(_studio: Any, number: int, **given: Any) -> object:
        return actions.decide(number, choice=choice, **given)

    return _do(request, desk, broadcast_id, decide, _("The test is over; the rest is being sent."))


@require_POST
@member("send_letters")
def repetition(request: HttpRequest, desk: Desk, broadcast_id: int) -> HttpResponse:
    """Send to those not reached."""
    try:
        many = actions.again(desk.studio, broadcast_id, by=desk.by, at=clock.now())
    except NotFoundHere:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        words = ngettext("%(many)s letter is sent again.", "%(many)s letters are sent again.", many)
        messages.success(request, words % {"many": in_script(many, current())})
    return redirect("audience-broadcast", desk.studio.handle, broadcast_id)


def _do(request: HttpRequest, desk: Desk, broadcast_id: int, verb: Callable[..., object], words: str) -> HttpResponse:
    try:
        verb(desk.studio, broadcast_id, by=desk.by, at=clock.now())
    except NotFoundHere:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, words)
    return redirect("audience-broadcast", desk.studio.handle, broadcast_id)
