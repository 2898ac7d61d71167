"""The host's own way to send, for every studio that has none: what is paused and why, limits, the DNS, a trial."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.audience.sending.models import Provider
from dhara.audience.sending.providers.queries import of_settings
from dhara.audience.sending.providers.rules import INSTANCE, OUTBOX, name_of
from dhara.audience.sending.rules import warm_up_limit
from dhara.audience.ways import actions, queries, rules
from dhara.kit import clock
from dhara.kit.locale.dates import show_short
from dhara.kit.locale.languages import current
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.models import Account
from dhara.web.operator.desk import actor_of
from dhara.web.ui.ways import WayForm, initial

Frame = Callable[[HttpRequest], dict[str, Any]]


@require_GET
def sending(request: HttpRequest, *, frame: Frame) -> HttpResponse:
    return _page(request, frame)


def _page(request: HttpRequest, frame: Frame, filled: WayForm | None = None, status: int = 200) -> HttpResponse:
    at, host = clock.now(), queries.of_host()
    name = name_of(host.pk) if host else INSTANCE
    lately = queries.lately(host, at=at)
    context = {
        **frame(request),
        "title": _("How letters leave"),
        "host": host,
        "label": rules.PRESETS[host.kind].label if host and host.kind in rules.PRESETS else "",
        "plain": _plain() if host is None else "",
        "paused": rules.PAUSES.get(host.paused_for, host.paused_for) if host and host.paused_for else "",
        "stopped": queries.stopped_at_host(),
        "reasons": rules.PAUSES,
        "slowed": queries.slowed(name, at=at),
        "guests": queries.guests(),
        "lately": lately,
        "bounces": rules.per_mille(lately.bounced, lately.sent + lately.bounced) / 1000,
        "complaints": rules.per_mille(lately.complained, lately.sent) / 1000,
        "records": actions.seen(host) if host else None,
        "form": filled or WayForm(initial=initial(host)),
        "opened": filled is not None or host is None,
        **(_limits(host, name) if host else {}),
    }
    return render(request, "operator/sending.html", context, status=status)


def _plain() -> str:
    """What counts where no way is set up here: the server of EMAIL_URL, or nothing."""
    way = of_settings()
    return "" if way.kind == OUTBOX else f"{way.host}:{way.port}"


def _limits(host: Provider, name: str) -> dict[str, Any]:
    at = clock.now()
    preset, warm = rules.PRESETS.get(host.kind), host.warm_up
    today = warm_up_limit(warm, at.date()) if warm else None
    days = [(show_short(day, current()), most, day == at.date()) for day, most in rules.plan(warm)] if warm else []
    return {
        "begun": queries.begun_today(name, at=at),
        "today": today,
        "plan": days if today is not None else [],
        "hook": f"{settings.PUBLIC_URL}/hooks/mail/{host.hook_token}/",
        "events": bool(preset and preset.events),
    }


@require_POST
def way(request: HttpRequest, *, frame: Frame) -> HttpResponse:
    form = WayForm(request.POST)
    if form.is_valid():
        try:
            actions.set_up(None, **form.values(), by=actor_of(request), at=clock.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, _("Kept. Send yourself a trial letter, and look what the DNS says."))
            return _back()
    return _page(request, frame, form, 422)


@require_POST
def removal(request: HttpRequest) -> HttpResponse:
    actions.remove(None, by=actor_of(request))
    messages.success(request, _("Its keys are deleted. Letters leave as EMAIL_URL says."))
    return _back()


@require_POST
def pausing(request: HttpRequest) -> HttpResponse:
    """`to` is pause or release."""
    if request.POST.get("to") == "pause":
        actions.pause(_host(), by=actor_of(request), at=clock.now())
        messages.success(request, _("Nothing leaves until you say so. Letters wait; none is lost."))
    else:
        actions.release(_host(), by=actor_of(request), at=clock.now())
        messages.success(request, _("Letters leave again. What comes back is counted anew."))
    return _back()


@require_POST
def lane(request: HttpRequest, lane_id: int) -> HttpResponse:
    try:
        actions.go_on(None, lane_id=lane_id, by=actor_of(request), at=clock.now())
    except NotFoundHere as gone:
        raise Http404 from gone
    messages.success(request, _("These letters leave again. What comes back is counted anew."))
    return _back()


@require_POST
def checks(_request: HttpRequest) -> HttpResponse:
    actions.look(_host(), at=clock.now())
    return _back()


@require_POST
def trial(request: HttpRequest) -> HttpResponse:
    to = Account.objects.values_list("email", flat=True).get(pk=request.user.pk or 0)
    words = (_("It works"), _("This letter came by the way that this site sends letters. Others can follow."))
    try:
        actions.try_out(_host(), to=to, words=words, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        said = _("The server took a letter to %(to)s. Look whether it arrives, and not under spam.")
        messages.success(request, said % {"to": to})
    return _back()


def _host() -> Provider:
    found = queries.of_host()
    if found is None:
        raise Http404
    return found


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("operator:sending"))
