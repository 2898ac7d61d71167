"""How letters leave: the way, its name in the DNS, how they did of late, and what a breaker stopped."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.audience.sending.rules import warm_up_limit
from dhara.audience.ways import actions, queries, rules
from dhara.kit import clock
from dhara.kit.locale.dates import show_short
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.models import Account
from dhara.web.audience.frame import page
from dhara.web.studio.doors import Desk, member
from dhara.web.ui.limits import limited
from dhara.web.ui.ways import WayForm, initial


@require_GET
@member("edit_sending")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    at, lang = clock.now(), get_language() or "en"
    own, host = queries.of_studio(desk.studio.pk), queries.of_host()
    found = queries.figures(desk.studio.pk, at=at, zone=ZoneInfo(desk.studio.time_zone))
    context = {
        "own": own,
        "label": rules.PRESETS[own.kind].label if own and own.kind in rules.PRESETS else "",
        "host_sends": bool(settings.EMAIL_URL) or host is not None,
        "figures": found,
        "points": [(show_short(day, lang), many) for day, many in found.days],
        "bounces": _rate(found.bounced, found.sent + found.bounced, rules.how_bounces_look(found.sent, found.bounced)),
        "complaints": _rate(found.complained, found.sent, rules.how_complaints_look(found.sent, found.complained)),
        "records": actions.seen(own) if own else None,
        "paused": rules.PAUSES.get(own.paused_for, own.paused_for) if own and own.paused_for else "",
        "host_paused": own is None and bool(host and host.paused_for),
        "stopped": queries.stopped(desk.studio.pk),
        **(_warming(own, lang) if own else {}),
    }
    return render(request, "audience/sending/index.html", page(desk, "sending", **context))


def _rate(part: int, whole: int, looks: str) -> tuple[float, str]:
    return rules.per_mille(part, whole) / 1000, looks


def _warming(own: Any, lang: str) -> dict[str, Any]:
    preset = rules.PRESETS.get(own.kind)
    hook = f"{settings.PUBLIC_URL}/hooks/mail/{own.hook_token}/"
    told = {"hook": hook, "events": bool(preset and preset.events)}
    today = warm_up_limit(own.warm_up, clock.now().date()) if own.warm_up else None
    if today is None:
        return told
    return told | {"today": today, "plan": [(show_short(day, lang), most) for day, most in rules.plan(own.warm_up)]}


@require_http_methods(["GET", "POST"])
@member("edit_sending")
def way(request: HttpRequest, desk: Desk) -> HttpResponse:
    own = queries.of_studio(desk.studio.pk)
    form = WayForm(request.POST or None, initial=initial(own))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_up(desk.studio, **form.values(), by=desk.by, at=clock.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, _("Kept. Send yourself a trial letter, and look what the DNS says."))
            return redirect("audience-sending", desk.studio.handle)
    status = 422 if form.errors else 200
    return render(request, "audience/sending/way.html", page(desk, "sending", form=form, own=own), status=status)


@require_POST
@member("edit_sending")
def removal(request: HttpRequest, desk: Desk) -> HttpResponse:
    actions.remove(desk.studio, by=desk.by)
    messages.success(request, _("Letters leave the host's way again."))
    return redirect("audience-sending", desk.studio.handle)


@require_POST
@member("edit_sending")
def pausing(request: HttpRequest, desk: Desk) -> HttpResponse:
    """`to` is pause or release."""
    own = queries.of_studio(desk.studio.pk)
    if own is None:
        raise NotFoundHere
    if request.POST.get("to") == "pause":
        actions.pause(own, by=desk.by, at=clock.now())
        messages.success(request, _("Nothing leaves until you say so. Letters wait; none is lost."))
    else:
        actions.release(own, by=desk.by, at=clock.now())
        messages.success(request, _("Letters leave again. What comes back is counted anew."))
    return redirect("audience-sending", desk.studio.handle)


@require_POST
@member("edit_sending")
@limited("mail-checks", 20, 600)
def checks(_request: HttpRequest, desk: Desk) -> HttpResponse:
    own = queries.of_studio(desk.studio.pk)
    if own is None:
        raise NotFoundHere
    actions.look(own, at=clock.now())
    return redirect("audience-sending", desk.studio.handle)


@require_POST
@member("edit_sending")
@limited("mail-trial", 10, 600)
def trial(request: HttpRequest, desk: Desk) -> HttpResponse:
    own = queries.of_studio(desk.studio.pk)
    if own is None:
        raise NotFoundHere
    text = _("This letter came by the way that you set up for your studio. Your readers' letters can follow.")
    words = (_("It works"), text)
    to = Account.objects.values_list("email", flat=True).get(pk=desk.viewer.account_id or 0)
    try:
        actions.try_out(own, to=to, words=words, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        said = _("The server took a letter to %(to)s. Look whether it arrives, and not under spam.")
        messages.success(request, said % {"to": to})
    return redirect("audience-sending", desk.studio.handle)


@require_POST
@member("edit_sending")
def resumption(request: HttpRequest, desk: Desk, lane_id: int) -> HttpResponse:
    actions.go_on(desk.studio, lane_id=lane_id, by=desk.by, at=clock.now())
    messages.success(request, _("These letters leave again. What comes back is counted anew."))
    return redirect("audience-sending", desk.studio.handle)
