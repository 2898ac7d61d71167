"""The studio's broadcasts: write one, see how far it is and what came of it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.audience.broadcasts import actions, queries, rules
from dhara.audience.models import Broadcast, Segment
from dhara.audience.sending.rules import BOUNCED, COUNTED, FAILED, SENT, UNKNOWN
from dhara.kit import clock
from dhara.kit.locale.dates import show_time
from dhara.kit.locale.languages import current
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.web.audience.forms.broadcasts import PlanForm, ScheduleForm, initial_of
from dhara.web.audience.frame import page
from dhara.web.studio.doors import Desk, member

PAGE = 30
TONES = {
    rules.DRAFT: "",
    rules.SCHEDULED: "info",
    rules.TESTING: "river",
    rules.SENDING: "river",
    rules.PAUSED: "marigold",
    rules.DONE: "success",
    rules.CANCELLED: "",
}


@require_GET
@member("see_audience")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    found = queries.of_studio(desk.studio).exclude(status=rules.CANCELLED, started_at=None)
    listed = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = list(listed.object_list)
    figures = queries.figures([each.message_id for each in shown if each.audience])
    rows = [(each, TONES[each.status], figures.get(each.message_id)) for each in shown]
    context = {"page": listed, "rows": rows, "may_edit": desk.may("edit_letters")}
    return render(request, "audience/broadcasts.html", page(desk, "broadcasts", **context))


@require_http_methods(["GET", "POST"])
@member("edit_letters")
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = _form(desk, request.POST) if request.method == "POST" else _form(desk)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make(desk.studio, form.plan(), by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("audience-broadcast", desk.studio.handle, made.pk)
    return _plan(request, desk, form, None)


@require_http_methods(["GET", "POST"])
@member("edit_letters")
def plan(request: HttpRequest, desk: Desk, broadcast_id: int) -> HttpResponse:
    found = load(desk, broadcast_id)
    if found.status != rules.DRAFT:
        return redirect("audience-broadcast", desk.studio.handle, found.pk)
    form = _form(desk, request.POST) if request.method == "POST" else _form(desk, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(desk.studio, found.pk, form.plan(), by=desk.by)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("audience-broadcast", desk.studio.handle, found.pk)
    return _plan(request, desk, form, found)


@require_GET
@member("see_audience")
def broadcast(request: HttpRequest, desk: Desk, broadcast_id: int) -> HttpResponse:
    """A draft with what is still to do, or how far it is and what came of it."""
    return show(request, desk, load(desk, broadcast_id))


@require_GET
@member("see_audience")
def progress(request: HttpRequest, desk: Desk, broadcast_id: int) -> HttpResponse:
    """The part of the page that changes while it is being sent."""
    found = load(desk, broadcast_id)
    context = {**page(desk, "broadcasts"), **_running(desk, found)}
    return render(request, "audience/broadcast_progress.html", context)


@require_POST
@member("edit_letters")
def copy(request: HttpRequest, desk: Desk, broadcast_id: int) -> HttpResponse:
    made = actions.copy(desk.studio, broadcast_id, by=desk.by, at=clock.now())
    messages.success(request, _("Here is a copy: a draft that you can change."))
    return redirect("audience-broadcast", desk.studio.handle, made.pk)


@require_POST
@member("edit_letters")
def removal(request: HttpRequest, desk: Desk, broadcast_id: int) -> HttpResponse:
    actions.discard(desk.studio, broadcast_id, by=desk.by, at=clock.now())
    messages.success(request, _("The draft is thrown away."))
    return redirect("audience-broadcasts", desk.studio.handle)


def load(desk: Desk, broadcast_id: int) -> Broadcast:
    """Raises NotFoundHere."""
    found = queries.of_studio(desk.studio).select_related("excluded").filter(pk=broadcast_id).first()
    if found is None:
        raise NotFoundHere()
    found.studio = desk.studio
    return found


def show(
    request: HttpRequest, desk: Desk, found: Broadcast, *, form: ScheduleForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of one broadcast; with the form of its moment as it was filled in."""
    if found.status in (rules.DRAFT, rules.SCHEDULED):
        context = _coming(desk, found, form)
        template = "audience/broadcast_draft.html"
    else:
        context = _running(desk, found)
        template = "audience/broadcast_report.html"
    return render(request, template, page(desk, "broadcasts", **context), status=status)


def _coming(desk: Desk, found: Broadcast, form: ScheduleForm | None) -> dict[str, Any]:
    findings = list(queries.checks(found))
    return {
        "broadcast": found,
        "tone": TONES[found.status],
        "findings": findings,
        "ready": not any(each.level == "error" for each in findings),
        "people": queries.audience(found).count(),
        "subjects": queries.subjects(found),
        "test_share": found.test["share_bp"] / 10_000 if found.test else None,
        "form": form or ScheduleForm(zone=desk.studio.time_zone, initial={"send_at": found.send_at}),
        "may_edit": desk.may("edit_letters"),
        "may_send": desk.may("send_letters"),
        "measures": {rules.CLICKS: _("by who follows a link"), rules.SALES: _("by who buys")},
    }


def _running(desk: Desk, found: Broadcast) -> dict[str, Any]:
    counts, zone = queries.counts(found), ZoneInfo(desk.studio.time_zone)
    whole = found.audience or 0
    left = sum(many for state, many in counts.items() if state in queries.LEFT)
    report, sent = queries.report(found), counts.get(SENT, 0)
    return {
        "broadcast": found,
        "tone": TONES[found.status],
        "states": [(COUNTED[state], counts[state]) for state in COUNTED if counts.get(state)],
        "sent": sent,
        "ended": whole - left,
        "whole": whole,
        "percent": round(100 * (whole - left) / whole) if whole else 0,
        "missed": counts.get(FAILED, 0) + counts.get(UNKNOWN, 0),
        "unknown": counts.get(UNKNOWN, 0),
        "bounced": counts.get(BOUNCED, 0),
        "report": report,
        "attributed": rules.ATTRIBUTED_DAYS,
        "open_share": report.opened / sent if sent else None,
        "click_share": report.clicked / sent if sent else None,
        "leave_share": report.unsubscribed / sent if sent else None,
        "complaint_share": report.complained / sent if sent else None,
        "curve": [(show_time(moment, current(), zone), opens) for moment, opens, _clicks in report.curve],
        "stopped_for": queries.stopped_for(found),
        "test": queries.standing(found) if found.test else None,
        "may_edit": desk.may("edit_letters"),
        "may_send": desk.may("send_letters"),
        "with_money": desk.may("see_money"),
        "moving": found.status in (rules.SENDING, rules.TESTING),
    }


def _form(desk: Desk, *args: Any, **given: Any) -> PlanForm:
    segments = Segment.objects.filter(studio=desk.studio).order_by("name", "id")
    return PlanForm(*args, segments=segments, **given)


def _plan(request: HttpRequest, desk: Desk, form: PlanForm, found: Broadcast | None) -> HttpResponse:
    context = {"form": form, "broadcast": found}
    status = 422 if form.errors else 200
    return render(request, "audience/broadcast_plan.html", page(desk, "broadcasts", **context), status=status)
